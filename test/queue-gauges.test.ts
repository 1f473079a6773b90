import assert from 'node:assert/strict';
import { Registry } from 'prom-client';
import type { QueueDepths } from '../src/domain/outgoing.ts';
import { createMetrics } from '../src/metrics.ts';
import { createQueueGauges } from '../src/queue-gauges.ts';

const DEPTHS: QueueDepths = {
  outgoing: { pending: 3, sending: 1, unclear: 2, dead: 0 },
  deliveries: { pending: 7, dead: 4 },
  oldestOutgoingAt: '2026-03-02T00:58:30.000Z',
  oldestDeliveryAt: null,
};

/** Gauges over a store that can be told what to do, and a clock that is moved by hand. */
function startGauges(patienceMs = 1000) {
  const registry = new Registry();
  const at = { ms: Date.parse('2026-03-02T01:00:00.000Z') };
  const store = { reads: 0, read: async (): Promise<QueueDepths> => DEPTHS };
  createQueueGauges({
    read: () => {
      store.reads += 1;
      return store.read();
    },
    now: () => new Date(at.ms).toISOString(),
    registers: [registry],
    keepMs: 5000,
    patienceMs,
  });
  return { at, store, text: () => registry.metrics() };
}

const linesOf = (text: string, name: string) => text.split('\n').filter((line) => line.startsWith(name));

describe('the gauges of the queues', () => {
  it('tell the depth by status and the age of the oldest', async () => {
    const { text } = startGauges();
    const told = await text();
    assert.deepEqual(linesOf(told, 'queue_depth'), [
      'queue_depth{queue="outgoing",status="pending"} 3',
      'queue_depth{queue="outgoing",status="sending"} 1',
      'queue_depth{queue="outgoing",status="unclear"} 2',
      'queue_depth{queue="outgoing",status="dead"} 0',
      'queue_depth{queue="deliveries",status="pending"} 7',
      'queue_depth{queue="deliveries",status="dead"} 4',
    ]);
    assert.deepEqual(linesOf(told, 'oldest_undelivered_seconds'), [
      'oldest_undelivered_seconds{queue="outgoing"} 90',
      'oldest_undelivered_seconds{queue="deliveries"} 0',
    ]);
  });

  it('ask the store once in five seconds, however often they are read, and the age goes on', async () => {
    const { at, store, text } = startGauges();
    await Promise.all(Array.from({ length: 20 }, () => text()));
    at.ms += 4999;
    assert.match(await text(), /^oldest_undelivered_seconds\{queue="outgoing"\} 94\.999$/m);
    assert.equal(store.reads, 1);
    at.ms += 1;
    await text();
    assert.equal(store.reads, 2);
  });

  it('make nothing younger than new when the clock is set back, and ask again', async () => {
    const { at, store, text } = startGauges();
    await text();
    at.ms -= 3_600_000;
    assert.match(await text(), /^oldest_undelivered_seconds\{queue="outgoing"\} 0$/m);
    assert.equal(store.reads, 2);
  });

  it('show nothing rather than old numbers when the store fails, count it, and come back', async () => {
    const { at, store, text } = startGauges();
    await text();
    store.read = () => Promise.reject(new Error('the database is locked'));
    at.ms += 5000;
    await text();
    const failing = await text();
    assert.deepEqual([...linesOf(failing, 'queue_depth'), ...linesOf(failing, 'oldest_')], []);
    assert.match(failing, /^queue_read_failures_total 1$/m);
    store.read = async () => DEPTHS;
    at.ms += 5000;
    assert.equal(linesOf(await text(), 'queue_depth').length, 6);
  });

  it('wait for a store that hangs only so long, and do not ask it again meanwhile', async () => {
    const { at, store, text } = startGauges(5);
    const hanging = Promise.withResolvers<QueueDepths>();
    store.read = () => hanging.promise;
    assert.deepEqual(linesOf(await text(), 'queue_depth'), []);
    at.ms += 60_000;
    await text();
    assert.equal(store.reads, 1);
    assert.match(await text(), /^queue_read_failures_total 2$/m);
    hanging.resolve(DEPTHS);
    at.ms += 5000;
    await new Promise(setImmediate);
    assert.equal(linesOf(await text(), 'queue_depth').length, 6);
  });

  it('keep nothing else from being told', async () => {
    const metrics = createMetrics();
    metrics.watchQueues(
      () => Promise.reject(new Error('down')),
      () => '2026-03-02T01:00:00.000Z',
    );
    metrics.commit(0.01);
    assert.match(await metrics.text(), /^commit_seconds_count 1$/m);
  });
});
