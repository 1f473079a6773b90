import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ColumnTypes } from '../dialect.ts';

/** The first form of all tables; never edited once released, a change is a new file beside it. */
export function initial(columns: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await createConversations(db, columns);
      await createRequests(db, columns);
      await createDeliveries(db, columns);
      await db.schema
        .createTable('counters')
        .addColumn('tenant', columns.text, (column) => column.notNull())
        .addColumn('name', columns.text, (column) => column.notNull())
        .addColumn('value', columns.integer, (column) => column.notNull())
        .addPrimaryKeyConstraint('counters_pk', ['tenant', 'name'])
        .execute();
    },
  };
}

async function createConversations(db: Kysely<unknown>, { text, json, integer }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('conversations')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('channel', text, (column) => column.notNull())
    .addColumn('tenant', text)
    .addColumn('person_id', text)
    .addColumn('owner', text, (column) => column.notNull())
    .addColumn('state', json, (column) => column.notNull())
    .addColumn('reference', json, (column) => column.notNull())
    .addColumn('version', integer, (column) => column.notNull())
    .addColumn('last_seq', integer, (column) => column.notNull())
    .addColumn('created_at', text, (column) => column.notNull())
    .addColumn('updated_at', text, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('activities')
    .addColumn('conversation_id', text, (column) => column.notNull().references('conversations.id'))
    .addColumn('seq', integer, (column) => column.notNull())
    .addColumn('direction', text, (column) => column.notNull())
    .addColumn('dedupe_key', text)
    .addColumn('activity', json, (column) => column.notNull())
    .addColumn('created_at', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('activities_pk', ['conversation_id', 'seq'])
    // Both engines take nulls as different from each other, so any number of outgoing rows fits.
    .addUniqueConstraint('activities_dedupe', ['conversation_id', 'dedupe_key'])
    .execute();
}

async function createRequests(db: Kysely<unknown>, { text, json, integer }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('requests')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('reference', text, (column) => column.notNull().unique())
    .addColumn('draft_id', text, (column) => column.notNull().unique())
    .addColumn('tenant', text, (column) => column.notNull())
    .addColumn('conversation_id', text, (column) => column.notNull().references('conversations.id'))
    .addColumn('requester_id', text, (column) => column.notNull())
    .addColumn('kind', text, (column) => column.notNull())
    .addColumn('severity', text, (column) => column.notNull())
    .addColumn('status', text, (column) => column.notNull())
    .addColumn('due_order', text, (column) => column.notNull())
    .addColumn('created_at', text, (column) => column.notNull())
    .addColumn('record', json, (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('request_events')
    .addColumn('request_id', text, (column) => column.notNull().references('requests.id'))
    .addColumn('seq', integer, (column) => column.notNull())
    .addColumn('type', text, (column) => column.notNull())
    .addColumn('at', text, (column) => column.notNull())
    .addColumn('actor', text, (column) => column.notNull())
    .addColumn('data', json, (column) => column.notNull())
    .addPrimaryKeyConstraint('request_events_pk', ['request_id', 'seq'])
    .execute();
  // The staff list in its order, whole and by each filter, and a tenant's own list, newest first.
  const order = ['due_order', 'created_at', 'id'];
  await db.schema.createIndex('requests_by_due').on('requests').columns(order).execute();
  await db.schema
    .createIndex('requests_by_status')
    .on('requests')
    .columns(['status', ...order])
    .execute();
  await db.schema
    .createIndex('requests_by_severity')
    .on('requests')
    .columns(['severity', ...order])
    .execute();
  await db.schema.createIndex('requests_by_tenant').on('requests').columns(['tenant', 'created_at', 'id']).execute();
}

async function createDeliveries(db: Kysely<unknown>, { text, integer }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable('deliveries')
    .addColumn('id', text, (column) => column.primaryKey().notNull())
    .addColumn('request_id', text, (column) => column.notNull().references('requests.id'))
    .addColumn('backend', text, (column) => column.notNull())
    .addColumn('status', text, (column) => column.notNull())
    .addColumn('attempts', integer, (column) => column.notNull())
    .addColumn('next_attempt_at', text, (column) => column.notNull())
    .addColumn('claimed_by', text)
    .addColumn('claimed_until', text)
    .addColumn('last_error', text)
    .addColumn('created_at', text, (column) => column.notNull())
    .addUniqueConstraint('deliveries_once', ['request_id', 'backend'])
    .execute();
  await db.schema
    .createIndex('deliveries_by_due')
    .on('deliveries')
    .columns(['status', 'next_attempt_at', 'id'])
    .execute();
}
