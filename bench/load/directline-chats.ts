import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { type Answer, createKeepAliveClient, type KeepAliveClient } from './keep-alive-client.ts';

const startedSchema = z.object({ token: z.string(), conversationId: z.string() });
const streamSchema = z.object({ conversationId: z.string(), streamUrl: z.string() });
const setSchema = z.object({
  activities: z.array(
    z.object({
      id: z.string().optional(),
      replyToId: z.string().optional(),
      from: z.object({ role: z.string().optional() }).optional(),
    }),
  ),
});

/** What the bot said in an open chat: the id of its message, and of the one that it answers (none: it speaks first). */
export interface Said {
  readonly id: string;
  readonly replyToId: string | null;
}

/** A conversation of the web widget, with its stream open. */
export interface Chat {
  readonly conversationId: string;
  /**
   * Posts a message. The reply comes over the stream.
   * @param key by which the server knows a repetition of this message
   * @throws Error when the connection breaks
   */
  post(key: string, text: string, locale: string): Promise<Answer>;
  /** Called with what the bot says from now on. */
  onSaid(listener: (said: Said) => void): void;
  close(): void;
}

/** A start that the server has turned away at one of its steps, with its answer. */
export interface TurnedAway {
  readonly turnedAway: Answer;
}

/** Opens chats of one server. */
export interface Chats {
  /** Opens a chat as the widget does (token, conversation, stream) and waits for the welcome. @throws Error when the connection breaks */
  open(personId: string): Promise<Chat | TurnedAway>;
  close(): void;
}

const OPEN_DEADLINE_MS = 30_000;

/** @param connections for HTTP, open at most at once; streams come on top */
export function createChats(server: { readonly url: string }, secret: string, connections: number): Chats {
  const client = createKeepAliveClient(server.url, connections);
  return {
    open: async (personId) => {
      const user = { user: { id: personId } };
      const generated = await call(client, 'tokens/generate', secret, user);
      if (generated.status !== 200) return { turnedAway: generated };
      const { token } = startedSchema.parse(JSON.parse(generated.text));
      const started = await call(client, 'conversations', token, { ...user, locale: 'zh-CN' });
      if (started.status >= 300) return { turnedAway: started };
      const { conversationId, streamUrl } = streamSchema.parse(JSON.parse(started.text));
      return openStream({ client, server, token, conversationId, streamUrl, personId });
    },
    close: client.close,
  };
}

/** Opens a chat. @throws Error when the server turns it away: without load of others it must not */
export async function openChat(chats: Chats, personId: string): Promise<Chat> {
  const chat = await chats.open(personId);
  if (!('turnedAway' in chat)) return chat;
  throw new Error(`a conversation was turned away: ${chat.turnedAway.status} ${chat.turnedAway.text}`);
}

/** Times that a busy server is asked again. */
const MOST_TRIES = 30;

/**
 * Opens a chat, and comes back when the server is busy, as clients do: on a machine that has other work, one that has just
 * started may be late. @throws Error when it turns the chat away for another reason, or all the time
 */
export async function openPatiently(chats: Chats, personId: string): Promise<Chat> {
  for (let tries = 1; ; tries += 1) {
    const chat = await chats.open(personId);
    if (!('turnedAway' in chat)) return chat;
    const { status, text, retryAfter } = chat.turnedAway;
    if (status !== 503 || tries === MOST_TRIES) throw new Error(`a conversation was turned away: ${status} ${text}`);
    await pause(Number(retryAfter ?? 1) * 1000);
  }
}

/** Posts, and waits until the reply is on the stream and the post is answered. @throws Error when one of them does not come */
export async function ask(chat: Chat, text: string, locale: string): Promise<void> {
  const replied = Promise.withResolvers<void>();
  const late = setTimeout(() => replied.reject(new Error(`${chat.conversationId} got no reply`)), OPEN_DEADLINE_MS);
  chat.onSaid(() => replied.resolve());
  try {
    const [answer] = await Promise.all([chat.post(randomUUID(), text, locale), replied.promise]);
    if (answer.status >= 300) throw new Error(`${chat.conversationId} was answered ${answer.status}: ${answer.text}`);
  } finally {
    clearTimeout(late);
  }
}

function call(client: KeepAliveClient, path: string, bearer: string, body: object): Promise<Answer> {
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
  return client.send('POST', `/v3/directline/${path}`, headers, JSON.stringify(body));
}

interface Opening {
  readonly client: KeepAliveClient;
  readonly server: { readonly url: string };
  readonly token: string;
  readonly conversationId: string;
  readonly streamUrl: string;
  readonly personId: string;
}

function openStream({
  client,
  server,
  token,
  conversationId,
  streamUrl,
  personId,
}: Opening): Promise<Chat | TurnedAway> {
  // The stream's host is the public address of the product; here everything is on this machine.
  const { pathname, search } = new URL(streamUrl);
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}${pathname}${search}`, { perMessageDeflate: false });
  let listener: (said: Said) => void = () => undefined;
  const chat: Chat = {
    conversationId,
    post: (key, text, locale) => {
      const channelData = { clientActivityID: key };
      const activity = { type: 'message', from: { id: personId }, text, locale, channelData };
      return call(client, `conversations/${conversationId}/activities`, token, activity);
    },
    onSaid: (next) => {
      listener = next;
    },
    close: () => socket.terminate(),
  };
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => fail(new Error(`${conversationId}: no welcome in time`)), OPEN_DEADLINE_MS);
    const fail = (error: Error) => {
      clearTimeout(late);
      socket.terminate();
      reject(error);
    };
    // After the opening a broken stream shows as replies that do not come.
    socket.on('error', fail);
    socket.once('unexpected-response', (request, { statusCode = 0, headers }) => {
      clearTimeout(late);
      request.destroy();
      resolve({ turnedAway: { status: statusCode, text: '', retryAfter: headers['retry-after'] ?? null } });
    });
    listener = () => {
      clearTimeout(late);
      listener = () => undefined;
      resolve(chat);
    };
    socket.on('message', (data) => {
      for (const said of readSet(String(data))) listener(said);
    });
  });
}

function readSet(text: string): readonly Said[] {
  // An empty text keeps the connection alive.
  if (text === '') return [];
  return setSchema
    .parse(JSON.parse(text))
    .activities.flatMap(({ id, replyToId, from }) =>
      from?.role === 'bot' ? [{ id: id ?? '', replyToId: replyToId ?? null }] : [],
    );
}
