import { setTimeout as wait } from 'node:timers/promises';
import type { Activity as SdkActivity, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';
import type { LoggedActivity } from '../domain/ports.ts';

/** A connector that says "later"; only then is it certain that nothing was shown, so only then is a reply sent again. */
const throttledSchema = z.object({
  statusCode: z.literal(429),
  response: z.object({ headers: z.custom<{ get(name: string): string | undefined }>() }).optional(),
});

/** How patient a turn is with a connector. */
export interface SendLimits {
  /** Milliseconds for one reply. */
  readonly timeout: number;
  readonly attempts: number;
  /** The longest pause in milliseconds, whatever `Retry-After` says. */
  readonly longestPause: number;
}

/** The next turn of the conversation waits for these, and a channel gives up after 15 seconds. */
const SEND_LIMITS: SendLimits = { timeout: 10_000, attempts: 3, longestPause: 5_000 };

/**
 * Sends the outgoing rows in order through the connector of the turn; a later one is not sent when an earlier one failed.
 * @throws IntakeError `Unavailable` when the connector refuses or does not answer in time
 */
export async function sendReplies(
  context: Pick<TurnContext, 'sendActivity'>,
  rows: readonly LoggedActivity[],
  limits: SendLimits = SEND_LIMITS,
): Promise<void> {
  for (const { direction, activity } of rows) {
    if (direction === 'outgoing') await sendReply(() => context.sendActivity(sdkReply.parse(activity)), limits);
  }
}

/** What the log holds was written by us; the SDK names its fields more strictly than the log does. */
const sdkReply = z.custom<Partial<SdkActivity>>((value) => typeof value === 'object' && value !== null);

async function sendReply(send: () => Promise<unknown>, limits: SendLimits): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await within(send(), limits.timeout);
    } catch (cause) {
      const throttled = throttledSchema.safeParse(cause);
      if (!throttled.success || attempt >= limits.attempts) {
        throw new IntakeError('Unavailable', 'The channel did not take a reply. It is kept in the conversation.', {
          cause,
        });
      }
      const seconds = Number(throttled.data.response?.headers.get('retry-after') ?? 1);
      await wait(Math.min(Number.isFinite(seconds) ? seconds * 1000 : 1000, limits.longestPause));
    }
  }
}

async function within(work: Promise<unknown>, timeout: number): Promise<void> {
  const done = new AbortController();
  const late = wait(timeout, undefined, { signal: done.signal }).then(() => {
    throw new Error(`no answer within ${timeout} ms`);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    done.abort();
    late.catch(() => undefined);
    work.catch(() => undefined);
  }
}
