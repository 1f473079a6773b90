import type { Activity as SdkActivity, TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { SendResult } from '../domain/outgoing.ts';
import type { LoggedActivity } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import { failedSend } from './send-result.ts';

/** What the log holds was written by us; the SDK names its fields more strictly than the log does. */
const sdkReply = z.custom<Partial<SdkActivity>>((value) => typeof value === 'object' && value !== null);

/**
 * Sends the outgoing rows in order through the connector of a turn; after the first that is not surely taken nothing more is
 * sent, and the result tells where to go on. Never rejects. How long each may take is decided where it is called off: a limit
 * around the SDK would leave the call behind it, and it would be made later all the same.
 */
export async function sendReplies(
  context: Pick<TurnContext, 'sendActivity'>,
  rows: readonly LoggedActivity[],
  log: Log,
): Promise<SendResult> {
  const replies = rows.filter(({ direction }) => direction === 'outgoing');
  let sentSeq = (replies[0]?.seq ?? 1) - 1;
  for (const { seq, activity, conversationId } of replies) {
    try {
      await context.sendActivity(sdkReply.parse(activity));
      sentSeq = seq;
    } catch (err) {
      const failure = failedSend(err, sentSeq, seq);
      log.warn({ err, conversationId, seq, result: failure.result }, 'the channel did not take a message');
      return failure;
    }
  }
  return { result: 'sent' };
}
