import assert from 'node:assert/strict';
import { activitySchema } from '../../src/domain/activity.ts';
import { type ReplySetting, replyActivities } from '../../src/services/reply-activities.ts';

const setting: ReplySetting = {
  incoming: {
    type: 'message',
    id: 'in-1',
    from: { id: 'dl_contoso-admin', name: 'Contoso', role: 'user' },
    recipient: { id: 'support-intake-bot', name: 'Support Intake Bot' },
  },
  channel: 'directline',
  channelConversationId: 'abc',
  firstSeq: 12,
  now: '2026-03-02T01:00:00.000Z',
  locale: 'zh-CN',
};

describe('replyActivities', () => {
  it('writes a message that answers the incoming one', () => {
    const [activity] = replyActivities([{ text: '您好' }], setting);
    assert.deepEqual(activity, {
      type: 'message',
      id: 'abc|0000012',
      timestamp: '2026-03-02T01:00:00.000Z',
      channelId: 'directline',
      conversation: { id: 'abc' },
      from: { id: 'support-intake-bot', name: 'Support Intake Bot', role: 'bot' },
      recipient: { id: 'dl_contoso-admin', name: 'Contoso', role: 'user' },
      replyToId: 'in-1',
      locale: 'zh-CN',
      text: '您好',
      textFormat: 'markdown',
      inputHint: 'acceptingInput',
    });
  });

  it('adds card, spoken words and buttons, and counts on', () => {
    const card = { type: 'AdaptiveCard', version: '1.5', body: [] };
    const [, activity] = replyActivities(
      [{ text: 'a' }, { text: 'b', speak: 'c', card, suggestions: [{ title: 'Yes', value: 'yes' }] }],
      setting,
    );
    assert.equal(activity?.id, 'abc|0000013');
    assert.equal(activity?.speak, 'c');
    assert.deepEqual(activity?.attachments, [
      { contentType: 'application/vnd.microsoft.card.adaptive', content: card },
    ]);
    assert.deepEqual(activity?.suggestedActions, { actions: [{ type: 'imBack', title: 'Yes', value: 'yes' }] });
  });

  it('tells nothing that is not known', () => {
    const [activity] = replyActivities([{ text: 'a', suggestions: [] }], {
      ...setting,
      incoming: { type: 'message' },
      locale: null,
    });
    const unknown = ['recipient', 'replyToId', 'locale', 'speak', 'attachments', 'suggestedActions'];
    assert.deepEqual(
      unknown.filter((field) => activity !== undefined && field in activity),
      [],
    );
    assert.deepEqual(activity?.from, { id: 'bot', name: 'Support Intake Bot', role: 'bot' });
    assert.ok(activitySchema.safeParse(activity).success);
  });
});
