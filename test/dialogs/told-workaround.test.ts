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
    ['临时办法：暂时没有', false],
    ['临时办法：暂无', false],
    ['临时办法：没有找到', false],
    ['替代方案：还没有', false],
    ['Workaround: none so far', false],
    ['Workaround: not found', false],
    ['Workaround: n/a', false],
    ['workaround: no workaround', false],
    ['临时办法：不知道', undefined],
    ['临时办法：待定', undefined],
    ['临时办法：跳过网页版不行', undefined],
    ['临时办法：跳过', undefined],
    ['Workaround: skip', undefined],
    ['没有临时办法但网页版可以', undefined],
    ['workaround: unknown', undefined],
    ['workaround: tbd', undefined],
    ['Workaround: please advise', undefined],
    ['Workaround: none needed', undefined],
    ['没有临时办法吗', undefined],
    ['没有临时办法吗？', undefined],
    ['我们没有替代方案，除了网页版', undefined],
    ['除了网页版，没有替代方案', undefined],
    ['不是没有临时办法，可以用网页版', undefined],
    ['没有临时办法，而且很急', false],
    ['no workaround needed, we use OWA', undefined],
    ['We have no workaround, except OWA', undefined],
    ['We had no workaround yesterday but today web works', undefined],
    ['There is no workaround, and it is urgent', false],
    ['Workaround: use OWA; no error there', true],
  ] as const) {
    it(`is ${workaround ?? 'not told'} in “${text}”`, () => {
      assert.equal(toldWorkaround(text).workaround, workaround);
    });
  }
});
