import assert from 'node:assert/strict';
import { findDeadline, findSince } from '../../src/language/time-expressions.ts';

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
  for (const [text, expected] of CASES)
    it(`${text}: ${expected}`, () => assert.equal(findSince(text)?.value ?? null, expected));
});

const LIMITS: readonly (readonly [string, string | null])[] = [
  ['下午五点前要签合同', '下午五点'],
  ['今晚十二点前标书必须发出去', '今晚十二点'],
  ['必须在今天 18:00 之前修好', '今天 18:00'],
  ['今天下班前要发标书', '今天下班'],
  ['截止日期是明天', '明天'],
  ['最晚周五要弄完', '周五'],
  ['明早九点开标', '明早九点'],
  ['周五系统要上线', '周五'],
  ['明天上线', '明天'],
  ['下班前处理好', '下班'],
  ['还有二十分钟就开始了', '二十分钟'],
  ['月底前迁完', '月底'],
  ['3月5日前', '3月5日'],
  ['从今天早上开始收不到', null],
  ['昨天下午三点前还好好的', null],
  ['三天了还没好', null],
  ['提前沟通一下', null],
  ['needed by 5pm today', '5pm today'],
  ['must be fixed before midnight', 'midnight'],
  ['by tomorrow 9am or we fail it', 'tomorrow 9am'],
  ['due on Friday', 'Friday'],
  ['no later than March 3rd', 'March 3rd'],
  ['by the end of the day', 'the end of the day'],
  ['we go live Friday', 'Friday'],
  ['bids close at 10:00', '10:00'],
  ['the town hall starts in 20 minutes', 'in 20 minutes'],
  ['since Friday', null],
  ['broken by the update', null],
  ['before the migration it worked', null],
  ['', null],
];

describe('until when', () => {
  for (const [text, expected] of LIMITS) {
    it(`${text}: ${expected}`, () => assert.equal(findDeadline(text)?.value ?? null, expected));
  }

  it('stands where it says', () => {
    const found = findDeadline('标书今晚十二点前要发');
    assert.deepEqual(found, { value: '今晚十二点', start: 2, end: 7 });
  });
});
