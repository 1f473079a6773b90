import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Instant } from '../domain/locale.ts';
import {
  OUTGOING_STATUSES,
  type OutgoingMessages,
  type OutgoingOutcome,
  type OutgoingStatus,
} from '../domain/outgoing.ts';
import { toInstant, unreadableRow } from './codec.ts';
import { compileOnce } from './compile-once.ts';
import type { StorageDialect } from './dialect.ts';
import type { OutgoingRow, Tables } from './schema.ts';

const statusSchema = z.enum(OUTGOING_STATUSES);

/** So many turns of one conversation may wait for its channel; what is said beyond is given up, or a dead channel fills the disk. */
const MOST_WAITING = 50;

/** Why messages are unclear whose instance ended while it was sending them. */
export const INSTANCE_LOST = 'instance-lost';

/** The queue of messages to channels, with the connection or transaction that it is given; the caller checks the scope. */
export interface OutgoingRows {
  /** @returns whether the messages are claimed for this instance; false when earlier ones of the conversation still wait */
  insert(transaction: Kysely<Tables>, messages: OutgoingMessages, claimedUntil: Instant): Promise<boolean>;
  claimDue(
    transaction: Kysely<Tables>,
    claim: { now: Instant; until: Instant; limit: number },
  ): Promise<OutgoingMessages[]>;
  settle(executor: Kysely<Tables>, id: string, outcome: OutgoingOutcome): Promise<void>;
  askAgain(executor: Kysely<Tables>, conversationId: string, incomingSeq: number, now: Instant): Promise<boolean>;
  forget(executor: Kysely<Tables>, before: Instant): Promise<void>;
  list(executor: Kysely<Tables>, conversationId: string | undefined, limit: number): Promise<OutgoingMessages[]>;
}

/**
 * The repository of the table `outgoing_messages`.
 * @param instance whose claims these are
 */
