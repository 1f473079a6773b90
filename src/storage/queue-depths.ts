import type { Kysely } from 'kysely';
import type { QueueDepths } from '../domain/outgoing.ts';
import type { Tables } from './schema.ts';

/** Counts what waits in both queues; accepted deliveries are most of what there ever was, so they are not counted one by one. */
export async function readQueueDepths(executor: Kysely<Tables>): Promise<QueueDepths> {
  const outgoing = await executor
    .selectFrom('outgoing_messages')
    .select(({ fn }) => ['status', fn.sum<number>('turns').as('many'), fn.min('created_at').as('oldest')])
    .groupBy('status')
    .execute();
  const deliveries = await executor
    .selectFrom('deliveries')
    .select(({ fn }) => ['status', fn.countAll<number>().as('many'), fn.min('created_at').as('oldest')])
    .where('status', 'in', ['pending', 'dead'])
    .groupBy('status')
    .execute();
  const count = (rows: typeof outgoing, status: string) => Number(rows.find((row) => row.status === status)?.many ?? 0);
  const oldest = (rows: typeof outgoing, statuses: readonly string[]) =>
    rows
      .filter(({ status }) => statuses.includes(status))
      .map((row) => row.oldest)
      .toSorted()[0] ?? null;
  return {
    outgoing: {
      pending: count(outgoing, 'pending'),
      sending: count(outgoing, 'sending'),
      unclear: count(outgoing, 'unclear'),
      dead: count(outgoing, 'dead'),
    },
    deliveries: { pending: count(deliveries, 'pending'), dead: count(deliveries, 'dead') },
    oldestOutgoingAt: oldest(outgoing, ['pending', 'sending']),
    oldestDeliveryAt: oldest(deliveries, ['pending']),
  };
}
