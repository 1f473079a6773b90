import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cutText } from '../../src/language/cut-text.ts';
import { featureHashes } from '../../src/language/features.ts';
import { normalise } from '../../src/language/normalisation.ts';
import { buildVocabulary } from '../../src/language/sparse-rows.ts';
import { repairSpelling } from '../../src/language/spelling-repair.ts';
import { takesAtMost } from '../support/time-bound.ts';

/** Han pairs only count as known words when they stand in many texts. */
const often = (text: string) => Array.from({ length: 30 }, () => text);
const TEXTS = [
  ...often('邮箱收不到邮件'),
  ...often('密码忘记了'),
  ...often('outlook mailbox'),
  'forwarding',
  'license',
  'ab12',
];
// Rarity grows with the number of texts: the known pairs stand in a few of a thousand.
const OTHERS = Array.from({ length: 30_000 }, (_, index) => `filler${index}`);
const vocabulary = buildVocabulary(
  [...TEXTS, ...OTHERS].map((text) => featureHashes(cutText(normalise(text)))),
  { leastTexts: 1, rarityPower: 1.5 },
);
const repaired = (text: string): string => repairSpelling(cutText(normalise(text)), vocabulary).text;

describe('spelling repair', () => {
  for (const [slip, kind] of [
    ['outlok', 'a letter missing'],
    ['outllook', 'a letter too many'],
    ['outlppk', null],
    ['outlopk', 'a letter exchanged'],
    ['oultook', 'two letters swapped'],
    ['outloo', 'the last letter missing'],
  ] as const) {
    it(kind === null ? `leaves two slips in one word: ${slip}` : `puts right ${kind}: ${slip}`, () =>
      assert.equal(repaired(`My ${slip} 365?`), kind === null ? `my ${slip} 365?` : 'my outlook 365?'),
    );
  }

  it('puts right a character that was typed by its sound', () => {
    assert.equal(repaired('右箱收不到'), '邮箱收不到');
    assert.equal(repaired('我的密马'), '我的密码');
  });

  it('takes the more frequent of two words', () => {
    assert.equal(repaired('mailbix'), 'mailbox');
  });

  it('leaves known words, short words, keys, numbers and other scripts', () => {
    for (const text of ['license', 'ab13', 'maix', 'x9outlok', 'почта', '😀', '', '邮箱', 'z'.repeat(40)]) {
      assert.equal(repaired(text), text);
    }
  });

  it('leaves the first letter, which people seldom miss', () => {
    assert.equal(repaired('butlook'), 'butlook');
  });

  it('leaves a character of which one pair is known', () => {
    assert.equal(repaired('不到邮件'), '不到邮件');
  });

  it('leaves names that resemble a rare word, or are short', () => {
    for (const text of ['mr webinr', 'ms bakerx', 'mailb']) assert.equal(repaired(text), text);
  });

  it('leaves a text alone that would be repaired all over: it is in another language, or a log', () => {
    assert.equal(repaired('outlok '.repeat(6)), 'outlook '.repeat(6));
    assert.equal(repaired('outlok '.repeat(7)), 'outlok '.repeat(7));
  });

  it('costs little, whatever the text', async () => {
    const characters = Array.from({ length: 2_000 }, (_, at) => String.fromCharCode(0x4e00 + ((at * 7919) % 20_000)));
    const words = Array.from({ length: 300 }, (_, at) => 'qwzxkvjyqpgb'.slice(at % 5) + 'abcdefghij'.slice(at % 7));
    for (const text of [characters.join(''), words.join(' ')]) {
      await takesAtMost(100, text.slice(0, 10), () => repaired(text));
    }
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (text) => {
        assert.equal(typeof repaired(text), 'string');
      }),
    );
  });
});
