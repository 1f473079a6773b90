import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ColumnTypes } from '../dialect.ts';

/** Who waits for a conversation, in the order in which they came. */
export function waitingTurns({ text }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .alterTable('conversation_leases')
        .addColumn('waiting', text, (column) => column.notNull().defaultTo(''))
        .execute();
    },
  };
}
