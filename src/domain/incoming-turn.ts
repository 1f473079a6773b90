import type { Activity } from './activity.ts';
import type { SentFile } from './attachment.ts';
import type { SendResult } from './outgoing.ts';
import type { LoggedActivity, PersonKey } from './ports.ts';

/** One activity that a channel hands in, already authenticated and checked by its adapter. */
export interface IncomingTurn {
  /** Bot Framework channel id. */
  readonly channel: string;
  /** Our conversation id: `<channel>/<the channel's own id>`. */
  readonly conversationId: string;
  /** The adapter has put the vouched-for user into `from`. */
  readonly activity: Activity;
  readonly who: PersonKey;
  /** Files that came beside the activity. */
  readonly sentFiles?: readonly SentFile[];
  /** Same key, same conversation: the second one is answered with nothing new. Null where the channel gives none. */
  readonly dedupeKey: string | null;
  /** How to call the channel, kept for messages that come later; null where the log is all that anybody reads, as for Direct Line. */
  readonly reference: unknown;
  /** Called after the commit and before the next turn of this conversation, with all committed rows in order. */
  publish(rows: readonly LoggedActivity[]): Promise<SendResult>;
}

/** What became of a turn. */
export interface TurnResult {
  /** The id under which the incoming activity was logged. */
  readonly activityId: string;
  readonly duplicate: boolean;
  /** Whether the dialogs failed, and the person was told that something went wrong. */
  readonly apologised?: true;
}

/** Runs one turn: claim, dialog, one commit, publish. */
export type TakeTurn = (incoming: IncomingTurn) => Promise<TurnResult>;
