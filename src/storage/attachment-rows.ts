import { type Kysely, sql } from 'kysely';
import { type Blob, keptFileSchema, type StoredAttachment } from '../domain/attachment.ts';
import type { Instant } from '../domain/locale.ts';
import type { Scope } from '../domain/ports.ts';
import { toInstant, unreadableRow } from './codec.ts';
import type { AttachmentRow, Tables } from './schema.ts';
import { tenantOf } from './scope.ts';

/** Bytes of one row: a copy holds a hundred rows at once, and a stored message is as large at most. */
const PART_BYTES = 256 * 1024;
/** Files that are forgotten in one statement, so that nobody waits long for the one connection of a file. */
const FORGOTTEN_AT_ONCE = 20;

/** Reads and writes files with the connection or transaction that it is given. */
export interface AttachmentRows {
  /** Piece by piece, each a statement of its own: in one transaction a large file would hold up everybody. */
  keepBlob(executor: Kysely<Tables>, blob: Blob): Promise<void>;
  insert(executor: Kysely<Tables>, attachment: StoredAttachment): Promise<void>;
  byId(executor: Kysely<Tables>, scope: Scope, id: string): Promise<StoredAttachment | null>;
  /** Whether the whole file is there for the scope. */
  hasBlob(executor: Kysely<Tables>, scope: Scope, owner: string, sha256: string): Promise<boolean>;
  part(executor: Kysely<Tables>, owner: string, sha256: string, part: number): Promise<Uint8Array | null>;
  forget(executor: Kysely<Tables>, before: Instant): Promise<number>;
}

/** The repository of the tables `attachment_blobs`, `attachment_parts` and `attachments`. */
export function createAttachmentRows(): AttachmentRows {
  return {
    keepBlob,
    insert: async (executor, attachment) => {
      await executor.insertInto('attachments').values(toRow(attachment)).execute();
    },
    byId: async (executor, scope, id) => {
      const [row] = await executor.selectFrom('attachments').selectAll().where('id', '=', id).execute();
      return row && isVisible(scope, row.owner) ? toAttachment(row) : null;
    },
    hasBlob: async (executor, scope, owner, sha256) => {
      if (!isVisible(scope, owner)) return false;
      const query = executor.selectFrom('attachment_blobs').select('is_complete').where('owner', '=', owner);
      return (await query.where('sha256', '=', sha256).execute())[0]?.is_complete === 1;
    },
    part: async (executor, owner, sha256, part) => {
      const query = executor.selectFrom('attachment_parts').select('bytes').where('owner', '=', owner);
      return (await query.where('sha256', '=', sha256).where('part', '=', part).execute())[0]?.bytes ?? null;
    },
    forget,
  };
}

async function keepBlob(executor: Kysely<Tables>, { owner, sha256, bytes, keptAt }: Blob): Promise<void> {
  const kept_at = toInstant(keptAt);
  const [known] = await executor
    .insertInto('attachment_blobs')
    .values({ owner, sha256, is_complete: 0, kept_at })
    // Touched, so that what was stored long ago and is sent again is not forgotten before its message refers to it.
    .onConflict((conflict) => conflict.columns(['owner', 'sha256']).doUpdateSet({ kept_at }))
    .returning('is_complete')
    .execute();
  if (known?.is_complete === 1) return;
  for (let part = 0; part * PART_BYTES < bytes.length; part += 1) {
    const piece = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
    await executor
      .insertInto('attachment_parts')
      .values({ owner, sha256, part, bytes: piece })
      // Another instance may be storing the same file: by its digest it is the same piece.
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  await executor
    .updateTable('attachment_blobs')
    .set({ is_complete: 1 })
    .where('owner', '=', owner)
    .where('sha256', '=', sha256)
    .execute();
}

async function forget(executor: Kysely<Tables>, before: Instant): Promise<number> {
  const { numAffectedRows } = await sql`delete from attachment_blobs where (owner, sha256) in (
    select blob.owner, blob.sha256 from attachment_blobs blob
    where blob.kept_at < ${toInstant(before)} and not exists (
      select 1 from attachments file where file.owner = blob.owner and file.sha256 = blob.sha256
    )
    order by blob.kept_at limit ${FORGOTTEN_AT_ONCE}
  ) and kept_at < ${toInstant(before)}`.execute(executor);
  return Number(numAffectedRows ?? 0);
}

/** What belongs to a conversation whose tenant was not known is nobody's but the system's. */
function isVisible(scope: Scope, owner: string): boolean {
  const tenant = tenantOf(scope);
  return tenant === null || owner === `tenant:${tenant}`;
}

function toRow(attachment: StoredAttachment): AttachmentRow {
  return {
    id: attachment.id,
    conversation_id: attachment.conversationId,
    owner: attachment.owner,
    sha256: attachment.sha256,
    name: attachment.name,
    content_type: attachment.contentType,
    size: attachment.size,
    created_at: toInstant(attachment.createdAt),
  };
}

function toAttachment({ conversation_id, owner, created_at, content_type, ...row }: AttachmentRow): StoredAttachment {
  const file = keptFileSchema.safeParse({ ...row, contentType: content_type });
  if (!file.success) throw unreadableRow(`attachment ${row.id}`, file.error);
  return { ...file.data, conversationId: conversation_id, owner, createdAt: created_at };
}
