import assert from 'node:assert/strict';
import { createSpelling } from '../../src/knowledge/spelling.ts';

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
});
