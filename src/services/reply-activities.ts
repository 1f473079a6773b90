import type { Activity, Reply } from '../domain/activity.ts';
import type { Instant, Locale } from '../domain/locale.ts';

/** What the replies of one turn have in common. */
export interface ReplySetting {
  /** The activity that is answered, with the id under which it is logged. */
  readonly incoming: Activity;
  readonly channel: string;
  /** The conversation's id as the channel knows it. */
  readonly channelConversationId: string;
  /** The place of the first reply in the log. */
  readonly firstSeq: number;
  readonly now: Instant;
  readonly locale: Locale | null;
}

const BOT = { id: 'bot', name: 'Support Intake Bot' };
const CARD = 'application/vnd.microsoft.card.adaptive';

/** The id of an activity that got none from its channel, in the form of Direct Line 3.0: conversation and place in the log. */
export function activityId(channelConversationId: string, seq: number): string {
  return `${channelConversationId}|${String(seq).padStart(7, '0')}`;
}

/** Replies as message activities of the Bot Framework, ready to be logged and sent on any channel. */
export function replyActivities(replies: readonly Reply[], setting: ReplySetting): Activity[] {
  return replies.map((reply, index) => messageOf(reply, setting.firstSeq + index, setting));
}

function messageOf(reply: Reply, seq: number, setting: ReplySetting): Activity {
  const { incoming, channel, channelConversationId } = setting;
  const { text, speak, card, suggestions } = reply;
  return {
    type: 'message',
    id: activityId(channelConversationId, seq),
    timestamp: setting.now,
    channelId: channel,
    conversation: { id: channelConversationId },
    // The account that was written to answers; where the channel names none, one of ours.
    from: { ...BOT, ...(incoming.recipient ?? {}), role: 'bot' },
    ...(incoming.from && { recipient: incoming.from }),
    ...(incoming.id && { replyToId: incoming.id }),
    ...(setting.locale && { locale: setting.locale }),
    text,
    textFormat: 'markdown',
    ...(speak !== undefined && { speak }),
    ...(card && { attachments: [{ contentType: CARD, content: card }] }),
    ...(suggestions?.length && {
      suggestedActions: { actions: suggestions.map(({ title, value }) => ({ type: 'imBack', title, value })) },
    }),
    inputHint: 'acceptingInput',
  };
}
