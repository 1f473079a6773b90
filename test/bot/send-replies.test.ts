import assert from 'node:assert/strict';
import sinon from 'sinon';
import { ConnectorError } from '../../src/bot/activity-posts.ts';
import { sendReplies } from '../../src/bot/send-replies.ts';
import type { LoggedActivity } from '../../src/domain/ports.ts';
import { createLog } from '../../src/log.ts';

const log = createLog({ level: 'silent' });

function row(seq: number, direction: LoggedActivity['direction'], text: string): LoggedActivity {
  const activity = { type: 'message', text, value: undefined, channelData: undefined };
  const createdAt = '2026-03-02T01:00:00.000Z';
  return { conversationId: 'test/1', seq, direction, dedupeKey: null, activity, createdAt };
}
const rows = [row(4, 'incoming', 'asked'), row(5, 'outgoing', 'first'), row(6, 'outgoing', 'second')];
const status = (code: number) => new ConnectorError(code, {});

describe('replies through a connector', () => {
  it('are the outgoing rows, one after the other', async () => {
    const sendActivity = sinon.stub().resolves({ id: '1' });
    assert.deepEqual(await sendReplies({ sendActivity }, rows, log), { result: 'sent' });
    assert.deepEqual(
      sendActivity.args.map(([activity]) => activity.text),
      ['first', 'second'],
    );
  });

  it('stop at the one that the connector refuses for now, and tell where to go on', async () => {
    const sendActivity = sinon.stub().resolves({ id: '1' });
    sendActivity.onSecondCall().rejects(status(429));
    assert.deepEqual(await sendReplies({ sendActivity }, rows, log), {
      result: 'later',
      sentSeq: 5,
      afterMs: null,
      error: 'status-429',
    });
  });

  it('leave out the one that may have been shown', async () => {
    const sendActivity = sinon.stub().rejects(status(502));
    assert.deepEqual(await sendReplies({ sendActivity }, rows, log), {
      result: 'unclear',
      sentSeq: 5,
      error: 'status-502',
    });
    assert.equal(sendActivity.callCount, 1);
  });

  it('are sent when there are none', async () => {
    assert.deepEqual(await sendReplies({ sendActivity: sinon.stub() }, [], log), { result: 'sent' });
  });
});
