import assert from 'node:assert/strict';
import fc from 'fast-check';
import { activitySchema } from '../../src/domain/activity.ts';
import { cardValue, readInput } from '../../src/domain/activity-input.ts';

const message = { type: 'message', locale: 'zh-CN' };
const setting = { locale: 'zh-CN', cards: true };

describe('readInput', () => {
  it('reads words', () => {
    assert.deepEqual(readInput({ ...message, text: '您好' }), { type: 'text', text: '您好', ...setting });
  });

  it('keeps a text of any length whole', () => {
    const text = '长'.repeat(20_001);
    assert.deepEqual(readInput({ ...message, text }), { type: 'text', text, ...setting });
  });

  it('reads a pressed button, also one that comes as JSON text or with words beside it', () => {
    const data = { verb: 'intake.submit', draftId: 'x' };
    const action = { type: 'action', verb: 'intake.submit', data, ...setting };
    assert.deepEqual(readInput({ ...message, value: data }), action);
    assert.deepEqual(readInput({ ...message, value: JSON.stringify(data) }), action);
    assert.deepEqual(readInput({ ...message, text: 'Submit', value: data }), action);
  });

  it('reads a button with an empty or no verb as an action that nobody knows', () => {
    assert.deepEqual(readInput({ ...message, value: { verb: '' } }), {
      type: 'action',
      verb: '',
      data: { verb: '' },
      ...setting,
    });
    assert.deepEqual(readInput({ ...message, value: { verb: 7 } }), {
      type: 'action',
      verb: '',
      data: { verb: 7 },
      ...setting,
    });
  });

  it('prefers words to a value that is no action', () => {
    for (const value of [{ other: 1 }, 'text', 7, ['verb'], null, '{"verb":']) {
      assert.equal(readInput({ ...message, text: 'hello', value })?.type, 'text');
    }
  });

  it('reads a message without words as an empty text', () => {
    const picture = { ...message, attachments: [{ contentType: 'image/png' }] };
    for (const activity of [picture, message, { ...message, text: null }]) {
      assert.deepEqual(readInput(activity), { type: 'text', text: '', ...setting });
    }
  });

  it('reads that somebody other than the bot joined', () => {
    const update = { type: 'conversationUpdate', recipient: { id: 'bot' } };
    const joined = { type: 'joined', locale: null, cards: true };
    assert.deepEqual(readInput({ ...update, membersAdded: [{ id: 'bot' }, { id: 'dl_a' }] }), joined);
    assert.equal(readInput({ ...update, membersAdded: [{ id: 'bot' }] }), null);
    assert.equal(readInput(update), null);
  });

  it('takes nothing from typing, events and what is not known', () => {
    for (const type of ['typing', 'event', 'invoke', 'endOfConversation', 'messageReaction', 'later']) {
      assert.equal(readInput({ type, text: 'words', value: { verb: 'x' } }), null);
    }
  });

  it('knows a channel without cards', () => {
    const cards = (channelData: unknown) => readInput({ ...message, text: 'a', channelData })?.cards;
    assert.equal(cards({ supportsCards: false }), false);
    for (const channelData of [{ supportsCards: true }, { supportsCards: 'false' }, {}, null, 'x', undefined]) {
      assert.equal(cards(channelData), true);
    }
  });

  it('never throws, whatever a checked activity holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.option(fc.string()), (value, channelData, text) => {
        const activity = activitySchema.parse({ type: 'message', text, value, channelData });
        assert.notEqual(readInput(activity), null);
        cardValue(value);
      }),
    );
  });
});
