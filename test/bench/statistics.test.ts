import assert from 'node:assert/strict';
import fc from 'fast-check';
import { median, percentile, rounded } from '../../bench/statistics.ts';

describe('statistics of the benchmarks', () => {
  it('takes percentiles by nearest rank', () => {
    const values = [50, 10, 40, 20, 30];
    assert.equal(percentile(values, 0), 10);
    assert.equal(percentile(values, 0.5), 30);
    assert.equal(percentile(values, 0.95), 50);
    assert.equal(percentile(values, 1), 50);
  });

  it('takes the mean of the two middle values where there is no middle one', () => {
    assert.equal(median([4, 1, 3]), 3);
    assert.equal(median([4, 1, 3, 2]), 2.5);
  });

  it('refuses to make a figure of nothing', () => {
    assert.throws(() => percentile([], 0.5), /no values/);
    assert.throws(() => median([]), /no values/);
  });

  it('never leaves the range of the values, whatever their order', () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), { minLength: 1 });
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (some, share) => {
        const found = percentile(some, share);
        assert.ok(some.includes(found));
        assert.equal(percentile(some.toReversed(), share), found);
        assert.ok(median(some) >= Math.min(...some) && median(some) <= Math.max(...some));
      }),
    );
  });

  it('keeps three digits, and every digit before the point', () => {
    assert.equal(rounded(0.123456), 0.123);
    assert.equal(rounded(12.3456), 12.3);
    assert.equal(rounded(12_345.678), 12_346);
    assert.equal(rounded(-0.056789), -0.0568);
    assert.equal(rounded(1_000_000), 1_000_000);
  });
});
