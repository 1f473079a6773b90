import type { Activity } from '../domain/activity.ts';
import type { LoggedActivity } from '../domain/ports.ts';

/** What a client gets: activities in order and the place to go on from. */
export interface ActivitySet {
  readonly activities: readonly Activity[];
  readonly watermark: string;
}

/** Channel id of all our conversations here, and the first part of their ids in the store. */
export const CHANNEL = 'directline';

/** How the bot appears among the members of a conversation. */
export const BOT_ACCOUNT = { id: 'support-intake-bot', name: 'Support Intake Bot', role: 'bot' } as const;

const KEPT_BACK = new Set(['conversationUpdate', 'typing', 'invokeResponse', 'trace']);

/** The id under which the store knows a conversation of this channel. */
export function storedId(conversationId: string): string {
  return `${CHANNEL}/${conversationId}`;
}

/** The id that clients know, from the stored one. */
function clientId(stored: string): string {
  return stored.slice(CHANNEL.length + 1);
}

function shown(row: LoggedActivity): Activity {
  const { serviceUrl: _inner, ...activity } = row.activity;
  const id = clientId(row.conversationId);
  return {
    ...activity,
    // Clients that mix history and stream tell doubles by this id.
    id: activity.id ?? `${id}|${String(row.seq).padStart(7, '0')}`,
    timestamp: row.createdAt,
    channelId: CHANNEL,
    conversation: { id },
  };
}

/**
 * The rows as a client sees them: its own activities come back as echo, conversationUpdate and typing never do.
 * @param rows in order
 * @param watermark where to go on when there are no rows
 */
export function toActivitySet(rows: readonly LoggedActivity[], watermark: number): ActivitySet {
  const last = rows.at(-1)?.seq ?? watermark;
  return {
    activities: rows.filter((row) => !KEPT_BACK.has(row.activity.type)).map(shown),
    watermark: String(last),
  };
}

/**
 * Reads a watermark of the address.
 * @returns the sequence number; `absent` when the parameter is not there; null when it is no watermark.
 *   An empty one and `-` mean the beginning: directlinejs sends the empty one until it has received something.
 */
export function parseWatermark(given: unknown): number | 'absent' | null {
  if (given === undefined) return 'absent';
  if (given === '' || given === '-') return 0;
  return typeof given === 'string' && /^\d{1,15}$/.test(given) ? Number(given) : null;
}
