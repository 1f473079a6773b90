import assert from 'node:assert/strict';
import { toldWorkaround } from '../../dialogs/told-workaround.ts';

describe('a way around the problem that is named', () => {
  for (const [text, workaround] of [
    ['没有临时办法', false],
    ['全公司都收不到邮件，暂无替代方案', false],
    ['替代办法：用网页版', true],
    ['替代办法：无', false],
    ['有没有临时办法？', undefined],
    ['没有办法登录', undefined],
    ['workaround: emailing files', true],
    ['Workaround: none', false],
    ['SharePoint is down, no workaround.', false],
    ['we are stuck without any workaround', false],
    ['Is there no workaround', undefined],
    ['the workaround article did not help', undefined],
  ] as const) {
    it(`is ${workaround ?? 'not told'} in “${text}”`, () => {
      assert.equal(toldWorkaround(text).workaround, workaround);
    });
  }
});
