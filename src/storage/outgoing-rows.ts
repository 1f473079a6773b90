import { type Kysely, sql } from 'kysely';
import type { Instant } from '../domain/locale.ts';
import type { OutgoingFilter, OutgoingMessages, OutgoingOutcome, OutgoingStatus } from '../domain/outgoing.ts';
import { toInstant } from './codec.ts';
import { compileOnce } from './compile-once.ts';
import type { StorageDialect } from './dialect.ts';
import { createOutgoingClaims, INSTANCE_LOST, type OutgoingClaims } from './outgoing-claims.ts';
import { listOutgoing } from './outgoing-list.ts';
import type { OutgoingRow, Tables } from './schema.ts';

/** So many turns of one conversation may wait for its channel; what is said beyond is given up, or a dead channel fills the disk. */
const MOST_WAITING = 50;

/** Why messages were given up that came when as many waited; they have one row in each conversation. */
const QUEUE_FULL = 'queue-full';

/** The queue of messages to channels, with the connection or transaction that it is given; the caller checks the scope. */
export interface OutgoingRows extends Pick<OutgoingClaims, 'remembering' | 'claimDue'> {
  /**
   * @param claimedUntil null leaves the messages to whoever works off the queue
   * @returns whether the messages are claimed for this instance; false when earlier ones of the conversation still wait
   */
  insert(transaction: Kysely<Tables>, messages: OutgoingMessages, claimedUntil: Instant | null): Promise<boolean>;
  settle(executor: Kysely<Tables>, id: string, outcome: OutgoingOutcome): Promise<void>;
  askAgain(executor: Kysely<Tables>, conversationId: string, incomingSeq: number, now: Instant): Promise<boolean>;
  forget(executor: Kysely<Tables>, before: Instant): Promise<void>;
  list(executor: Kysely<Tables>, filter: OutgoingFilter): Promise<OutgoingMessages[]>;
}

/**
 * The repository of the table `outgoing_messages`.
 * @param instance whose claims these are
 */
export function createOutgoingRows(dialect: StorageDialect, instance: string): OutgoingRows {
  const { claimDue, remembering, freeGone } = createOutgoingClaims(dialect, instance);
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

  /** How many turns of the conversation wait; what a dead instance had claimed holds nothing up. */
  async function waitingOf(transaction: Kysely<Tables>, conversation: string): Promise<number> {
    const count = async () => (await countWaiting(transaction, { conversation })).rows[0]?.waiting ?? 0;
    const waiting = await count();
    return waiting > 0 && (await freeGone(transaction, conversation)) ? count() : waiting;
  }

  async function insert(
    transaction: Kysely<Tables>,
    messages: OutgoingMessages,
    claimedUntil: Instant | null,
  ): Promise<boolean> {
    const waiting = await waitingOf(transaction, messages.conversationId);
    const isClaimed = waiting === 0 && claimedUntil !== null;
    const status: OutgoingStatus = isClaimed ? 'sending' : waiting < MOST_WAITING ? 'pending' : 'dead';
    if (status === 'dead' && (await addToFull(transaction, messages))) return false;
    await insertRow(transaction, {
      ...toRow({ ...messages, status }),
      last_error: status === 'dead' ? QUEUE_FULL : messages.lastError,
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
        ...(outcome.result === 'retry'
          ? { next_attempt_at: toInstant(outcome.nextAttemptAt), put_off_at: toInstant(outcome.putOffAt) }
          : {}),
        claimed_by: null,
        claimed_until: null,
      })
      .where('id', '=', id)
      .where('claimed_by', '=', instance)
      .execute();
  }

  return {
    insert,
    remembering,
    claimDue,
    settle,
    askAgain: async (executor, conversationId, incomingSeq, now) => {
      const { numUpdatedRows } = await executor
        .updateTable('outgoing_messages')
        .set({
          status: 'pending',
          next_attempt_at: toInstant(now),
          put_off_at: toInstant(now),
          claimed_by: null,
          claimed_until: null,
        })
        .where('conversation_id', '=', conversationId)
        .where('first_seq', '=', incomingSeq + 1)
        .where(({ eb, ref, or, and }) =>
          or([
            and([eb('status', '=', 'unclear'), eb('last_error', '=', INSTANCE_LOST)]),
            // The caller holds the conversation, so the claim of its own turn is one that it never came to use. The queue
            // holds no conversation: what has attempts may be on its way at this moment.
            and([eb('status', '=', 'sending'), eb('claimed_by', '=', instance), eb('attempts', '=', 0)]),
            and([eb('status', '=', 'sending'), dialect.isGone(ref('claimed_by'), instance)]),
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
    list: listOutgoing,
  };
}

/** Counts a turn that a full queue gives up. @returns false when it is the first of its conversation, which needs a row */
async function addToFull(transaction: Kysely<Tables>, messages: OutgoingMessages): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('outgoing_messages')
    .set(({ eb }) => ({
      first_seq: messages.firstSeq,
      last_seq: messages.lastSeq,
      sent_seq: messages.sentSeq,
      created_at: toInstant(messages.createdAt),
      turns: eb('turns', '+', 1),
    }))
    // Older versions wrote a row for each turn.
    .where('id', '=', ({ selectFrom }) =>
      selectFrom('outgoing_messages as full')
        .select('full.id')
        .where('full.conversation_id', '=', messages.conversationId)
        .where('full.status', '=', 'dead')
        .where('full.last_error', '=', QUEUE_FULL)
        .orderBy('full.first_seq', 'desc')
        .limit(1),
    )
    .executeTakeFirst();
  return numUpdatedRows > 0n;
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
    put_off_at: toInstant(messages.nextAttemptAt),
    turns: 1,
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
  put_off_at: ':put off',
  turns: -5,
};
