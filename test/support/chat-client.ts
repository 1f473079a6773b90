import { randomUUID } from 'node:crypto';
import { z } from 'zod';

const tokenSchema = z.object({ token: z.string(), conversationId: z.string() });
const sentSchema = z.object({ id: z.string() });
const activitySchema = z.looseObject({
  id: z.string(),
  type: z.string(),
  text: z.string().optional(),
  replyToId: z.string().optional(),
  from: z.looseObject({ id: z.string(), role: z.string().optional() }),
  attachments: z.array(z.looseObject({ content: z.unknown() })).optional(),
});
const setSchema = z.object({ activities: z.array(activitySchema), watermark: z.string().nullish() });

/** An activity as a Direct Line client receives it. */
export type ReceivedActivity = z.infer<typeof activitySchema>;

/** What a client sends: words, or the data of a card's button. */
export type Sent = string | Readonly<Record<string, unknown>>;

/** A Direct Line conversation over plain HTTP, whose messages can be repeated like those of a client that got no answer. */
export interface ChatClient {
  readonly conversationId: string;
  /** Posts with a key that makes a repetition recognisable; gives the id of the logged activity. */
  post(sent: Sent, key?: string): Promise<string>;
  /** Everything so far, in order. */
  history(): Promise<readonly ReceivedActivity[]>;
  /** Posts, and gives what the bot answered to it. */
  ask(sent: Sent): Promise<readonly ReceivedActivity[]>;
}

/** Starts a conversation of a user whom the Direct Line secret vouches for. */
export async function startChat(
  server: { url: string; directLineSecret: string },
  user: string,
  locale = 'zh-CN',
): Promise<ChatClient> {
  const call = async (path: string, bearer: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${server.url}/v3/directline/${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const generated = tokenSchema.parse(await call('tokens/generate', server.directLineSecret, { user: { id: user } }));
  const { token, conversationId } = tokenSchema.parse(
    await call('conversations', generated.token, { user: { id: user }, locale }),
  );
  const path = `conversations/${conversationId}/activities`;
  const post = async (sent: Sent, key: string = randomUUID()) => {
    const content = typeof sent === 'string' ? { text: sent } : { value: sent };
    const activity = {
      type: 'message',
      from: { id: user },
      locale,
      channelData: { clientActivityID: key },
      ...content,
    };
    return sentSchema.parse(await call(path, token, activity)).id;
  };
  const history = async () => setSchema.parse(await call(path, token)).activities;
  return {
    conversationId,
    post,
    history,
    ask: async (sent) => {
      const id = await post(sent);
      return (await history()).filter(({ replyToId }) => replyToId === id);
    },
  };
}

/** All cards among activities, in order. */
export function cardsOf(activities: readonly ReceivedActivity[]): readonly unknown[] {
  return activities.flatMap(({ attachments }) => (attachments ?? []).map(({ content }) => content));
}
