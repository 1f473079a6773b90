import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ColumnTypes } from '../dialect.ts';

/** Who wants to hear what becomes of which incident. */
export function incidentFollows({ text, json }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('incident_follows')
        .addColumn('id', text, (column) => column.primaryKey().notNull())
        .addColumn('conversation_id', text, (column) => column.notNull().references('conversations.id'))
        .addColumn('incident_id', text, (column) => column.notNull())
        .addColumn('tenant', text)
        .addColumn('operator', text, (column) => column.notNull())
        .addColumn('audience', text, (column) => column.notNull())
        .addColumn('who', json, (column) => column.notNull())
        .addColumn('locale', text, (column) => column.notNull())
        .addColumn('zone', text, (column) => column.notNull())
        .addColumn('status', text, (column) => column.notNull())
        .addColumn('last_post_at', text)
        .addColumn('created_at', text, (column) => column.notNull())
        .addColumn('ended_at', text)
        .addColumn('next_look_at', text, (column) => column.notNull())
        .addUniqueConstraint('incident_follows_once', ['conversation_id', 'incident_id'])
        .execute();
      // What lasts has no end: the first part of the index is all that a look reads.
      await db.schema
        .createIndex('incident_follows_by_look')
        .on('incident_follows')
        .columns(['ended_at', 'next_look_at', 'id'])
        .execute();
    },
  };
}
