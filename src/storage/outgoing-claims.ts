import { type Kysely, sql } from 'kysely';
import type { Instant } from '../domain/locale.ts';
import type { OutgoingMessages } from '../domain/outgoing.ts';
import { toInstant } from './codec.ts';
import type { StorageDialect } from './dialect.ts';
import { toMessages } from './outgoing-list.ts';
import type { Tables } from './schema.ts';

/** Why messages are unclear whose instance ended while it was sending them. */
export const INSTANCE_LOST = 'instance-lost';

/** The holder stays named: if it lives after all, it can still tell what became of its messages until somebody else has them. */
const FREED = { status: 'unclear', last_error: INSTANCE_LOST, claimed_until: null } as const;

/** The clocks of two instances never differ by as much: a moment further ahead was written before a clock was set back. */
const LARGEST_CLOCK_ERROR_MS = 60_000;

/** What is to be claimed, and until when. */
export interface ClaimOrder {
  readonly now: Instant;
  readonly until: Instant;
  readonly limit: number;
}

/** How an instance takes messages to send; the caller checks the scope. */
export interface OutgoingClaims {
  /**
   * Runs a claim that may be repeated, each time with the same set. A commit whose answer is lost leaves messages claimed
   * of which nobody knows; whatever the set holds is found again by the repetition, or by the next claim.
   */
  remembering<Result>(run: (tried: Set<string>) => Promise<Result>): Promise<Result>;
  claimDue(transaction: Kysely<Tables>, order: ClaimOrder, tried: Set<string>): Promise<OutgoingMessages[]>;
  /** Frees what instances that run no more had claimed of a conversation. @returns whether there was anything */
  freeGone(transaction: Kysely<Tables>, conversationId: string): Promise<boolean>;
}

/**
 * Claims on rows of the table `outgoing_messages`.
 * @param instance whose claims these are
 */
export function createOutgoingClaims(dialect: StorageDialect, instance: string): OutgoingClaims {
  const lost = new Set<string>();
  return {
    remembering: async (run) => {
      const tried = new Set(lost);
      lost.clear();
      try {
        return await run(tried);
      } catch (error) {
        for (const id of tried) lost.add(id);
        throw error;
      }
    },
    claimDue: async (transaction, order, tried) => {
      const found = tried.size > 0 ? await claimAgain(transaction, order.until, [...tried]) : [];
      const groups = await lookAtWaiting(transaction);
      await freeLost(transaction, groups, order);
      await bringForward(transaction, groups, order.now);
      if (!groups.some(({ status }) => status === 'pending')) return found;
      return [...found, ...(await claimPending(transaction, order, tried))];
    },
    freeGone: async (transaction, conversationId) => {
      const { numUpdatedRows } = await transaction
        .updateTable('outgoing_messages')
        .set(FREED)
        .where('conversation_id', '=', conversationId)
        .where('status', '=', 'sending')
        .where(({ ref }) => dialect.isGone(ref('claimed_by'), instance))
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };

  /** What this instance has claimed without hearing of it was surely not sent, also where another one takes it for lost. */
  async function claimAgain(
    transaction: Kysely<Tables>,
    until: Instant,
    ids: readonly string[],
  ): Promise<OutgoingMessages[]> {
    const rows = await transaction
      .updateTable('outgoing_messages')
      .set({
        status: 'sending',
        claimed_by: instance,
        claimed_until: toInstant(until),
        last_error: sql`case when status = 'unclear' then null else last_error end`,
      })
      .where('id', 'in', ids)
      .where('claimed_by', '=', instance)
      .returningAll()
      .execute();
    return rows.map(toMessages);
  }

  /** An instance is asked for by its lock, which costs: only where it has claims, and never for our own. */
  async function freeLost(transaction: Kysely<Tables>, groups: Groups, { now, until }: ClaimOrder): Promise<void> {
    const moment = toInstant(now);
    const never = ahead(until);
    for (const { status, claimed_by: holder, earliest, latest } of groups) {
      if (status !== 'sending' || holder === null) continue;
      const isLate = (earliest ?? moment) < moment || (latest ?? moment) > never;
      if (holder === instance && !isLate) continue;
      await transaction
        .updateTable('outgoing_messages')
        .set(FREED)
        .where('status', '=', 'sending')
        .where('claimed_by', '=', holder)
        .where(({ or, eb, ref }) =>
          or([
            eb('claimed_until', '<', moment),
            eb('claimed_until', '>', never),
            dialect.isGone(ref('claimed_by'), instance),
          ]),
        )
        .execute();
    }
  }

  async function claimPending(
    transaction: Kysely<Tables>,
    { now, until, limit }: ClaimOrder,
    tried: Set<string>,
  ): Promise<OutgoingMessages[]> {
    const due = selectDue(transaction, toInstant(now), limit);
    const ids = (await (dialect.locksRows ? due.forUpdate('due').skipLocked() : due).execute()).map(({ id }) => id);
    if (ids.length === 0) return [];
    for (const id of ids) tried.add(id);
    const rows = await transaction
      .updateTable('outgoing_messages')
      .set(({ eb }) => ({
        status: 'sending',
        claimed_by: instance,
        claimed_until: toInstant(until),
        attempts: eb('attempts', '+', 1),
      }))
      .where('id', 'in', ids)
      .returningAll()
      .execute();
    return rows.map(toMessages);
  }
}

type Groups = Awaited<ReturnType<typeof lookAtWaiting>>;

/** One cheap question at each look, so that nothing is written while there is nothing to do. */
function lookAtWaiting(transaction: Kysely<Tables>) {
  return transaction
    .selectFrom('outgoing_messages')
    .select(({ fn, ref }) => [
      'status',
      'claimed_by',
      fn.min('claimed_until').as('earliest'),
      fn.max('claimed_until').as('latest'),
      fn.max(fn.coalesce(ref('put_off_at'), ref('created_at'))).as('put_off'),
    ])
    .where('status', 'in', ['pending', 'sending'])
    .groupBy(['status', 'claimed_by'])
    .orderBy('claimed_by')
    .execute();
}

/** What was put off in the future by today's clock would wait until the clock is there again: nobody knows how long it has waited. */
async function bringForward(transaction: Kysely<Tables>, groups: Groups, now: Instant): Promise<void> {
  const never = ahead(now);
  if (!groups.some(({ status, put_off: putOff }) => status === 'pending' && putOff > never)) return;
  const moment = toInstant(now);
  await transaction
    .updateTable('outgoing_messages')
    .set({ next_attempt_at: moment, put_off_at: moment })
    .where('status', '=', 'pending')
    .where(({ eb, fn, ref }) => eb(fn.coalesce(ref('put_off_at'), ref('created_at')), '>', never))
    .execute();
}

function selectDue(transaction: Kysely<Tables>, moment: string, limit: number) {
  return transaction
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
}

function ahead(moment: Instant): string {
  return new Date(Date.parse(moment) + LARGEST_CLOCK_ERROR_MS).toISOString();
}
