import assert from 'node:assert/strict';
import { normalise } from '../../src/language/normalisation.ts';
import { readableMap, rewrittenMap } from '../../src/language/text-map.ts';

describe('where read words stand in the original', () => {
  it('is the same place in a short text', () => {
    assert.deepEqual(readableMap('abc').toOriginal({ start: 1, end: 3 }), { start: 1, end: 3 });
  });

  it('moves the end of a long text by what was left out, and knows nothing across the joint', () => {
    const map = readableMap('x'.repeat(5000));
    assert.deepEqual(map.toOriginal({ start: 990, end: 1000 }), { start: 990, end: 1000 });
    assert.deepEqual(map.toOriginal({ start: 1001, end: 1010 }), { start: 4000, end: 4009 });
    assert.equal(map.toOriginal({ start: 999, end: 1003 }), null);
  });

  it('goes back over characters that grew or vanished', () => {
    const before = '㎏\u200bTeams';
    const map = rewrittenMap(before, normalise(before), normalise);
    assert.deepEqual(map.toOriginal({ start: 2, end: 7 }), { start: 2, end: 7 });
    const wide = '\u{1d5b3}eams';
    assert.deepEqual(rewrittenMap(wide, normalise(wide), normalise).toOriginal({ start: 0, end: 1 }), {
      start: 0,
      end: 2,
    });
  });

  it('knows nothing where characters together become another', () => {
    const before = 'e\u0301\u200b Teams';
    assert.equal(rewrittenMap(before, normalise(before), normalise).toOriginal({ start: 2, end: 7 }), null);
  });
});
