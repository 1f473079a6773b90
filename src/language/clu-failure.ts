import { isBrokenCircuitError, isTaskCancelledError } from 'cockatiel';
import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';
import { retryAfterMs } from '../retry-after.ts';

/** Why CLU gave no usable answer, with what somebody can do about it. */
const ADVICE = {
  slow: 'It took too long: look at its status, and at the way there.',
  down: 'It could not be reached or failed: look at its status, and at CLU_ENDPOINT.',
  throttled: 'It turns calls away: look at the quota of the resource.',
  refused: 'It refuses the call: check CLU_KEY, CLU_PROJECT and CLU_DEPLOYMENT.',
  wrong: 'Its answer cannot be read: deploy the project of this release (npm run clu).',
  paused: 'It is left alone for a moment, because it failed or asked for it.',
  budget: 'The calls of this organisation are used up for now.',
} as const;

/** A reason by which failures are counted. */
export type CluFailureReason = keyof typeof ADVICE;

/** A text for which CLU gave no answer; the local recogniser stands in. */
export class CluFailure extends IntakeError {
  readonly reason: CluFailureReason;
  /** Milliseconds for which the service asked to be left alone; null when it did not. */
  readonly retryAfterMs: number | null;
  /** The service refused this text and may take any other. */
  readonly isOfText: boolean;

  constructor(
    reason: CluFailureReason,
    options: { cause?: unknown; retryAfterMs?: number | null; isOfText?: boolean } = {},
  ) {
    super('Unavailable', `The CLU service gave no usable answer. ${ADVICE[reason]}`, { cause: options.cause });
    this.reason = reason;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.isOfText = options.isOfText ?? false;
  }
}

/** What Azure's client throws, as far as it is looked at. */
const restErrorSchema = z.object({
  statusCode: z.number(),
  response: z.object({ headers: z.custom<{ get(name: string): string | undefined }>() }).optional(),
});

/** Anything that a call threw, as a failure with its reason. */
export function cluFailureOf(cause: unknown): CluFailure {
  if (cause instanceof CluFailure) return cause;
  if (isBrokenCircuitError(cause)) return new CluFailure('paused', { cause });
  if (isTaskCancelledError(cause)) return new CluFailure('slow', { cause });
  if (cause instanceof Error && cause.name === 'AbortError') return new CluFailure('slow', { cause });
  const answered = restErrorSchema.safeParse(cause);
  if (!answered.success) return new CluFailure(isOfNetwork(cause) ? 'down' : 'wrong', { cause });
  const { statusCode: status, response } = answered.data;
  if (status < 300) return new CluFailure('wrong', { cause });
  if (status === 429) {
    const header = (name: string): string | undefined => response?.headers.get(name);
    const waitMs = retryAfterMs({ retryAfter: header('retry-after'), date: header('date') }, Date.now());
    return new CluFailure('throttled', { cause, retryAfterMs: waitMs });
  }
  // Whatever else the caller is blamed for will be the same the next time; a timeout of the server will not.
  if (status < 400 || status >= 500 || status === 408) return new CluFailure('down', { cause });
  return new CluFailure('refused', { cause, isOfText: status === 400 || status === 413 });
}

/** Azure's client names what happened before there was an answer, or in the middle of one, by a code. */
function isOfNetwork(cause: unknown): boolean {
  return z.object({ code: z.string() }).safeParse(cause).success && !(cause instanceof IntakeError);
}
