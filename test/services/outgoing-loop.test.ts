import assert from 'node:assert/strict';
import { IntakeError } from '../../src/domain/errors.ts';
import type { OutgoingMessages, OutgoingOutcome, SendResult } from '../../src/domain/outgoing.ts';
import { createOutgoing, type OutgoingParts } from '../../src/services/outgoing.ts';
import { type RememberingLog, rememberingLog } from '../support/desk-parts.ts';
import { until } from '../support/until.ts';

const NOW = '2026-03-02T01:00:00.000Z';

/** A store with so much to send that every look finds twenty more. */
function endlessStore() {
  const seen = { claims: 0, settled: [] as OutgoingOutcome[], isDown: false };
  const messages = (number: number): OutgoingMessages => ({
    id: `m${seen.claims}-${number}`,
    conversationId: `msteams/${number}`,
    firstSeq: 2,
    lastSeq: 2,
    sentSeq: 1,
    status: 'sending',
    attempts: 1,
    nextAttemptAt: NOW,
    lastError: null,
    createdAt: NOW,
  });
  const store: OutgoingParts['store'] = {
    claimOutgoing: async () => {
      seen.claims += 1;
      return Array.from({ length: 20 }, (_, number) => messages(number));
    },
    settleOutgoing: async (_scope, _id, outcome) => {
      if (seen.isDown) throw new IntakeError('Unavailable', 'The database is away.');
      seen.settled.push(outcome);
    },
    forgetOutgoing: async () => undefined,
    askOutgoingAgain: async () => false,
    listActivities: async () => [],
    loadConversation: async () => null,
  };
  return { seen, store, messages };
}

describe('the loop of the outgoing queue', () => {
  let log: RememberingLog;
  beforeEach(() => {
    log = rememberingLog();
  });
  const queueOf = (store: OutgoingParts['store'], send: OutgoingParts['send']) =>
    createOutgoing({ store, send, clock: { now: () => NOW }, log, pollMs: 1 });

  it('lets what it is sending end when it is stopped, and begins nothing more, however much waits', async () => {
    const { seen, store } = endlessStore();
    const answered = Promise.withResolvers<SendResult>();
    let sends = 0;
    const outgoing = queueOf(store, () => {
      sends += 1;
      return sends <= 40 ? Promise.resolve({ result: 'sent' }) : answered.promise;
    });
    outgoing.start();
    await until('the third lot is being sent', () => sends === 60);
    const stopped = outgoing.stop();
    answered.resolve({ result: 'sent' });
    await stopped;
    assert.deepEqual([seen.claims, sends, seen.settled.length], [3, 60, 60]);
    outgoing.wake();
    assert.equal(await outgoing.pass(), 0);
    assert.equal(seen.claims, 3);
  });

  it('gives back what it had claimed and not begun to send when it is stopped', async () => {
    const { seen, store } = endlessStore();
    const read = Promise.withResolvers<null>();
    let reads = 0;
    const reading = {
      ...store,
      loadConversation: () => {
        reads += 1;
        return read.promise;
      },
    };
    const outgoing = queueOf(reading, () => assert.fail('nothing may be sent any more'));
    outgoing.start();
    await until('they are read', () => reads === 20);
    const stopped = outgoing.stop();
    read.resolve(null);
    await stopped;
    const free = { result: 'retry', sentSeq: 1, nextAttemptAt: NOW, putOffAt: NOW, error: 'instance-stopped' };
    assert.deepEqual(new Set(seen.settled.map((outcome) => JSON.stringify(outcome))), new Set([JSON.stringify(free)]));
    assert.deepEqual([seen.claims, seen.settled.length], [1, 20]);
  });

  it('writes what became of a turn once the database is back, also where it sends nothing itself', async () => {
    const { seen, store, messages } = endlessStore();
    seen.isDown = true;
    const outgoing = queueOf(store, async () => ({ result: 'sent' }));
    await outgoing.settle(messages(1), { result: 'sent' });
    assert.deepEqual(seen.settled, []);
    seen.isDown = false;
    await until('it is written', () => seen.settled.length > 0);
    assert.deepEqual([seen.settled, seen.claims], [[{ result: 'sent' }], 0]);
    await outgoing.stop();
  });

  it('writes what it still has to write when it is stopped', async () => {
    const { seen, store, messages } = endlessStore();
    seen.isDown = true;
    const outgoing = queueOf(store, async () => ({ result: 'sent' }));
    await outgoing.stop();
    await outgoing.settle(messages(1), { result: 'sent' });
    await outgoing.stop();
    assert.deepEqual(seen.settled, []);
    seen.isDown = false;
    await outgoing.stop();
    assert.deepEqual(seen.settled, [{ result: 'sent' }]);
  });
});
