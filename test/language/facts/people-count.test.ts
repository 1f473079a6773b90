import assert from 'node:assert/strict';
import { clausesOf } from '../../../src/language/facts/clauses.ts';
import { readPeopleCount } from '../../../src/language/facts/people-count.ts';
import { normalise } from '../../../src/language/normalisation.ts';

const COUNTS: readonly (readonly [string, number | null])[] = [
  ['30 个用户收不到邮件', 30],
  ['大概30来个人', 30],
  ['1,200 users cannot sign in', 1200],
  ['all 300 users', 300],
  ['三个同事登不上', 3],
  ['十二位同事', 12],
  ['三十个人', 30],
  ['两百个用户', 200],
  ['一位同事登不上', 1],
  ['一个人都收不到', null],
  ['买 30 个用户许可', null],
  ['我们公司有 300 人', null],
  ['error 500 on page 3', null],
];

describe('the number of people affected', () => {
  for (const [text, expected] of COUNTS) {
    it(`${text}: ${expected}`, () =>
      assert.equal(readPeopleCount(clausesOf(normalise(text)))?.count ?? null, expected));
  }

  it('comes with the words that tell it', () => {
    assert.deepEqual(readPeopleCount(clausesOf('since nine 1,200 users cannot sign in')), {
      count: 1200,
      words: '1,200 users',
    });
  });
});
