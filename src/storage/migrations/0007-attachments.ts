import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ColumnTypes } from '../dialect.ts';

/** Files of conversations: what is in them, once for an owner and in pieces, and who refers to it. */
export function attachments({ text, integer, bytes }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('attachment_blobs')
        .addColumn('owner', text, (column) => column.notNull())
        .addColumn('sha256', text, (column) => column.notNull())
        .addColumn('is_complete', integer, (column) => column.notNull())
        .addColumn('kept_at', text, (column) => column.notNull())
        .addPrimaryKeyConstraint('attachment_blobs_pk', ['owner', 'sha256'])
        .execute();
      await db.schema
        .createTable('attachment_parts')
        .addColumn('owner', text, (column) => column.notNull())
        .addColumn('sha256', text, (column) => column.notNull())
        .addColumn('part', integer, (column) => column.notNull())
        .addColumn('bytes', bytes, (column) => column.notNull())
        .addPrimaryKeyConstraint('attachment_parts_pk', ['owner', 'sha256', 'part'])
        .addForeignKeyConstraint(
          'attachment_parts_of',
          ['owner', 'sha256'],
          'attachment_blobs',
          ['owner', 'sha256'],
          (key) => key.onDelete('cascade'),
        )
        .execute();
      await db.schema
        .createTable('attachments')
        .addColumn('id', text, (column) => column.primaryKey().notNull())
        .addColumn('conversation_id', text, (column) => column.notNull().references('conversations.id'))
        .addColumn('owner', text, (column) => column.notNull())
        .addColumn('sha256', text, (column) => column.notNull())
        .addColumn('name', text, (column) => column.notNull())
        .addColumn('content_type', text, (column) => column.notNull())
        .addColumn('size', integer, (column) => column.notNull())
        .addColumn('created_at', text, (column) => column.notNull())
        .addForeignKeyConstraint('attachments_of', ['owner', 'sha256'], 'attachment_blobs', ['owner', 'sha256'])
        .execute();
      await db.schema.createIndex('attachments_by_blob').on('attachments').columns(['owner', 'sha256']).execute();
      await db.schema.createIndex('attachment_blobs_by_age').on('attachment_blobs').columns(['kept_at']).execute();
    },
  };
}
