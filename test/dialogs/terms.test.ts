import assert from 'node:assert/strict';
import { askedTerm } from '../../dialogs/terms.ts';

describe('a question for a term', () => {
  for (const text of ['NDR是什么意思', 'what does NDR mean', '什么是退信', 'what is a bounce message']) {
    it(`is “${text}”`, () => assert.notEqual(askedTerm(text), null));
  }

  const OTHERS = [
    '这是什么意思',
    '那个是什么意思？',
    '哪个是什么意思',
    '报错是什么意思',
    '这个错误是什么意思',
    'what is new',
    'what is the cause',
    'what does this error mean',
    "what's up",
  ];
  for (const text of OTHERS) {
    it(`is not “${text}”`, () => assert.equal(askedTerm(text), null));
  }
});
