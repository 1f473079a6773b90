import type { Activity as SdkActivity, TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { SendResult } from '../domain/outgoing.ts';
import type { LoggedActivity } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import { failedSend } from './send-result.ts';

/** Milliseconds for one reply: the next turn of the conversation waits for it, and a channel gives up after 15 seconds. */
const SEND_MS = 10_000;

/** What the log holds was written by us; the SDK names its fields more strictly than the log does. */
const sdkReply = z.custom<Partial<SdkActivity>>((value) => typeof value === 'object' && value !== null);

/**
 * Sends the outgoing rows in order through the connector of a turn; after the first that is not surely taken nothing more is
 * sent, and the result tells where to go on. Never rejects.
 */
export async function sendReplies(
  context: Pick<TurnContext, 'sendActivity'>,
  rows: readonly LoggedActivity[],
  log: Log,
  sendMs = SEND_MS,
): Promise<SendResult> {
  const replies = rows.filter(({ direction }) => direction === 'outgoing');
  let sentSeq = (replies[0]?.seq ?? 1) - 1;
  for (const { seq, activity, conversationId } of replies) {
    try {
      await within(context.sendActivity(sdkReply.parse(activity)), sendMs);
      sentSeq = seq;
    } catch (err) {
      const failure = failedSend(err, sentSeq, seq);
      log.warn({ err, conversationId, seq, result: failure.result }, 'the channel did not take a message');
      return failure;
    }
  }
  return { result: 'sent' };
}

async function within(work: Promise<unknown>, milliseconds: number): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
    // What comes too late is nobody's any more.
    work.catch(() => undefined);
  }
}
