import type { IncomingHttpHeaders } from 'node:http';
import type { SendResult } from '../domain/outgoing.ts';
import { ConnectorError } from './activity-posts.ts';
import { TokenFailure } from './bot-tokens.ts';
import { NeverSent } from './outgoing-calls.ts';

type Failure = Exclude<SendResult, { result: 'sent' }>;

/**
 * What a failed call of a connector means for its message. Only an answer or an error that proves that nothing was shown
 * allows to send it again: the connector takes no key by which it could tell the second one (Microsoft's page on rate limits
 * also repeats 502 and 504, which shows some messages twice).
 * @param sentSeq the last row that the channel has surely taken
 * @param seq the row that failed
 */
export function failedSend(error: unknown, sentSeq: number, seq: number): Failure {
  if (error instanceof ConnectorError) return answered(error, sentSeq, seq);
  if (error instanceof TokenFailure) return { result: 'later', sentSeq, afterMs: null, error: 'no-token' };
  if (error instanceof NeverSent) return { result: 'later', sentSeq, afterMs: null, error: 'unreachable' };
  return { result: 'unclear', sentSeq: seq, error: 'no-answer' };
}

function answered({ status, headers }: ConnectorError, sentSeq: number, seq: number): Failure {
  const error = `status-${status}`;
  // 412 tells of a conflict with another message of the conversation, 401 of a token that ended on its way.
  if (status === 429 || status === 412 || status === 401) {
    return { result: 'later', sentSeq, afterMs: pauseOf(headers), error };
  }
  if (status === 408 || status >= 500) return { result: 'unclear', sentSeq: seq, error };
  return { result: 'refused', sentSeq, error };
}

/** `Retry-After` (RFC 9110, 10.2.3): seconds, or a date, which is compared with the date of the same answer. */
function pauseOf({ 'retry-after': retryAfter = '', date = '' }: IncomingHttpHeaders): number | null {
  if (/^\d{1,6}$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const pause = dateOf(retryAfter) - dateOf(date);
  return Number.isFinite(pause) ? Math.max(0, pause) : null;
}

/** A date as HTTP writes it (RFC 9110, 5.6.7); the older forms are nobody's any more. */
function dateOf(text: string): number {
  return text.endsWith(' GMT') ? Date.parse(text) : Number.NaN;
}
