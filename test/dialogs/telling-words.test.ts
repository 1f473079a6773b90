import assert from 'node:assert/strict';
import { tellingWords } from '../../dialogs/telling-words.ts';

describe('what a text tells of a problem and its impact', () => {
  for (const text of [
    '打我手机 13800138000 找王经理',
    '从今早九点',
    '没有临时办法',
    '临时办法：暂无',
    'Please reach Jane Doe at +1 206 555 0199',
    'call me at 13900139000',
    'since 9 am this morning',
    'There is no workaround',
  ]) {
    it(`is nothing in “${text}”`, () => {
      assert.equal(tellingWords(text, '21vianet'), '');
    });
  }

  for (const [text, words] of [
    ['全公司无法开票，打我手机 13800138000', '全公司无法开票'],
    ['从今早九点，全厂停产，没有临时办法', '全厂停产'],
    ['The whole plant stands still, call me at +1 206 555 0199', 'The whole plant stands still'],
    ['Since 9 am no order can be shipped', 'Since 9 am no order can be shipped'],
  ] as const) {
    it(`is the rest of “${text}”`, () => {
      assert.equal(tellingWords(text, '21vianet'), words);
    });
  }
});
