import type { Activity, Reply } from '../domain/activity.ts';
import type { IncomingTurn } from '../domain/incoming-turn.ts';
import type { Locale } from '../domain/locale.ts';
import type { LoggedActivity } from '../domain/ports.ts';
import { activityId, replyActivities } from './reply-activities.ts';

/** The incoming activity and the replies to it as rows of the log. @param seq the number of the first */
export function toRows(
  incoming: IncomingTurn,
  said: { readonly replies: readonly Reply[]; readonly locale: Locale | null },
  seq: number,
  now: string,
): readonly LoggedActivity[] {
  const { conversationId, channel, dedupeKey } = incoming;
  const ownId = channelConversationId(incoming);
  const received: Activity = {
    ...incoming.activity,
    id: incoming.activity.id ?? activityId(ownId, seq),
    timestamp: incoming.activity.timestamp ?? now,
  };
  const replies = replyActivities(said.replies, {
    incoming: received,
    channel,
    channelConversationId: ownId,
    firstSeq: seq + 1,
    now,
    locale: said.locale,
  });
  return [
    { conversationId, seq, direction: 'incoming', dedupeKey, activity: received, createdAt: now },
    ...replies.map(
      (activity, index): LoggedActivity => ({
        conversationId,
        seq: seq + 1 + index,
        direction: 'outgoing',
        dedupeKey: null,
        activity,
        createdAt: now,
      }),
    ),
  ];
}

/** The channel's own id of the conversation. */
export function channelConversationId({ activity, channel, conversationId }: IncomingTurn): string {
  return activity.conversation?.id ?? conversationId.slice(channel.length + 1);
}
