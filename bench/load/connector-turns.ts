import type { LoadConnector } from './connector-double.ts';
import { createKeepAliveClient } from './keep-alive-client.ts';
import { type Sentences, speaker } from './sentences.ts';

/** Turns over `POST /api/messages` of one server. */
export interface ConnectorTurns {
  /** A person opens a conversation with a problem; resolves when the reply is at the connector and the request is answered. */
  take(number: number): Promise<void>;
  /** Replies so far, and how many of them carried a card, as self-help does. */
  seen(): { readonly replies: number; readonly cards: number };
  close(): void;
}

/** Channel of the activities: one that allows cards, and that the samples' EchoBot answers alike. */
export const CHANNEL = 'webchat';
const REPLY_DEADLINE_MS = 30_000;

/** The activity with which a person of the Web Chat channel says something. */
export function messageActivity(options: {
  readonly id: string;
  readonly serviceUrl: string;
  readonly conversationId: string;
  readonly personId: string;
  readonly text: string;
  readonly locale: string;
}): string {
  const { id, serviceUrl, conversationId, personId, text, locale } = options;
  return JSON.stringify({
    type: 'message',
    id,
    timestamp: new Date().toISOString(),
    channelId: CHANNEL,
    serviceUrl,
    from: { id: personId, name: personId, role: 'user' },
    recipient: { id: 'bot', name: 'Bot', role: 'bot' },
    conversation: { id: conversationId },
    text,
    textFormat: 'plain',
    locale,
  });
}

/**
 * Joins a server and a connector.
 * @param run keeps the conversations of this server apart from those of earlier runs on the same database
 */
export function createConnectorTurns(
  server: { readonly url: string },
  connector: LoadConnector,
  options: {
    readonly run: string;
    readonly atOnce: number;
    readonly sentences: Sentences;
    /** Who speaks; left out, the people of the demo directory in turn. */
    readonly personOf?: (number: number) => string;
    /** What each reply must hold: an answer of another kind would be measured for it. */
    readonly expected?: string;
  },
): ConnectorTurns {
  const client = createKeepAliveClient(server.url, options.atOnce);
  const waiting = new Map<string, (body: string) => void>();
  let replies = 0;
  let cards = 0;
  connector.onReply(({ conversationId, body }) => {
    if (!conversationId.startsWith(`${options.run}-`)) return;
    replies += 1;
    if (body.includes('"attachments":[{')) cards += 1;
    waiting.get(conversationId)?.(body);
  });

  async function take(number: number): Promise<void> {
    const conversationId = `${options.run}-${number}`;
    const body = messageActivity({
      ...options.sentences(number),
      id: `${conversationId}|0000001`,
      serviceUrl: connector.serviceUrl,
      conversationId,
      personId: (options.personOf ?? speaker)(number),
    });
    const replied = Promise.withResolvers<string>();
    const late = setTimeout(() => replied.reject(new Error(`${conversationId} got no reply`)), REPLY_DEADLINE_MS);
    waiting.set(conversationId, replied.resolve);
    try {
      const [answer, reply] = await Promise.all([
        client.send('POST', '/api/messages', { 'content-type': 'application/json' }, body),
        replied.promise,
      ]);
      if (answer.status >= 300) throw new Error(`${conversationId} was answered ${answer.status}: ${answer.text}`);
      if (!reply.includes(options.expected ?? '')) throw new Error(`${conversationId} got another reply: ${reply}`);
    } finally {
      clearTimeout(late);
      waiting.delete(conversationId);
    }
  }

  return { take, seen: () => ({ replies, cards }), close: client.close };
}
