import { z } from 'zod';
import type { SendResult } from '../domain/outgoing.ts';

type Failure = Exclude<SendResult, { result: 'sent' }>;

const httpErrorSchema = z.object({
  statusCode: z.int().min(100).max(599),
  response: z.object({ headers: z.custom<{ get(name: string): string | undefined }>() }).optional(),
});
/** What Node says when a connection never came about, alone or inside the SDK's own sentence. */
const NEVER_CONNECTED =
  /\b(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|CERT_\w+|ERR_TLS_\w+)\b/;
/** The SDK asks for its own token before it sends anything; MSAL and the SDK name such errors like this. */
const TOKEN_FAILURE =
  /^(ServerError|ClientAuthError|ClientConfigurationError|InteractionRequiredAuthError|AuthenticationError|NetworkError)$/;

/**
 * What a failed call of a connector means for its message. Only an answer or an error that proves that nothing was shown
 * allows to send it again: the connector takes no key by which it could tell the second one (Microsoft's page on rate limits
 * also repeats 502 and 504, which shows some messages twice).
 * @param sentSeq the last row that the channel has surely taken
 * @param seq the row that failed
 */
export function failedSend(error: unknown, sentSeq: number, seq: number): Failure {
  const http = httpErrorSchema.safeParse(error);
  if (http.success) return answered(http.data, sentSeq, seq);
  const { name, text } = wordsOf(error);
  if (TOKEN_FAILURE.test(name)) return { result: 'later', sentSeq, afterMs: null, error: 'no-token' };
  if (NEVER_CONNECTED.test(text)) return { result: 'later', sentSeq, afterMs: null, error: 'unreachable' };
  return { result: 'unclear', sentSeq: seq, error: 'no-answer' };
}

function answered({ statusCode, response }: z.infer<typeof httpErrorSchema>, sentSeq: number, seq: number): Failure {
  const error = `status-${statusCode}`;
  // 412 tells of a conflict with another message of the conversation, 401 of a token that ended on its way.
  if (statusCode === 429 || statusCode === 412 || statusCode === 401) {
    return { result: 'later', sentSeq, afterMs: pauseOf(response?.headers.get('retry-after')), error };
  }
  if (statusCode === 408 || statusCode >= 500) return { result: 'unclear', sentSeq: seq, error };
  return { result: 'refused', sentSeq, error };
}

/** `Retry-After` in seconds (RFC 9110, 10.2.3); a date is left to our own pauses, whose first is shorter than any clock is wrong. */
function pauseOf(retryAfter: string | undefined): number | null {
  return retryAfter !== undefined && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) * 1000 : null;
}

function wordsOf(error: unknown): { name: string; text: string } {
  if (!(error instanceof Error)) return { name: '', text: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const cause = error.cause instanceof Error ? wordsOf(error.cause).text : '';
  return { name: error.name, text: `${code} ${error.message} ${cause}` };
}
