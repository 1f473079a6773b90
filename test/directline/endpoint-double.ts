import type { Duplex } from 'node:stream';
import { z } from 'zod';
import type { ChatLimits, ChatRate } from '../../src/directline/chat-limits.ts';
import { registerConversationRoutes } from '../../src/directline/conversation-routes.ts';
import { type Conversations, createConversations } from '../../src/directline/conversations.ts';
import { createStreamHub, type StreamHub } from '../../src/directline/stream-hub.ts';
import { createStreamSockets, type StreamSockets } from '../../src/directline/stream-sockets.ts';
import { registerTokenRoutes } from '../../src/directline/token-routes.ts';
import { createTokens, type Tokens } from '../../src/directline/tokens.ts';
import { registerWidgetRoutes } from '../../src/directline/widget-routes.ts';
import { activitySchema } from '../../src/domain/activity.ts';
import type { Clock, Store } from '../../src/domain/ports.ts';
import { createAdmission } from '../../src/http/admission.ts';
import { createGuard, type GuardOptions } from '../../src/http/guard.ts';
import { createRateLimit } from '../../src/http/rate-limit.ts';
import { createHttpServer, type HttpServerParts } from '../../src/http/server.ts';
import { socketOrigin } from '../../src/http/socket-origin.ts';
import { createTurnstile } from '../../src/http/turnstile.ts';
import { createLog } from '../../src/log.ts';
import { openTemporaryStore } from '../support/store-temporary.ts';
import { createTurnDouble, type TurnDouble } from './turn-double.ts';

export const SECRET = 'a secret of at least thirty-two characters';
const silent = createLog({ level: 'silent' });

/** A clock that goes on only when it is told to. */
export interface HandClock extends Clock {
  forward(seconds: number): void;
}

export function createHandClock(): HandClock {
  let now = Date.parse('2026-03-02T01:00:00.000Z');
  return {
    now: () => new Date(now).toISOString(),
    forward: (seconds) => {
      now += seconds * 1000;
    },
  };
}

/** The endpoint on a free port, over a real store on disk. */
export interface Endpoint {
  readonly url: string;
  readonly clock: HandClock;
  readonly store: Store;
  readonly bot: TurnDouble;
  readonly hub: StreamHub;
  readonly tokens: Tokens;
  readonly sockets: StreamSockets;
  readonly conversations: Conversations;
  /** Connections that asked for an upgrade and are still there. */
  connections(): number;
  /** Cuts all sockets without a word, as a lost network does. */
  cutSockets(): void;
  stop(): Promise<void>;
}

/** Real limits with numbers of a test. */
function takeOf(points: Partial<Record<ChatRate, number>>): ChatLimits['take'] {
  const limits = new Map(
    Object.entries(points).map(([rate, most]) => [rate, createRateLimit({ points: most, seconds: 10 })]),
  );
  return (rate, key, weight) => limits.get(rate)?.take(key, weight) ?? 0;
}

