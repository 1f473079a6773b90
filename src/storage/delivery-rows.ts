import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Delivery } from '../domain/delivery.ts';
import { toInstant, unreadableRow } from './codec.ts';
import type { DeliveryRow, Tables } from './schema.ts';

const statusSchema = z.enum(['pending', 'accepted', 'dead']);

/** Reads and writes deliveries with the connection or transaction that it is given; the caller checks the scope. */
export interface DeliveryRows {
  insert(executor: Kysely<Tables>, delivery: Delivery): Promise<void>;
  ofRequest(executor: Kysely<Tables>, requestId: string): Promise<Delivery[]>;
}

/** The repository of the table `deliveries`. */
export function createDeliveryRows(): DeliveryRows {
  return {
    insert: async (executor, delivery) => {
      await executor.insertInto('deliveries').values(toRow(delivery)).execute();
    },
    ofRequest: async (executor, requestId) => {
      const query = executor.selectFrom('deliveries').selectAll().where('request_id', '=', requestId);
      return (await query.orderBy('backend').execute()).map(toDelivery);
    },
  };
}

function toRow(delivery: Delivery): DeliveryRow {
  return {
    id: delivery.id,
    request_id: delivery.requestId,
    backend: delivery.backend,
    status: delivery.status,
    attempts: delivery.attempts,
    next_attempt_at: toInstant(delivery.nextAttemptAt),
    claimed_by: null,
    claimed_until: null,
    last_error: null,
    created_at: toInstant(delivery.createdAt),
  };
}

function toDelivery(row: DeliveryRow): Delivery {
  const status = statusSchema.safeParse(row.status);
  if (!status.success) throw unreadableRow(`delivery ${row.id}`, status.error);
  return {
    id: row.id,
    requestId: row.request_id,
    backend: row.backend,
    status: status.data,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    createdAt: row.created_at,
  };
}
