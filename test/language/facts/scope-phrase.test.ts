import assert from 'node:assert/strict';
import { clausesOf } from '../../../src/language/facts/clauses.ts';
import { readScopePhrase } from '../../../src/language/facts/scope-phrase.ts';
import { normalise } from '../../../src/language/normalisation.ts';

describe('a clause that says who is hit and nothing else', () => {
  const told: readonly (readonly [string, string | null])[] = [
    ['mail to gmail is delayed 3 hours, whole company', 'organization'],
    ['Teams fails. Affects all users', 'organization'],
    ['发不出邮件，全公司都这样', 'organization'],
    ['网站打不开，所有人', 'organization'],
    ['the whole department has it now', 'many-users'],
    ['其实整个财务部都这样', 'many-users'],
    ['sending is broken, for me only', 'one-user'],
    ['打不开，就我一个人', 'one-user'],
    ['is it everyone?', null],
    ['for me only, whole company', null],
    ['I manage mail for the whole company', null],
    ['please tell everyone', null],
    ['给全公司发通知', null],
    ['我一个人管理全公司的邮箱', null],
  ];
  for (const [text, affected] of told) {
    it(`is ${affected ?? 'not told'}: ${text}`, () => {
      assert.equal(readScopePhrase(clausesOf(normalise(text))), affected);
    });
  }
});
