import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createHashIndex } from '../../src/language/hash-index.ts';
import { buildVocabulary, toRow } from '../../src/language/sparse-rows.ts';

describe('hash index', () => {
  it('finds every hash at its column and nothing else', () => {
    const numbers = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(fc.uniqueArray(numbers, { maxLength: 200 }), numbers, (hashes, other) => {
        const index = createHashIndex(Uint32Array.from(hashes));
        hashes.forEach((hash, column) => {
          assert.equal(index.columnOf(hash), column);
        });
        assert.equal(index.columnOf(other), hashes.indexOf(other));
      }),
    );
  });
});

describe('weighted rows', () => {
  const vocabulary = buildVocabulary([Uint32Array.of(7, 7, 9), Uint32Array.of(9), Uint32Array.of(9, 4)], {
    leastTexts: 1,
    rarityPower: 1.5,
  });

  it('knows the features of as many texts as are asked for', () => {
    const texts = [Uint32Array.of(7, 7, 9), Uint32Array.of(9), Uint32Array.of(9, 4)];
    assert.deepEqual([...vocabulary.hashes], [4, 7, 9]);
    assert.deepEqual([...buildVocabulary(texts, { leastTexts: 2, rarityPower: 1 }).hashes], [9]);
  });

  it('weighs rare features more', () => {
    const [once = 0, , everywhere = 0] = vocabulary.rarity;
    assert.equal(everywhere, 1);
    assert.ok(Math.abs(once - (Math.log(4 / 2) + 1) ** 1.5) < 1e-6);
  });

  it('makes rows of length 1 and dampens repetitions', () => {
    const { columns, values } = toRow(Uint32Array.of(7, 9, 7, 7, 1_000), vocabulary);
    assert.deepEqual([...columns], [1, 2]);
    const [rare = 0, common = 0] = values;
    assert.ok(Math.abs(common * common + rare * rare - 1) < 1e-9);
    assert.ok(Math.abs(rare / common - (1 + Math.log(3)) * (vocabulary.rarity[1] ?? 0)) < 1e-6);
  });

  it('leaves a text of unknown features empty', () => {
    assert.equal(toRow(Uint32Array.of(1, 2, 3), vocabulary).columns.length, 0);
  });
});
