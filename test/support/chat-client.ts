import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const tokenSchema = z.object({ token: z.string(), conversationId: z.string() });
const sentSchema = z.object({ id: z.string() });
const streamSchema = z.object({ streamUrl: z.string() });
const activitySchema = z.looseObject({
  id: z.string(),
  type: z.string(),
  text: z.string().optional(),
  replyToId: z.string().optional(),
  from: z.looseObject({ id: z.string(), role: z.string().optional() }),
  attachments: z.array(z.looseObject({ content: z.unknown().optional() })).optional(),
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
  /** Sends files with words, as directlinejs does. */
  upload(text: string, files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>): Promise<void>;
  /** The address of a stream that begins after a watermark, or at the beginning. */
  streamUrl(watermark?: string): Promise<string>;
  /** The same conversation through another address. */
  at(url: string): ChatClient;
}

/** Starts a conversation of a user whom the Direct Line secret vouches for. */
export async function startChat(
  server: { url: string; directLineSecret: string },
  user: string,
  locale = 'zh-CN',
): Promise<ChatClient> {
  const generated = await generateToken(server, user);
  const { token, conversationId } = tokenSchema.parse(
    await call(server.url, 'conversations', generated, { user: { id: user }, locale }),
  );
  return createClient(server.url, { token, conversationId, user, locale });
}

/** A token for one conversation of a user, which does not begin by it. */
export async function generateToken(server: { url: string; directLineSecret: string }, user: string): Promise<string> {
  return tokenSchema.parse(await call(server.url, 'tokens/generate', server.directLineSecret, { user: { id: user } }))
    .token;
}

/** Who talks, and where. */
interface Talk {
  readonly token: string;
  readonly conversationId: string;
  readonly user: string;
  readonly locale: string;
}

function createClient(url: string, talk: Talk): ChatClient {
  const { token, conversationId, user, locale } = talk;
  const path = `conversations/${conversationId}`;
  const post = async (sent: Sent, key: string = randomUUID()) => {
    const content = typeof sent === 'string' ? { text: sent } : { value: sent };
    const activity = {
      type: 'message',
      from: { id: user },
      locale,
      channelData: { clientActivityID: key },
      ...content,
    };
    return sentSchema.parse(await call(url, `${path}/activities`, token, activity)).id;
  };
  const history = async () => setSchema.parse(await call(url, `${path}/activities`, token)).activities;
  return {
    conversationId,
    post,
    history,
    ask: async (sent) => {
      const id = await post(sent);
      return (await history()).filter(({ replyToId }) => replyToId === id);
    },
    upload: async (text, files) => {
      const form = new FormData();
      const activity = JSON.stringify({ type: 'message', from: { id: user }, locale, text });
      form.append('activity', new Blob([activity], { type: 'application/vnd.microsoft.activity' }));
      for (const [name, bytes] of Object.entries(files)) form.append('file', new Blob([bytes]), name);
      const headers = { authorization: `Bearer ${token}` };
      const response = await fetch(`${url}/v3/directline/${path}/upload`, { method: 'POST', headers, body: form });
      if (!response.ok) throw new Error(`the upload answered ${response.status}: ${await response.text()}`);
      await response.body?.cancel();
    },
    streamUrl: async (watermark = '') =>
      streamSchema.parse(await call(url, `${path}?watermark=${watermark}`, token)).streamUrl,
    at: (other) => createClient(other, talk),
  };
}

/** Calls for so long, in milliseconds, while the server says that it is busy: a machine that also runs other tests is. */
const PATIENCE_MS = 20_000;
const PAUSE_MS = 200;

/** Like the widget and channels, it comes back when it is told to: busy means that nothing was taken. */
async function call(url: string, path: string, bearer: string, body?: unknown): Promise<unknown> {
  const begun = performance.now();
  for (;;) {
    const response = await ask(url, path, bearer, body);
    if (response.ok) return response.json();
    const text = await response.text();
    const isBusy = response.status === 503 && text.includes('"Busy"');
    if (!isBusy || performance.now() - begun > PATIENCE_MS) {
      throw new Error(`${path} answered ${response.status}: ${text}`);
    }
    await pause(PAUSE_MS);
  }
}

function ask(url: string, path: string, bearer: string, body?: unknown): Promise<Response> {
  return fetch(`${url}/v3/directline/${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
  });
}

/** All cards among activities, in order. */
export function cardsOf(activities: readonly ReceivedActivity[]): readonly unknown[] {
  return activities.flatMap(({ attachments }) => (attachments ?? []).map(({ content }) => content));
}
