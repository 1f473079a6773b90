import assert from 'node:assert/strict';
import { readSince } from '../../src/language/time-expressions.ts';

const CASES: readonly (readonly [string, string | null])[] = [
  ['从今天早上开始，全公司都收不到外部邮件。', '从今天早上'],
  ['從昨天下午開始打不開', '從昨天下午'],
  ['从昨天下午3点左右就不行了', '从昨天下午3点左右'],
  ['今天早上 9 点起，全公司都开不了会', '今天早上 9 点'],
  ['从昨天下午 3 点开始', '从昨天下午 3 点'],
  ['自上周五起一直这样', '自上周五'],
  ['昨天晚上开始卡', '昨天晚上'],
  ['3月5号以来', '3月5号'],
  ['升级之后打不开', '升级之后'],
  ['已经卡了三天了', '三天'],
  ['两个小时了还没好', '两个小时'],
  ['Since this morning nobody can send', 'Since this morning'],
  ['broken since yesterday afternoon', 'since yesterday afternoon'],
  ['since 9:30 am today', 'since 9:30 am today'],
  ['since Monday', 'since Monday'],
  ['since the last update Outlook crashes', 'since the last update'],
  ['down for the last 2 hours', 'for the last 2 hours'],
  ['has been slow for three days now', 'for three days now'],
  ['starting yesterday we get errors', 'yesterday'],
  ['收不到邮件', null],
  ['都等半天了', null],
  ['已经半天了', '半天'],
  ['retention of mail for 30 days', null],
  ['since we pay you', null],
  ['', null],
];

describe('since when', () => {
  for (const [text, expected] of CASES) it(`${text}: ${expected}`, () => assert.equal(readSince(text), expected));
});
