import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ColumnTypes } from '../dialect.ts';

/** What messages were taken for, and what happened next. */
export function recognitions({ text, json, integer }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('recognitions')
        .addColumn('conversation_id', text, (column) => column.notNull())
        .addColumn('seq', integer, (column) => column.notNull())
        .addColumn('tenant', text)
        .addColumn('locale', text, (column) => column.notNull())
        .addColumn('topic', text, (column) => column.notNull())
        .addColumn('confidence', integer, (column) => column.notNull())
        .addColumn('alternatives', json, (column) => column.notNull())
        .addColumn('source', text, (column) => column.notNull())
        .addColumn('outcome', text)
        .addColumn('outcome_topic', text)
        .addColumn('created_at', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('recognitions_pk', ['conversation_id', 'seq'])
        // Whoever deletes a message deletes what it was taken for.
        .addForeignKeyConstraint(
          'recognitions_of',
          ['conversation_id', 'seq'],
          'activities',
          ['conversation_id', 'seq'],
          (key) => key.onDelete('cascade'),
        )
        .execute();
    },
  };
}
