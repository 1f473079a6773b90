import assert from 'node:assert/strict';
import { createCodeSender } from '../../src/codes/code-sender.ts';
import type { CodeMessage } from '../../src/domain/contact-codes.ts';
import type { Operator } from '../../src/domain/person.ts';

const message = (operator: Operator): CodeMessage => ({
  channel: 'email',
  to: 'admin@contoso.example',
  code: '246801',
  locale: 'zh-CN',
  operator,
  expiresMinutes: 10,
});

describe('the sender of codes', () => {
  const sent: Operator[] = [];
  const email = async ({ operator }: CodeMessage) => void sent.push(operator);
  beforeEach(() => sent.splice(0));

  it('offers the ways that are set up', async () => {
    const sender = createCodeSender({ email }, () => true);
    assert.deepEqual(sender.channels('21vianet'), ['email']);
    await sender.send(message('21vianet'));
    assert.deepEqual(sent, ['21vianet']);
    await assert.rejects(sender.send({ ...message('21vianet'), channel: 'sms' }), { code: 'Unavailable' });
  });

  it('neither offers nor takes a way whose host the policy of the operator does not allow (rule R31)', async () => {
    const sender = createCodeSender({ email }, (operator) => operator === 'microsoft');
    assert.deepEqual([sender.channels('microsoft'), sender.channels('21vianet')], [['email'], []]);
    await assert.rejects(sender.send(message('21vianet')), { code: 'Unavailable' });
    assert.deepEqual(sent, []);
  });
});
