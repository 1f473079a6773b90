import assert from 'node:assert/strict';
import sinon from 'sinon';
import { sendReplies } from '../../src/bot/send-replies.ts';
import { isIntakeError } from '../../src/domain/errors.ts';
import type { LoggedActivity } from '../../src/domain/ports.ts';

const LIMITS = { timeout: 20, attempts: 3, longestPause: 5 };

function row(direction: LoggedActivity['direction'], text: string): LoggedActivity {
  const activity = { type: 'message', text, value: undefined, channelData: undefined };
  return {
    conversationId: 'test/1',
    seq: 1,
    direction,
    dedupeKey: null,
    activity,
    createdAt: '2026-03-02T01:00:00.000Z',
  };
}
const rows = [row('incoming', 'asked'), row('outgoing', 'first'), row('outgoing', 'second')];
const throttled = (retryAfter?: string) =>
  Object.assign(new Error('later'), { statusCode: 429, response: { headers: { get: () => retryAfter } } });
const isUnavailable = (error: unknown) => isIntakeError(error, 'Unavailable');

describe('replies through a connector', () => {
  it('are the outgoing rows, one after the other', async () => {
    const sendActivity = sinon.stub().resolves({ id: '1' });
    await sendReplies({ sendActivity }, rows, LIMITS);
    assert.deepEqual(
      sendActivity.args.map(([activity]) => activity.text),
      ['first', 'second'],
    );
  });

  it('are given up when the connector does not answer in time', async () => {
    const sendActivity = sinon.stub().returns(new Promise(() => undefined));
    await assert.rejects(sendReplies({ sendActivity }, rows, LIMITS), isUnavailable);
    assert.equal(sendActivity.callCount, 1);
  });

  it('are sent again when the connector says later, for as long as it may say so', async () => {
    for (const retryAfter of [undefined, '0', '3600', 'Wed, 21 Oct 2026 07:28:00 GMT']) {
      const sendActivity = sinon.stub().resolves({ id: '1' });
      sendActivity.onFirstCall().rejects(throttled(retryAfter));
      await sendReplies({ sendActivity }, rows, LIMITS);
      assert.equal(sendActivity.callCount, 3, String(retryAfter));
    }
    const always = sinon.stub().callsFake(() => Promise.reject(throttled('0')));
    await assert.rejects(sendReplies({ sendActivity: always }, rows, LIMITS), isUnavailable);
    assert.equal(always.callCount, LIMITS.attempts);
  });

  it('are not sent again after any other failure, and keep its cause for the log', async () => {
    const failure = Object.assign(new Error('bad gateway'), { statusCode: 502 });
    const sendActivity = sinon.stub().rejects(failure);
    await assert.rejects(sendReplies({ sendActivity }, rows, LIMITS), { cause: failure });
    assert.equal(sendActivity.callCount, 1);
  });
});
