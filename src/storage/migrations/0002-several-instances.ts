import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ColumnTypes } from '../dialect.ts';

/** Messages on their way to channels that have to be called, and who works on a conversation. */
export function severalInstances({ text, integer }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('outgoing_messages')
        .addColumn('id', text, (column) => column.primaryKey().notNull())
        .addColumn('conversation_id', text, (column) => column.notNull().references('conversations.id'))
        .addColumn('first_seq', integer, (column) => column.notNull())
        .addColumn('last_seq', integer, (column) => column.notNull())
        .addColumn('sent_seq', integer, (column) => column.notNull())
        .addColumn('status', text, (column) => column.notNull())
        .addColumn('attempts', integer, (column) => column.notNull())
        .addColumn('next_attempt_at', text, (column) => column.notNull())
        .addColumn('claimed_by', text)
        .addColumn('claimed_until', text)
        .addColumn('last_error', text)
        .addColumn('created_at', text, (column) => column.notNull())
        .addUniqueConstraint('outgoing_messages_once', ['conversation_id', 'first_seq'])
        .execute();
      await db.schema
        .createIndex('outgoing_messages_by_due')
        .on('outgoing_messages')
        .columns(['status', 'next_attempt_at', 'id'])
        .execute();
      await db.schema
        .createTable('conversation_leases')
        .addColumn('conversation_id', text, (column) => column.primaryKey().notNull())
        .addColumn('holder', text, (column) => column.notNull())
        .addColumn('until', text, (column) => column.notNull())
        .execute();
    },
  };
}
