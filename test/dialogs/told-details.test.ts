import assert from 'node:assert/strict';
import { choicesIn } from '../../dialogs/told-details.ts';
import { ALL_DETAILS } from '../../src/domain/topic-details.ts';

describe('details told in a sentence', () => {
  for (const [text, direction] of [
    ['Since this morning nobody in the company receives external mail', 'inbound'],
    ['We cannot send or receive any mail', 'both'],
    ['Nobody can send mail to customers', 'outbound'],
    ['全公司都收不到外部邮件', 'inbound'],
    ['邮件收发都不正常', 'both'],
    ['给外部收件人发邮件被退回', undefined],
    ['When I send mail, the customer does not receive it', undefined],
  ] as const) {
    it(`the direction of “${text}” is ${direction ?? 'left open'}`, () => {
      assert.equal(choicesIn(text, ALL_DETAILS).direction, direction);
    });
  }
});
