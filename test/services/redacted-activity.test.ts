import assert from 'node:assert/strict';
import { redactActivity } from '../../src/services/redacted-activity.ts';

describe('redactActivity', () => {
  it('masks a password in words, card fields, channel data and whatever else a channel adds', () => {
    const secret = 'Xk7#pQ9z2';
    const redacted = redactActivity({
      type: 'message',
      text: `我的密码是 ${secret}`,
      value: { verb: 'intake.submit', description: `password: ${secret}`, password: secret },
      channelData: { messageBack: { displayText: `password: ${secret}` } },
      attachments: [{ contentType: 'text/plain', content: `password: ${secret}` }],
      summary: `password: ${secret}`,
    });
    assert.doesNotMatch(JSON.stringify(redacted), /Xk7/);
    assert.match(redacted.text ?? '', /^我的密码是 \[/);
  });

  it('reads a value that comes as JSON text before it masks it', () => {
    const value = JSON.stringify({ verb: 'intake.submit', password: 'Xk7#pQ9z2' });
    const redacted = redactActivity({ type: 'message', value });
    assert.deepEqual(Object.keys(Object(redacted.value)), ['verb', 'password']);
    assert.doesNotMatch(JSON.stringify(redacted), /Xk7/);
  });

  it('leaves addresses and the id of the echo alone, even where they look like a card number', () => {
    const activity = {
      type: 'message',
      id: '4111111111111111',
      from: { id: '4111111111111111' },
      conversation: { id: '4111111111111111' },
      channelData: { clientActivityID: '4111111111111111', other: 1 },
      text: 'hello',
    };
    assert.deepEqual(redactActivity(activity), activity);
  });

  it('keeps the mask where the id of the echo is no id', () => {
    const channelData = { clientActivityID: 'password: Xk7#pQ9z2' };
    assert.doesNotMatch(JSON.stringify(redactActivity({ type: 'message', channelData })), /Xk7/);
  });

  it('refuses what does not fit any more once it is masked', () => {
    const activity = { type: 'message', text: 'a', name: 'pwd=Xk7pQ9 '.repeat(18) };
    assert.throws(() => redactActivity(activity), { code: 'InvalidInput', message: /plain text/ });
  });
});
