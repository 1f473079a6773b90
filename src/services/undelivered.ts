import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';
import type { Instant } from '../domain/locale.ts';
import {
  OUTGOING_STATUSES,
  type OutgoingMessages,
  type OutgoingPosition,
  type OutgoingStatus,
} from '../domain/outgoing.ts';
import type { Store } from '../domain/ports.ts';

/** Replies of one turn that the person may not have seen, because their channel did not take them. */
export interface Undelivered {
  readonly conversationId: string;
  readonly status: OutgoingStatus;
  /** How many messages of the turn are concerned. */
  readonly messages: number;
  /** For how many turns the entry stands; more than one where a full queue gave them up, and the rest is told of the last. */
  readonly turns: number;
  readonly attempts: number;
  /** Null where nothing more is tried. */
  readonly nextAttemptAt: Instant | null;
  /** A code such as `status-429`; null before the first attempt has failed. */
  readonly error: string | null;
  readonly since: Instant;
}

/** Which of them are asked for. */
export interface UndeliveredFilter {
  readonly status?: OutgoingStatus;
  /** Opaque, from the page before. */
  readonly cursor?: string;
  readonly limit: number;
}

/** One page: what waits, longest first, then what is not sent any more, newest first; `cursor` is null on the last. */
export interface UndeliveredPage {
  readonly undelivered: readonly Undelivered[];
  readonly cursor: string | null;
}

const STAFF = { system: 'staff' } as const;
const positionSchema = z.tuple([z.enum(OUTGOING_STATUSES), z.iso.datetime(), z.uuid()]);
const cursorSchema = z
  .string()
  .max(400)
  .regex(/^[\w-]+$/);

/** @throws IntakeError `InvalidInput` for a cursor that was never given */
export async function listUndelivered(
  store: Pick<Store, 'listOutgoing'>,
  { status, cursor, limit }: UndeliveredFilter,
): Promise<UndeliveredPage> {
  const found = await store.listOutgoing(STAFF, {
    // One more than asked tells whether another page follows.
    limit: limit + 1,
    ...(status === undefined ? {} : { status }),
    ...(cursor === undefined ? {} : { after: readCursor(cursor) }),
  });
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return { undelivered: page.map(toUndelivered), cursor: last ? writeCursor(last) : null };
}

/** Messages of the queue as staff see them. */
export function toUndelivered(messages: OutgoingMessages): Undelivered {
  const { conversationId, status, firstSeq, lastSeq, sentSeq, turns, attempts, nextAttemptAt, lastError, createdAt } =
    messages;
  return {
    conversationId,
    status,
    // A doubt is about messages that count as sent.
    messages: status === 'unclear' ? lastSeq - firstSeq + 1 : lastSeq - sentSeq,
    turns: turns ?? 1,
    attempts,
    nextAttemptAt: status === 'pending' ? nextAttemptAt : null,
    error: lastError,
    since: createdAt,
  };
}

/** The position as opaque base64url text (RFC 4648 section 5). */
function writeCursor({ status, createdAt, id }: OutgoingPosition): string {
  return Buffer.from(JSON.stringify([status, createdAt, id])).toString('base64url');
}

function readCursor(cursor: string): OutgoingPosition {
  const text = cursorSchema.safeParse(cursor);
  try {
    const json: unknown = JSON.parse(Buffer.from(text.success ? text.data : '', 'base64url').toString());
    const [status, createdAt, id] = positionSchema.parse(json);
    return { status, createdAt, id };
  } catch (cause) {
    throw new IntakeError('InvalidInput', 'The cursor is not one of this list; start again without a cursor.', {
      cause,
    });
  }
}
