import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createStreamFeed } from '../../src/directline/stream-feed.ts';
import type { LoggedActivity } from '../../src/domain/ports.ts';

function row(seq: number): LoggedActivity {
  return {
    conversationId: 'directline/c',
    seq,
    direction: 'outgoing',
    dedupeKey: null,
    activity: { type: 'message', value: undefined, channelData: undefined },
    createdAt: '2026-03-02T01:00:00.000Z',
  };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

describe('a stream feed', () => {
  it('sends every row once and in order, whatever is lost, doubled or early on the way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 0, max: 12 }),
        fc.array(fc.record({ lost: fc.boolean(), doubled: fc.boolean() }), { maxLength: 12 }),
        async (logged, position, live) => {
          const log = Array.from({ length: logged }, (_, at) => row(at + 1));
          const sent: number[] = [];
          const feed = createStreamFeed({
            position: Math.min(position, logged),
            read: async (afterSeq) => log.filter(({ seq }) => seq > afterSeq).slice(0, 3),
            send: async (rows) => {
              sent.push(...rows.map(({ seq }) => seq));
            },
            fail: (error) => assert.fail(String(error)),
          });
          feed.catchUp();
          for (const { lost, doubled } of live) {
            const next = row(log.length + 1);
            log.push(next);
            if (!lost) feed.accept([next]);
            if (doubled) feed.accept([next]);
          }
          feed.catchUp();
          await settled();
          await settled();
          const expected = log.map(({ seq }) => seq).filter((seq) => seq > Math.min(position, logged));
          assert.deepEqual(sent, expected);
        },
      ),
    );
  });

  it('stops and tells once when the log cannot be read', async () => {
    let failures = 0;
    const sent: number[] = [];
    const feed = createStreamFeed({
      position: 0,
      read: async () => {
        throw new Error('disk');
      },
      send: async (rows) => {
        sent.push(...rows.map(({ seq }) => seq));
      },
      fail: () => {
        failures += 1;
      },
    });
    feed.catchUp();
    feed.accept([row(1)]);
    feed.accept([row(5)]);
    await settled();
    assert.equal(failures, 1);
    assert.deepEqual(sent, []);
  });

  it('sends nothing after its end', async () => {
    const sent: number[] = [];
    const feed = createStreamFeed({
      position: 0,
      read: async () => [],
      send: async (rows) => {
        sent.push(...rows.map(({ seq }) => seq));
      },
      fail: () => {},
    });
    feed.end();
    feed.accept([row(1)]);
    await settled();
    assert.deepEqual(sent, []);
  });
});
