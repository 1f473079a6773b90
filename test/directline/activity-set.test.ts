import assert from 'node:assert/strict';
import { parseWatermark, toActivitySet } from '../../src/directline/activity-set.ts';
import type { Activity } from '../../src/domain/activity.ts';
import type { LoggedActivity } from '../../src/domain/ports.ts';

function row(seq: number, activity: Partial<Activity>): LoggedActivity {
  return {
    conversationId: 'directline/c1',
    seq,
    direction: 'outgoing',
    dedupeKey: null,
    activity: { type: 'message', value: undefined, channelData: undefined, ...activity },
    createdAt: '2026-03-02T01:00:00.000Z',
  };
}

describe('an activity set', () => {
  it('holds messages and events and keeps back what is not for clients', () => {
    const kept = ['message', 'event', 'conversationUpdate', 'typing', 'trace', 'endOfConversation'].map((type, at) =>
      row(at + 1, { type }),
    );
    const set = toActivitySet(kept, 0);
    assert.deepEqual(
      set.activities.map(({ type }) => type),
      ['message', 'event', 'endOfConversation'],
    );
    assert.equal(set.watermark, '6');
  });

  it('shows activities as of this channel, with an id and without inner addresses', () => {
    const [shown] = toActivitySet(
      [row(7, { serviceUrl: 'http://inner', conversation: { id: 'directline/c1' } })],
      0,
    ).activities;
    assert.equal(shown?.id, 'c1|0000007');
    assert.equal(shown?.channelId, 'directline');
    assert.equal(shown?.timestamp, '2026-03-02T01:00:00.000Z');
    assert.deepEqual(shown?.conversation, { id: 'c1' });
    assert.ok(shown && !('serviceUrl' in shown));
  });

  it('keeps its watermark when there is nothing new', () => {
    assert.deepEqual(toActivitySet([], 5), { activities: [], watermark: '5' });
  });
});

describe('a watermark', () => {
  for (const [given, read] of [
    [undefined, 'absent'],
    ['', 0],
    ['-', 0],
    ['0', 0],
    ['12', 12],
    ['-1', null],
    ['1.5', null],
    ['1e3', null],
    ['０', null],
    ['9'.repeat(16), null],
    [['1', '2'], null],
    [{ a: '1' }, null],
  ] as const) {
    it(`${JSON.stringify(given)} is read as ${JSON.stringify(read)}`, () => assert.equal(parseWatermark(given), read));
  }
});
