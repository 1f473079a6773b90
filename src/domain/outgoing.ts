import type { Instant } from './locale.ts';

/** What became of messages that a channel has to be called for; `sent` ones are kept in the activity log only. */
export const OUTGOING_STATUSES = ['pending', 'sending', 'unclear', 'dead'] as const;
export type OutgoingStatus = (typeof OUTGOING_STATUSES)[number];

/**
 * Messages of one turn on their way to a channel that has to be called: the outgoing rows of the activity log from
 * `firstSeq` to `lastSeq`. Written with the turn and deleted when the channel has taken them all.
 */
export interface OutgoingMessages {
  readonly id: string;
  readonly conversationId: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** The last row that the channel has taken; one less than `firstSeq` at first. */
  readonly sentSeq: number;
  /**
   * `pending` waits for its time, `sending` belongs to the instance that claimed it, `unclear` may or may not have been shown
   * and is not sent again unless the channel asks for it, `dead` was given up.
   */
  readonly status: OutgoingStatus;
  readonly attempts: number;
  readonly nextAttemptAt: Instant;
  /** Why the last attempt failed, in a code without inner text; null before it. */
  readonly lastError: string | null;
  readonly createdAt: Instant;
  /**
   * For how many turns this stands, where it is more than one: what a full queue gave up of a conversation is counted
   * together, and everything else told here is that of the last of them.
   */
  readonly turns?: number;
}

/** Messages after which a page of the list of undelivered ones goes on. */
export type OutgoingPosition = Pick<OutgoingMessages, 'status' | 'createdAt' | 'id'>;

/** A filter of the list of messages that are not sent. */
export interface OutgoingFilter {
  readonly conversationId?: string;
  readonly status?: OutgoingStatus;
  /** Only what comes after these in the list. */
  readonly after?: OutgoingPosition;
  readonly limit: number;
}

/** Whether messages still wait for their channel, or have come to an end without being sent. */
export function isWaiting(status: OutgoingStatus): boolean {
  return status === 'pending' || status === 'sending';
}

/**
 * What a channel that has to be called made of messages; `sentSeq` is the last row that is not to be sent again.
 * `unclear` may have been shown: a chat message has no key by which a channel could tell the second one.
 */
export type SendResult =
  | { readonly result: 'sent' }
  /** Surely not shown. */
  | { readonly result: 'later'; readonly sentSeq: number; readonly afterMs: number | null; readonly error: string }
  | { readonly result: 'unclear' | 'refused'; readonly sentSeq: number; readonly error: string };

/** What is written of an attempt to send. */
export type OutgoingOutcome =
  | { readonly result: 'sent' }
  /** What follows `sentSeq` is sent at `nextAttemptAt`; `putOffAt` is when that was decided. */
  | {
      readonly result: 'retry';
      readonly sentSeq: number;
      readonly nextAttemptAt: Instant;
      readonly putOffAt: Instant;
      readonly error: string;
    }
  | { readonly result: 'unclear' | 'dead'; readonly sentSeq: number; readonly error: string };

/** How much waits in the queues, by status, and since when; outgoing messages are counted by turns. */
export interface QueueDepths {
  readonly outgoing: Readonly<Record<OutgoingStatus, number>>;
  readonly deliveries: Readonly<Record<'pending' | 'dead', number>>;
  /** When the oldest messages that are still to be sent were said; null when nothing waits. */
  readonly oldestOutgoingAt: Instant | null;
  readonly oldestDeliveryAt: Instant | null;
}

/** An answer that comes a day late confuses more than it helps: the person has asked again or gone elsewhere. */
const GIVEN_UP_AFTER_MS = 24 * 3600 * 1000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 5 * 60 * 1000;
/** Whoever tells a longer pause than this is not believed: a forged header must not silence a conversation. */
const LONGEST_ASKED_PAUSE_MS = 3600 * 1000;
/** What is passed over because it may have been shown is remembered by this until the rest is sent. */
const UNCLEAR = 'unclear-';

/**
 * What is written of an attempt to send: only what was surely not shown is sent again, after the pause that the channel asks
 * for or a growing one of our own, for at most a day. A message that may have been shown is passed over, and those after it
 * go on.
 */
export function outgoingOutcome(messages: OutgoingMessages, attempt: SendResult, now: Instant): OutgoingOutcome {
  const { lastError, lastSeq } = messages;
  if (attempt.result === 'sent') {
    return lastError?.startsWith(UNCLEAR)
      ? { result: 'unclear', sentSeq: lastSeq, error: lastError }
      : { result: 'sent' };
  }
  const { sentSeq, error } = attempt;
  if (attempt.result === 'refused') return { result: 'dead', sentSeq, error };
  if (attempt.result !== 'later') {
    return sentSeq < lastSeq
      ? { ...putOff(now, FIRST_PAUSE_MS), sentSeq, error: `${UNCLEAR}${error}` }
      : { result: 'unclear', sentSeq, error: `${UNCLEAR}${error}` };
  }
  if (isTooLate(messages, now)) return { result: 'dead', sentSeq, error };
  const own = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(messages.attempts, 20), LONGEST_PAUSE_MS);
  const asked = Math.min(attempt.afterMs ?? 0, LONGEST_ASKED_PAUSE_MS);
  const kept = lastError?.startsWith(UNCLEAR) ? lastError : error;
  return { ...putOff(now, Math.max(own, asked)), sentSeq, error: kept };
}

/** Whether messages were said so long ago that they are not sent any more. */
export function isTooLate({ createdAt }: Pick<OutgoingMessages, 'createdAt'>, now: Instant): boolean {
  return Date.parse(now) - Date.parse(createdAt) > GIVEN_UP_AFTER_MS;
}

function putOff(now: Instant, milliseconds: number) {
  const nextAttemptAt = new Date(Date.parse(now) + milliseconds).toISOString();
  return { result: 'retry', nextAttemptAt, putOffAt: now } as const;
}
