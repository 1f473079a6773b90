import { type Kysely, sql } from 'kysely';
import { compileOnce } from './compile-once.ts';
import type { StorageDialect } from './dialect.ts';
import type { Tables } from './schema.ts';

/** A conversation in the hands of an instance, whose id holds no blank, until a moment. */
export interface Lease {
  readonly conversation_id: string;
  readonly holder: string;
  readonly until: string;
}

/** Who works on a conversation and who waits for it, with the connection that it is given. */
export interface LeaseRows {
  /** Takes the conversation when nobody has it, when whoever had it is late or gone, or when it is the taker's already. */
  claim(executor: Kysely<Tables>, lease: Lease, now: string): Promise<boolean>;
  /** Puts an instance behind those that wait already; it keeps its place when it asks again. */
  queue(executor: Kysely<Tables>, conversationId: string, instance: string): Promise<void>;
  /** Takes an instance out of those that wait. */
  leave(executor: Kysely<Tables>, conversationId: string, instance: string): Promise<void>;
  /** Gives the conversation to whoever has waited longest, to be called for until a moment, or to nobody. */
  release(executor: Kysely<Tables>, lease: Lease): Promise<void>;
}

/** Between the two statements of a release somebody may join or leave; so often in a row only if the row is of no use. */
const MOST_ATTEMPTS = 3;

/** The repository of the table `conversation_leases`, in the SQL of PostgreSQL: a file has one instance and no leases. */
export function createLeaseRows(dialect: StorageDialect): LeaseRows {
  const insert = compileOnce({ ...SAMPLE, now: ':now' }, (db, { now, ...lease }) =>
    db
      .insertInto('conversation_leases')
      .values({ ...lease, waiting: sql`''` })
      .onConflict((conflict) =>
        conflict
          .column('conversation_id')
          .doUpdateSet(({ ref }) => ({
            holder: ref('excluded.holder'),
            until: ref('excluded.until'),
            waiting: sql`replace(conversation_leases.waiting, excluded.holder || ' ', '')`,
          }))
          .where(({ or, eb, ref }) =>
            or([
              eb('conversation_leases.until', '<', now),
              eb('conversation_leases.holder', '=', ref('excluded.holder')),
              dialect.isGone(ref('conversation_leases.holder'), lease.holder),
            ]),
          ),
      ),
  );
  const append = compileOnce(ONE, (db, { id, instance }) =>
    db
      .updateTable('conversation_leases')
      .set({ waiting: sql`waiting || ${instance}::text || ' '` })
      .where('conversation_id', '=', id)
      .where('holder', '<>', instance)
      .where(sql<boolean>`strpos(waiting, ${instance}::text || ' ') = 0`),
  );
  const withdraw = compileOnce(ONE, (db, { id, instance }) =>
    db
      .updateTable('conversation_leases')
      .set({ waiting: sql`replace(waiting, ${instance}::text || ' ', '')` })
      .where('conversation_id', '=', id),
  );
  const remove = compileOnce(ONE, (db, { id, instance }) =>
    db
      .deleteFrom('conversation_leases')
      .where('conversation_id', '=', id)
      .where('holder', '=', instance)
      .where('waiting', '=', sql<string>`''`),
  );
  const handOver = compileOnce(SAMPLE, (db, { conversation_id, holder, until }) =>
    db
      .updateTable('conversation_leases')
      .set({
        holder: sql`split_part(waiting, ' ', 1)`,
        until,
        waiting: sql`substr(waiting, strpos(waiting, ' ') + 1)`,
      })
      .where('conversation_id', '=', conversation_id)
      .where('holder', '=', holder)
      .where('waiting', '<>', sql<string>`''`),
  );
  return {
    claim: async (executor, { conversation_id, holder, until }, now) =>
      (await insert(executor, { conversation_id, holder, until, now })).numAffectedRows === 1n,
    queue: async (executor, id, instance) => {
      await append(executor, { id, instance });
    },
    leave: async (executor, id, instance) => {
      await withdraw(executor, { id, instance });
    },
    release: async (executor, { conversation_id, holder, until }) => {
      for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
        if ((await remove(executor, { id: conversation_id, instance: holder })).numAffectedRows === 1n) return;
        if ((await handOver(executor, { conversation_id, holder, until })).numAffectedRows === 1n) return;
      }
    },
  };
}

const SAMPLE = { conversation_id: ':conversation', holder: ':holder', until: ':until' };
const ONE = { id: ':id', instance: ':instance' };
