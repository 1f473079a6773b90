import assert from 'node:assert/strict';
import fc from 'fast-check';
import { reliabilityOf, scopeSeparation } from '../../src/language/reliability.ts';

const claims = (confidence: number, right: number, wrong: number) => [
  ...Array.from({ length: right }, () => ({ confidence, isRight: true })),
  ...Array.from({ length: wrong }, () => ({ confidence, isRight: false })),
];

describe('reliability', () => {
  it('has no error where as many are right as was claimed', () => {
    assert.equal(reliabilityOf([...claims(0.75, 3, 1), ...claims(1, 5, 0)]).expectedCalibrationError, 0);
  });

  it('weighs the error of each bin by its answers', () => {
    const { expectedCalibrationError, bins } = reliabilityOf([...claims(0.5, 1, 0), ...claims(0.9, 0, 3)]);
    assert.ok(Math.abs(expectedCalibrationError - (0.5 + 3 * 0.9) / 4) < 1e-9);
    assert.deepEqual(
      bins.filter(({ count }) => count > 0).map(({ from, count, accuracy }) => ({ from, count, accuracy })),
      [
        { from: 0.5, count: 1, accuracy: 1 },
        { from: 0.9, count: 3, accuracy: 0 },
      ],
    );
  });

  it('puts every claim into one bin', () => {
    const claim = fc.record({ confidence: fc.double({ min: 0, max: 1, noNaN: true }), isRight: fc.boolean() });
    fc.assert(
      fc.property(fc.array(claim), fc.integer({ min: 1, max: 20 }), (all, count) => {
        const { bins, expectedCalibrationError } = reliabilityOf(all, count);
        assert.equal(
          bins.reduce((sum, bin) => sum + bin.count, 0),
          all.length,
        );
        assert.ok(expectedCalibrationError >= 0 && expectedCalibrationError <= 1 + 1e-9);
      }),
    );
  });
});

describe('separation of scopes', () => {
  it('is whole where every text of a topic lies above every other', () => {
    const inside = Array.from({ length: 40 }, (_, index) => 0.6 + index / 100);
    assert.deepEqual(scopeSeparation(inside, [0.1, 0.5]), { auroc: 1, threshold: 0.62, rejected: 1 });
  });

  it('is a half where both are alike', () => {
    assert.equal(scopeSeparation([0.3, 0.7], [0.3, 0.7]).auroc, 0.5);
  });

  it('rejects what lies below the threshold that 95 of 100 reach', () => {
    const inside = Array.from({ length: 100 }, (_, index) => index / 100);
    const { threshold, rejected } = scopeSeparation(inside, [0.01, 0.04, 0.06, 0.5]);
    assert.equal(threshold, 0.05);
    assert.equal(rejected, 0.5);
  });
});
