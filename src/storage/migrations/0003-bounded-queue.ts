import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ColumnTypes } from '../dialect.ts';

/** When messages were put off, so that a clock that is set back is noticed, and how many turns a row stands for. */
export function boundedQueue({ text, integer }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema.alterTable('outgoing_messages').addColumn('put_off_at', text).execute();
      await db.schema
        .alterTable('outgoing_messages')
        .addColumn('turns', integer, (column) => column.notNull().defaultTo(1))
        .execute();
    },
  };
}
