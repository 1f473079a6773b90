import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ColumnTypes } from '../dialect.ts';

/** One-time codes to registered contacts (rule R25), sealed; also what their limits are counted by. */
export function verificationCodes({ text, integer }: ColumnTypes): Migration {
  return {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('verification_codes')
        .addColumn('id', text, (column) => column.primaryKey().notNull())
        .addColumn('issue_key', text, (column) => column.notNull().unique())
        .addColumn('purpose', text, (column) => column.notNull())
        .addColumn('tenant', text)
        .addColumn('person_id', text, (column) => column.notNull())
        // No reference: the first turn of a conversation may ask for a code, and is written after it.
        .addColumn('conversation_id', text, (column) => column.notNull())
        .addColumn('draft_id', text, (column) => column.notNull())
        .addColumn('domain', text)
        .addColumn('channel', text)
        .addColumn('destination', text, (column) => column.notNull())
        .addColumn('seal', text, (column) => column.notNull())
        .addColumn('tries_left', integer, (column) => column.notNull())
        .addColumn('outcome', text, (column) => column.notNull())
        .addColumn('last_attempt', text)
        .addColumn('created_at', text, (column) => column.notNull())
        .addColumn('expires_at', text, (column) => column.notNull())
        .addColumn('sent_at', text)
        .addColumn('used_at', text)
        .execute();
      for (const by of ['person_id', 'conversation_id', 'domain', 'tenant']) {
        await db.schema
          .createIndex(`verification_codes_by_${by.replace('_id', '')}`)
          .on('verification_codes')
          .columns([by, 'created_at'])
          .execute();
      }
    },
  };
}
