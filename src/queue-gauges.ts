import { Counter, Gauge, type Registry } from 'prom-client';
import type { Instant } from './domain/locale.ts';
import type { QueueDepths } from './domain/outgoing.ts';

/** What the gauges of the queues are made of. */
export interface QueueGaugesParts {
  /** Counts what waits; may reject, and may hang. */
  read(): Promise<QueueDepths>;
  now(): Instant;
  readonly registers: Registry[];
  /** Milliseconds that one answer is good for, so that reading the metrics often costs the database nothing; 5000. */
  readonly keepMs?: number;
  /** Milliseconds that the metrics wait for the database; 2000. */
  readonly patienceMs?: number;
}

const QUEUES = ['outgoing', 'deliveries'] as const;

/**
 * Gauges of what waits in the store, read when the metrics are. While the store cannot tell, they have no values at all,
 * because old ones would look like news; all other metrics are answered.
 */
export function createQueueGauges(parts: QueueGaugesParts): void {
  const { registers } = parts;
  const latest = latestDepths(parts);
  new Gauge({
    name: 'queue_depth',
    help: 'What waits in the queues of the store, by status; every instance tells the same numbers',
    labelNames: ['queue', 'status'],
    registers,
    async collect() {
      const depths = await latest();
      this.reset();
      for (const queue of depths ? QUEUES : []) {
        for (const [status, many] of Object.entries(depths?.[queue] ?? {})) this.set({ queue, status }, many);
      }
    },
  });
  new Gauge({
    name: 'oldest_undelivered_seconds',
    help: 'Age of the oldest entry of a queue that is still to be delivered, 0 when nothing waits',
    labelNames: ['queue'],
    registers,
    async collect() {
      const depths = await latest();
      this.reset();
      if (!depths) return;
      this.set({ queue: 'outgoing' }, ageInSeconds(depths.oldestOutgoingAt, parts.now()));
      this.set({ queue: 'deliveries' }, ageInSeconds(depths.oldestDeliveryAt, parts.now()));
    },
  });
}

/** A clock that was set back makes nothing younger than new. */
function ageInSeconds(since: Instant | null, now: Instant): number {
  return since === null ? 0 : Math.max(0, (Date.parse(now) - Date.parse(since)) / 1000);
}

/** The depths as they were at most `keepMs` ago, or null when the store does not tell; one question at a time. */
function latestDepths({ read, now, registers, keepMs = 5000, patienceMs = 2000 }: QueueGaugesParts) {
  const failures = new Counter({
    name: 'queue_read_failures_total',
    help: 'Times that the store could not tell what waits in its queues',
    registers,
  });
  let answer: Promise<QueueDepths | null> | undefined;
  let askedAt = 0;
  let isWaiting = false;

  async function ask(): Promise<QueueDepths | null> {
    isWaiting = true;
    try {
      return await read();
    } catch {
      return null;
    } finally {
      isWaiting = false;
    }
  }

  async function refresh(): Promise<QueueDepths | null> {
    // A question that hangs is not asked a second time beside it.
    const depths = isWaiting ? null : await within(ask(), patienceMs);
    if (depths === null) failures.inc();
    return depths;
  }

  return (): Promise<QueueDepths | null> => {
    const at = Date.parse(now());
    const age = at - askedAt;
    if (answer === undefined || age < 0 || age >= keepMs) {
      askedAt = at;
      answer = refresh();
    }
    return answer;
  };
}

/** What the work gives, or null when it takes longer. */
async function within<Value>(work: Promise<Value>, milliseconds: number): Promise<Value | null> {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), milliseconds);
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}
