import type { Kysely } from 'kysely';
import { compileOnce } from './compile-once.ts';
import type { StorageDialect } from './dialect.ts';
import type { LeaseRow, Tables } from './schema.ts';

/** Who works on a conversation, with the connection that it is given. */
export interface LeaseRows {
  /** Takes the conversation when nobody has it, when whoever had it is late or gone, or when it is the taker's already. */
  claim(executor: Kysely<Tables>, lease: LeaseRow, now: string): Promise<boolean>;
  release(executor: Kysely<Tables>, conversationId: string, holder: string): Promise<void>;
}

/** The repository of the table `conversation_leases`. */
export function createLeaseRows(dialect: StorageDialect): LeaseRows {
  const insert = compileOnce(SAMPLE, (db, { now, ...lease }) =>
    db
      .insertInto('conversation_leases')
      .values(lease)
      .onConflict((conflict) =>
        conflict
          .column('conversation_id')
          .doUpdateSet(({ ref }) => ({ holder: ref('excluded.holder'), until: ref('excluded.until') }))
          .where(({ or, eb, ref }) =>
            or([
              eb('conversation_leases.until', '<', now),
              eb('conversation_leases.holder', '=', ref('excluded.holder')),
              dialect.isGone(ref('conversation_leases.holder'), lease.holder),
            ]),
          ),
      ),
  );
  const remove = compileOnce({ id: ':id', holder: ':holder' }, (db, { id, holder }) =>
    db.deleteFrom('conversation_leases').where('conversation_id', '=', id).where('holder', '=', holder),
  );
  return {
    claim: async (executor, lease, now) => (await insert(executor, { ...lease, now })).numAffectedRows === 1n,
    release: async (executor, id, holder) => {
      await remove(executor, { id, holder });
    },
  };
}

const SAMPLE = { conversation_id: ':conversation', holder: ':holder', until: ':until', now: ':now' };
