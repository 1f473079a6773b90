import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cutText } from '../../../src/language/cut-text.ts';
import { FACT_FEATURE_GROUPS, factFeatureHashes } from '../../../src/language/facts/fact-features.ts';
import { normalise } from '../../../src/language/normalisation.ts';

const features = (text: string, ...without: (typeof FACT_FEATURE_GROUPS)[number][]): Set<number> =>
  new Set(factFeatureHashes(cutText(normalise(text)), new Set(without)));
const shared = (left: Set<number>, right: Set<number>): number =>
  [...left].filter((feature) => right.has(feature)).length;

describe('features of the facts', () => {
  it('are shared by what means the same in two languages', () => {
    assert.ok(shared(features('everybody'), features('大家')) > shared(features('printer'), features('大家')));
  });

  it('tell the order of two notions of a clause', () => {
    const without = FACT_FEATURE_GROUPS.filter((group) => group !== 'pairs');
    const [forth, back] = [features('phone everyone', ...without), features('everyone phone', ...without)];
    assert.ok(forth.size > 0);
    assert.ok(shared(forth, back) < forth.size);
  });

  it('join nothing over the end of a clause', () => {
    const without = FACT_FEATURE_GROUPS.filter((group) => group !== 'neighbours');
    assert.equal(features('ab cd', ...without).size, 1);
    for (const text of ['ab, cd', 'ab. cd', 'ab? cd', 'ab but', '好，吧'])
      assert.equal(features(text, ...without).size, 0, text);
    assert.equal(features('1,200', ...without).size, 1);
  });

  it('take a line that is repeated once, so that a log drowns nothing', () => {
    const log = '12:00:01 INFO ok\n';
    assert.deepEqual(features(`${log.repeat(50)}the phone`), features(`${log.repeat(2)}the phone`));
  });

  it('leave out the kinds that they are told to', () => {
    const text = 'Everyone uses the web version of Outlook, but the printers of the two offices? 大家先用手机顶着。';
    const all = factFeatureHashes(cutText(normalise(text))).length;
    for (const group of FACT_FEATURE_GROUPS) {
      assert.ok(factFeatureHashes(cutText(normalise(text)), new Set([group])).length < all, group);
    }
    assert.deepEqual([...factFeatureHashes(cutText(normalise(text)), new Set(FACT_FEATURE_GROUPS))], []);
  });

  it('are read from any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        factFeatureHashes(cutText(normalise(text)));
      }),
    );
  });
});