export function createOutgoingRows(dialect: StorageDialect, instance: string): OutgoingRows {
  const insertRow = compileOnce(SAMPLE, (db, row) => db.insertInto('outgoing_messages').values(row));
  const countWaiting = compileOnce({ conversation: ':conversation' }, (db, { conversation }) =>
    db
      .selectFrom('outgoing_messages')
      .select(({ fn }) => fn.countAll<number>().as('waiting'))
      .where('conversation_id', '=', conversation)
      .where('status', 'in', [sql.lit('pending'), sql.lit('sending')]),
  );
  const remove = compileOnce({ id: ':id', holder: ':holder' }, (db, { id, holder }) =>
    db.deleteFrom('outgoing_messages').where('id', '=', id).where('claimed_by', '=', holder),
  );

  async function insert(
    transaction: Kysely<Tables>,
    messages: OutgoingMessages,
    claimedUntil: Instant,
  ): Promise<boolean> {
    const [count] = (await countWaiting(transaction, { conversation: messages.conversationId })).rows;
    const waiting = count?.waiting ?? 0;
    const status: OutgoingStatus = waiting === 0 ? 'sending' : waiting < MOST_WAITING ? 'pending' : 'dead';
    const isClaimed = status === 'sending';
    await insertRow(transaction, {
      ...toRow({ ...messages, status }),
      last_error: status === 'dead' ? 'queue-full' : messages.lastError,
      claimed_by: isClaimed ? instance : null,
      claimed_until: isClaimed ? toInstant(claimedUntil) : null,
    });
    return isClaimed;
  }

  async function settle(executor: Kysely<Tables>, id: string, outcome: OutgoingOutcome): Promise<void> {
    if (outcome.result === 'sent') {
      await remove(executor, { id, holder: instance });
      return;
    }
    await executor
      .updateTable('outgoing_messages')
      .set({
        status: outcome.result === 'retry' ? 'pending' : outcome.result,
        sent_seq: outcome.sentSeq,
        last_error: outcome.error,
        ...(outcome.result === 'retry' ? { next_attempt_at: toInstant(outcome.nextAttemptAt) } : {}),
        claimed_by: null,
        claimed_until: null,
      })
      .where('id', '=', id)
      .where('claimed_by', '=', instance)
      .execute();
  }

  return {
    insert,
    claimDue: (transaction, claim) => claimDue(dialect, instance, transaction, claim),
    settle,
    askAgain: async (executor, conversationId, incomingSeq, now) => {
      const { numUpdatedRows } = await executor
        .updateTable('outgoing_messages')
        .set({ status: 'pending', next_attempt_at: toInstant(now), claimed_by: null, claimed_until: null })
        .where('conversation_id', '=', conversationId)
        .where('first_seq', '=', incomingSeq + 1)
        .where(({ eb, ref, or, and }) =>
          or([
            and([eb('status', '=', 'unclear'), eb('last_error', '=', INSTANCE_LOST)]),
            // The caller holds the conversation, so its own claim is one that it never came to use.
            and([
              eb('status', '=', 'sending'),
              or([eb('claimed_by', '=', instance), dialect.isGone(ref('claimed_by'), instance)]),
            ]),
          ]),
        )
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    forget: async (executor, before) => {
      await executor
        .deleteFrom('outgoing_messages')
        .where('status', 'in', ['unclear', 'dead'])
        .where('created_at', '<', toInstant(before))
        .execute();
    },
    list: async (executor, conversationId, limit) => {
      let query = executor.selectFrom('outgoing_messages').selectAll();
      if (conversationId !== undefined) query = query.where('conversation_id', '=', conversationId);
      const rows = await query.orderBy('created_at').orderBy('id').limit(limit).execute();
      return rows.map(toMessages);
    },
  };
}

async function claimDue(
  { locksRows }: StorageDialect,
  instance: string,
  transaction: Kysely<Tables>,
  { now, until, limit }: { now: Instant; until: Instant; limit: number },
): Promise<OutgoingMessages[]> {
  const moment = toInstant(now);
  await transaction
    .updateTable('outgoing_messages')
    .set({ status: 'unclear', last_error: INSTANCE_LOST, claimed_by: null, claimed_until: null })
    .where('status', '=', 'sending')
    .where('claimed_until', '<', moment)
    .execute();
  const due = transaction
    .selectFrom('outgoing_messages as due')
    .select('due.id')
    .where('due.status', '=', 'pending')
    .where('due.next_attempt_at', '<=', moment)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('outgoing_messages as earlier')
            .select('earlier.id')
            .whereRef('earlier.conversation_id', '=', 'due.conversation_id')
            .where('earlier.status', 'in', ['pending', 'sending'])
            .whereRef('earlier.first_seq', '<', 'due.first_seq'),
        ),
      ),
    )
    .orderBy('due.next_attempt_at')
    .orderBy('due.id')
    .limit(limit);
  const ids = await (locksRows ? due.forUpdate('due').skipLocked() : due).execute();
  if (ids.length === 0) return [];
  const rows = await transaction
    .updateTable('outgoing_messages')
    .set(({ eb }) => ({
      status: 'sending',
      claimed_by: instance,
      claimed_until: toInstant(until),
      attempts: eb('attempts', '+', 1),
    }))
    .where(
      'id',
      'in',
      ids.map(({ id }) => id),
    )
    .returningAll()
    .execute();
  return rows.map(toMessages);
}

function toRow(messages: OutgoingMessages): OutgoingRow {
  return {
    id: messages.id,
    conversation_id: messages.conversationId,
    first_seq: messages.firstSeq,
    last_seq: messages.lastSeq,
    sent_seq: messages.sentSeq,
    status: messages.status,
    attempts: messages.attempts,
    next_attempt_at: toInstant(messages.nextAttemptAt),
    claimed_by: null,
    claimed_until: null,
    last_error: messages.lastError,
    created_at: toInstant(messages.createdAt),
  };
}

function toMessages(row: OutgoingRow): OutgoingMessages {
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
  };
}

const SAMPLE: { -readonly [Column in keyof OutgoingRow]: OutgoingRow[Column] } = {
  id: ':id',
  conversation_id: ':conversation',
  first_seq: -1,
  last_seq: -2,
  sent_seq: -3,
  status: ':status',
  attempts: -4,
  next_attempt_at: ':next',
  claimed_by: ':holder',
  claimed_until: ':until',
  last_error: ':error',
  created_at: ':created',
};
