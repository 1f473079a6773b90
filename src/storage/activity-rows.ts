import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { activitySchema } from '../domain/activity.ts';
import type { LoggedActivity } from '../domain/ports.ts';
import { fromJson, toInstant, toJson, unreadableRow } from './codec.ts';
import { compileOnce } from './compile-once.ts';
import type { ActivityRow, Tables } from './schema.ts';

/**
 * A key is the id that a channel gave, and stands in an index together with the id of the conversation: PostgreSQL takes 2704
 * bytes there (a third of a page), and both ids may have 400 characters of three bytes each.
 */
const MOST_KEY_BYTES = 256;

const directionSchema = z.enum(['incoming', 'outgoing']);

/** Appends to and reads the activity log with the connection or transaction that it is given; the caller checks the scope. */
export interface ActivityRows {
  append(executor: Kysely<Tables>, logged: LoggedActivity): Promise<void>;
  /** A long key is stored, and handed over, as a digest of it. */
  findIncoming(executor: Kysely<Tables>, conversationId: string, dedupeKey: string): Promise<LoggedActivity | null>;
  listAfter(executor: Kysely<Tables>, conversationId: string, seq: number, limit: number): Promise<LoggedActivity[]>;
}

/** The repository of the table `activities`. */
export function createActivityRows(): ActivityRows {
  const insert = compileOnce(SAMPLE, (db, row) => db.insertInto('activities').values(row));
  const byKey = compileOnce({ conversation: ':conversation', key: ':key' }, (db, { conversation, key }) =>
    db.selectFrom('activities').selectAll().where('conversation_id', '=', conversation).where('dedupe_key', '=', key),
  );
  const after = compileOnce({ conversation: ':conversation', seq: -1, limit: -2 }, (db, { conversation, seq, limit }) =>
    db
      .selectFrom('activities')
      .selectAll()
      .where('conversation_id', '=', conversation)
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(limit),
  );
  return {
    append: async (executor, logged) => {
      await insert(executor, toRow(logged));
    },
    findIncoming: async (executor, conversation, key) => {
      const [row] = (await byKey(executor, { conversation, key: storedKey(key) })).rows;
      return row ? toLogged(row) : null;
    },
    listAfter: async (executor, conversation, seq, limit) =>
      (await after(executor, { conversation, seq, limit })).rows.map(toLogged),
  };
}

function storedKey(key: string): string {
  if (Buffer.byteLength(key) <= MOST_KEY_BYTES) return key;
  return `sha256:${createHash('sha256').update(key).digest('hex')}`;
}

function toRow(logged: LoggedActivity): ActivityRow {
  return {
    conversation_id: logged.conversationId,
    seq: logged.seq,
    direction: logged.direction,
    dedupe_key: logged.dedupeKey === null ? null : storedKey(logged.dedupeKey),
    activity: toJson(logged.activity),
    created_at: toInstant(logged.createdAt),
  };
}

/** An unreadable activity keeps its place as an event that says so: one broken row must not end a stream or a transcript. */
function toLogged(row: ActivityRow): LoggedActivity {
  const name = `activity ${row.seq} of conversation ${row.conversation_id}`;
  const direction = directionSchema.safeParse(row.direction);
  if (!direction.success) throw unreadableRow(name, direction.error);
  const activity = activitySchema.safeParse(fromJson(row.activity));
  return {
    conversationId: row.conversation_id,
    seq: row.seq,
    direction: direction.data,
    dedupeKey: row.dedupe_key,
    activity: activity.success
      ? activity.data
      : { type: 'event', name: 'unreadable-row', value: name, channelData: null },
    createdAt: row.created_at,
  };
}

const SAMPLE: { -readonly [Column in keyof ActivityRow]: ActivityRow[Column] } = {
  conversation_id: ':conversation',
  seq: -1,
  direction: ':direction',
  dedupe_key: ':key',
  activity: ':activity',
  created_at: ':created',
};
