import type { Kysely } from 'kysely';
import { z } from 'zod';
import { isWaiting, OUTGOING_STATUSES, type OutgoingFilter, type OutgoingMessages } from '../domain/outgoing.ts';
import { toInstant, unreadableRow } from './codec.ts';
import type { OutgoingRow, Tables } from './schema.ts';

const statusSchema = z.enum(OUTGOING_STATUSES);

/** What waits is most urgent where it has waited longest; of what has ended, most was seen before but the newest. */
const PARTS = [
  { statuses: OUTGOING_STATUSES.filter(isWaiting), direction: 'asc', follows: '>' },
  { statuses: OUTGOING_STATUSES.filter((status) => !isWaiting(status)), direction: 'desc', follows: '<' },
] as const;

/** The list of messages that are not sent, see `Store.listOutgoing`; the caller checks the scope. */
export async function listOutgoing(executor: Kysely<Tables>, filter: OutgoingFilter): Promise<OutgoingMessages[]> {
  const { after } = filter;
  const first = after === undefined || isWaiting(after.status) ? 0 : 1;
  const rows: OutgoingRow[] = [];
  for (const [index, part] of PARTS.entries()) {
    if (index < first || rows.length >= filter.limit) continue;
    rows.push(...(await readPart(executor, part, filter, index === first, filter.limit - rows.length)));
  }
  return rows.map(toMessages);
}

async function readPart(
  executor: Kysely<Tables>,
  { statuses, direction, follows }: (typeof PARTS)[number],
  { conversationId, status, after }: OutgoingFilter,
  isFirst: boolean,
  limit: number,
): Promise<OutgoingRow[]> {
  const wanted = statuses.filter((one) => status === undefined || one === status);
  if (wanted.length === 0) return [];
  let query = executor.selectFrom('outgoing_messages').selectAll().where('status', 'in', wanted);
  if (conversationId !== undefined) query = query.where('conversation_id', '=', conversationId);
  if (after !== undefined && isFirst) {
    const createdAt = toInstant(after.createdAt);
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('created_at', 'id'), follows, tuple(createdAt, after.id)),
    );
  }
  return query.orderBy('created_at', direction).orderBy('id', direction).limit(limit).execute();
}

/** A row of the table `outgoing_messages` as the domain knows it. */
export function toMessages(row: OutgoingRow): OutgoingMessages {
  const status = statusSchema.safeParse(row.status);
  if (!status.success) throw unreadableRow(`outgoing messages ${row.id}`, status.error);
  return {
    id: row.id,
    conversationId: row.conversation_id,
    firstSeq: row.first_seq,
    lastSeq: row.last_seq,
    sentSeq: row.sent_seq,
    status: status.data,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    lastError: row.last_error,
    createdAt: row.created_at,
    ...(row.turns > 1 ? { turns: row.turns } : {}),
  };
}
