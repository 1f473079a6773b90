import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createSpelling, SPELLING_LIMITS } from '../../src/knowledge/spelling.ts';

describe('spelling', () => {
  const spelling = createSpelling([
    'mailbox',
    'migrat',
    'password',
    'permiss',
    '邮箱',
    'aadsts50053',
    'sync',
    'outlook',
  ]);
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['mailbix', ['mailbox'], 'one letter other'],
    ['mailbo', ['mailbox'], 'the beginning of a word'],
    ['outloook', ['outlook'], 'one letter more'],
    ['pasword', ['password'], 'one letter less'],
    ['passwrod', ['password'], 'two neighbours swapped'],
    ['passwords', ['password'], 'a letter at the end'],
    ['passowrd', ['password'], 'the two letters in the middle swapped'],
    ['pasxword', ['password'], 'one letter other in the first half'],
    ['passwoord', ['password'], 'one letter more in the second half'],
    ['pssaword', [], 'two slips'],
    ['nailbox', [], 'another first letter'],
    ['syn', [], 'too short'],
    ['mailbox'.repeat(10), [], 'far too long'],
    ['', [], 'nothing'],
  ];
  for (const [word, known, why] of cases) {
    it(`suggests ${known.join() || 'nothing'} for ${word.slice(0, 20) || 'the empty word'}: ${why}`, () => {
      assert.deepEqual(spelling.suggest(word), known);
    });
  }

  it('suggests few words for a common beginning', () => {
    const many = createSpelling(Array.from({ length: 26 }, (_, index) => `config${String.fromCharCode(97 + index)}`));
    assert.equal(many.suggest('config').length, 4);
  });

  it('finds every word with one slip behind the first letter', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 6, maxLength: 12 });
    const slip = fc.constantFrom('more', 'less', 'other', 'swapped');
    fc.assert(
      fc.property(letters, fc.nat(), slip, (word, anywhere, kind) => {
        const at = 1 + (anywhere % (word.length - 2));
        const [before, letter, after] = [word.slice(0, at), word.charAt(at), word.slice(at + 1)];
        const slips = {
          more: `${before}x${letter}${after}`,
          less: before + after,
          other: `${before}x${after}`,
          swapped: before + after.charAt(0) + letter + after.slice(1),
        };
        assert.deepEqual(createSpelling(['outlook', word]).suggest(slips[kind]), [word]);
      }),
    );
  });

  it('compares no more words than it may, however many look alike', () => {
    const alike = (number: number) =>
      number
        .toString(26)
        .padStart(4, '0')
        .replaceAll(/\d/g, (digit) => 'qrstuvwxyz'.charAt(Number(digit)));
    const many = Array.from({ length: 10 * SPELLING_LIMITS.compared }, (_, number) => `config${alike(number)}`).sort();
    const last = many.at(-1) ?? '';
    // The word that is meant stands behind all those that share its first half.
    assert.deepEqual(createSpelling([last]).suggest(`${last}x`), [last]);
    assert.deepEqual(createSpelling(many).suggest(`${last}x`), []);
  });
});