/** Starts the whole endpoint; `turnMs` is how long a client waits for the bot. */
export async function startEndpoint(
  options: {
    turnMs?: number;
    keepAliveMs?: number;
    frameMs?: number;
    openingMs?: number;
    demo?: boolean;
    guard?: GuardOptions;
    /** Points of ten seconds for some of the rates; the others let everything through. */
    points?: Partial<Record<ChatRate, number>>;
    http?: Partial<HttpServerParts>;
  } = {},
): Promise<Endpoint> {
  const { store, remove } = await openTemporaryStore();
  const clock = createHandClock();
  const bot = createTurnDouble(store, clock);
  const hub = createStreamHub({ store, log: silent });
  const tokens = createTokens([SECRET, 'the secret before, also long enough now'], clock);
  const ids = { uuid: () => crypto.randomUUID() };
  // How fast this machine is at the moment must not decide what is answered.
  const timeless = { turnstile: createTurnstile({ nowMs: () => 0 }), admission: createAdmission() };
  const guard = createGuard({ ...timeless, ...options.guard });
  const { callerOf } = guard.addresses;
  const limits = options.points ? { take: takeOf(options.points), callerOf } : { take: guard.rates.take, callerOf };
  const http = createHttpServer({
    log: silent,
    newRequestId: () => 'id',
    widgetOrigins: ['https://intranet.example'],
    guard,
    ...options.http,
  });
  const conversations = createConversations({ store, takeTurn: bot.takeTurn, hub, clock, log: silent, ...options });
  const sockets = createStreamSockets({ store, hub, tokens, limits, log: silent, ...options });
  registerTokenRoutes(http.routes, { tokens, ids, limits });
  registerConversationRoutes(http.routes, {
    conversations,
    store,
    tokens,
    ids,
    limits,
    socketOrigin: socketOrigin(null),
  });
  registerWidgetRoutes(http.routes, {
    tokens,
    conversations,
    ids,
    limits,
    origins: ['https://intranet.example'],
    demoPeople: options.demo === false ? null : new Map([['dl_contoso-admin', 'Contoso 管理员']]),
  });
  const connections = new Set<Duplex>();
  http.onUpgrade((req, socket, head) => {
    connections.add(socket.once('close', () => connections.delete(socket)));
    return sockets.upgrade(req, socket, head);
  });
  const port = await http.listen(0, '127.0.0.1');
  return {
    url: `http://127.0.0.1:${port}`,
    clock,
    store,
    bot,
    hub,
    tokens,
    sockets,
    conversations,
    connections: () => connections.size,
    cutSockets: () => {
      for (const connection of connections) connection.destroy();
    },
    stop: async () => {
      await http.stop({ drain: conversations.settled, closeSockets: sockets.close });
      await remove();
    },
  };
}

const answerSchema = z.object({
  conversationId: z.string().default(''),
  token: z.string().default(''),
  expires_in: z.number().default(0),
  streamUrl: z.string().default(''),
  id: z.string().default(''),
  sessionId: z.string().default(''),
  watermark: z.string().default(''),
  activities: z.array(activitySchema).default([]),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});

/** What a route answered. */
export type Answered = z.infer<typeof answerSchema> & { readonly status: number; readonly headers: Headers };

/** Calls a route of the endpoint. */
export async function call(
  endpoint: Endpoint,
  method: 'GET' | 'POST',
  path: string,
  options: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answered> {
  const response = await fetch(`${endpoint.url}${path}`, {
    method,
    headers: {
      ...(options.token === undefined ? {} : { Authorization: `Bearer ${options.token}` }),
      ...(options.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  return { ...answerSchema.parse(await response.json()), status: response.status, headers: response.headers };
}

export const BASE = '/v3/directline';

/** A token with a user, not yet started. */
export function tokenFor(endpoint: Endpoint, id = 'dl_contoso-admin'): Promise<Answered> {
  return call(endpoint, 'POST', `${BASE}/tokens/generate`, { token: SECRET, body: { user: { id, name: 'Ada' } } });
}

/** A started conversation with a user. */
export async function startedFor(endpoint: Endpoint, id = 'dl_contoso-admin'): Promise<Answered> {
  const { token } = await tokenFor(endpoint, id);
  return call(endpoint, 'POST', `${BASE}/conversations`, { token, body: { locale: 'zh-CN' } });
}

/** Posts a message and gives the answer. */
export function say(endpoint: Endpoint, started: Answered, text: string, more: object = {}): Promise<Answered> {
  return call(endpoint, 'POST', `${BASE}/conversations/${started.conversationId}/activities`, {
    token: started.token,
    body: { type: 'message', text, from: { id: 'me' }, ...more },
  });
}

/** All activities from the beginning. */
export async function historyOf(endpoint: Endpoint, started: Answered): Promise<Answered> {
  return call(endpoint, 'GET', `${BASE}/conversations/${started.conversationId}/activities`, { token: started.token });
}
