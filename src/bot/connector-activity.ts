import { z } from 'zod';
import { type Activity, activitySchema, channelIdSchema } from '../domain/activity.ts';

const accountSchema = z.looseObject({
  id: channelIdSchema.min(1),
  name: z.string().max(400).nullish(),
  aadObjectId: z.string().max(100).nullish(),
  role: z.string().max(40).nullish(),
});

/**
 * An activity as a Bot Framework channel posts it: without these fields no reply could be addressed.
 * Source: Bot Framework activity schema, "Activity structure".
 */
export const connectorActivitySchema = activitySchema.extend({
  // Together with the conversation's id it is our key, so it holds no slash.
  channelId: z.string().regex(/^[\w-]{1,60}$/),
  serviceUrl: z.string().min(1).max(2000),
  from: accountSchema,
  recipient: accountSchema.nullish(),
  conversation: z.looseObject({
    // The SDK sends it as a header as well, which holds no other characters.
    id: channelIdSchema.min(1).regex(/^[\x20-\x7e\xa0-\xff]+$/),
    tenantId: z.string().max(100).nullish(),
    isGroup: z.boolean().nullish(),
    // The SDK refuses to send a reply whose conversation has these in another type.
    name: z.string().max(400).nullish(),
    conversationType: z.string().max(100).nullish(),
    aadObjectId: z.string().max(100).nullish(),
    role: z.string().max(40).nullish(),
  }),
});
export type ConnectorActivity = z.infer<typeof connectorActivitySchema>;

const mentionSchema = z.looseObject({
  type: z.literal('mention'),
  text: z.string().min(1),
  mentioned: z.looseObject({ id: z.string() }),
});

/** Source: Universal Actions for Adaptive Cards, "adaptiveCard/action" invoke. */
const executeSchema = z.looseObject({
  action: z.looseObject({ verb: z.string().min(1).max(100), data: z.record(z.string(), z.unknown()).nullish() }),
});

/** An invoke whose value is not what its name promises. */
export const MALFORMED_INVOKE = 'malformed-invoke';

/**
 * What a turn is taken on: a message without the mention of the bot, somebody who joined, or a card action that came as an
 * invoke, turned into the message that `Action.Submit` would have sent. Null when there is nothing to answer.
 */
export function turnActivityOf(activity: ConnectorActivity): Activity | typeof MALFORMED_INVOKE | null {
  if (activity.type === 'message') return { ...activity, text: withoutMention(activity) };
  if (activity.type === 'conversationUpdate') return somebodyJoined(activity) ? activity : null;
  if (activity.type !== 'invoke' || activity.name !== 'adaptiveCard/action') return null;
  const execute = executeSchema.safeParse(activity.value);
  if (!execute.success) return MALFORMED_INVOKE;
  const { verb, data } = execute.data.action;
  return { ...activity, type: 'message', text: null, value: { ...data, verb } };
}

/** In Teams channels a bot hears only what mentions it; the name would spoil the recognition of the sentence. */
function withoutMention(activity: ConnectorActivity): string | null {
  let text = activity.text ?? null;
  for (const entity of activity.entities ?? []) {
    const mention = mentionSchema.safeParse(entity);
    if (text === null || !mention.success || mention.data.mentioned.id !== activity.recipient?.id) continue;
    text = text.replaceAll(mention.data.text, ' ');
  }
  return text === activity.text ? text : (text?.replace(/\s+/g, ' ').trim() ?? null);
}

/** A person who opens a chat is greeted; in a group the bot speaks when it is spoken to, not to each new member. */
function somebodyJoined({ conversation, membersAdded, recipient }: ConnectorActivity): boolean {
  return !conversation.isGroup && (membersAdded ?? []).some(({ id }) => id !== recipient?.id);
}
