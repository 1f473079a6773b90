import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { LoggedActivity, Store } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import { parseWatermark, storedId, toActivitySet } from './activity-set.ts';
import { type Answer, refuse } from './answers.ts';
import { createStreamFeed } from './stream-feed.ts';
import type { StreamHub } from './stream-hub.ts';
import type { Tokens } from './tokens.ts';

/** What the sockets are made of. */
export interface StreamSocketsParts {
  readonly store: Pick<Store, 'loadConversation' | 'listActivities'>;
  readonly hub: StreamHub;
  readonly tokens: Tokens;
  readonly log: Log;
  /**
   * Milliseconds between two keep-alives. A client that answers none between two of them is gone, or so slow that it reads
   * on from its watermark when it comes back; its socket is dropped.
   */
  readonly keepAliveMs?: number;
}

/** The WebSocket side of the endpoint. */
export interface StreamSockets {
  /** Takes an upgrade of `GET /v3/directline/conversations/:id/stream`; false for another address. */
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** How many sockets are open. */
  count(): number;
  /** Closes all with 1001 "going away" (RFC 6455, 7.4.1) and takes no more. */
  close(): void;
}

/** Close code of a socket whose conversation was opened by another one; of the private range (RFC 6455, 7.4.2). */
export const COLLISION = 4409;

const PATH = /^\/v3\/directline\/conversations\/([\w-]{1,100})\/stream$/;
const SYSTEM = { system: 'stream' } as const;
const PAGE = 100;

interface Opening {
  readonly conversationId: string;
  readonly position: number;
}

interface OpenSocket {
  readonly socket: WebSocket;
  isAlive: boolean;
}

function turnAway(socket: Duplex, { status, body }: Answer): void {
  const text = JSON.stringify(body);
  const head = [`HTTP/1.1 ${status} Refused`, 'Content-Type: application/json', 'Connection: close'];
  socket.end(`${head.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}

async function checkOpening(parts: StreamSocketsParts, conversationId: string, url: URL): Promise<Opening | Answer> {
  const ticket = url.searchParams.get('t');
  const checked = ticket === null ? null : await parts.tokens.checkTicket(ticket);
  if (!checked) return refuse('Unauthorized', 'The address carries no ticket. Use the streamUrl as it was given.');
  if (!checked.ok && checked.expired)
    return refuse('TokenExpired', 'The stream address has expired. Ask for a new one.');
  if (!checked.ok || checked.grant.conversationId !== conversationId) {
    return refuse('Forbidden', 'The stream address is not valid. Ask for a new one.');
  }
  const watermark = parseWatermark(url.searchParams.get('watermark') ?? undefined);
  if (watermark === null) return refuse('BadArgument', 'The watermark has to be one that this conversation gave.');
  const stored = await parts.store.loadConversation(SYSTEM, storedId(conversationId));
  if (!stored) return refuse('ConversationNotFound', 'This conversation does not exist. Start a new one.');
  return { conversationId, position: watermark === 'absent' ? stored.lastSeq : Math.min(watermark, stored.lastSeq) };
}

function feedSocket(parts: StreamSocketsParts, socket: WebSocket, opening: Opening): void {
  const id = storedId(opening.conversationId);
  const feed = createStreamFeed({
    position: opening.position,
    read: (afterSeq) => parts.store.listActivities(SYSTEM, id, afterSeq, PAGE),
    send: async (rows: readonly LoggedActivity[]) => {
      const set = toActivitySet(rows, opening.position);
      if (set.activities.length === 0) return;
      // A socket that fails meanwhile is closed, and its client comes back for the rest.
      await new Promise<void>((resolve) => socket.send(JSON.stringify(set), () => resolve()));
    },
    fail: (error) => {
      parts.log.error({ err: error, conversationId: id }, 'stream could not be read');
      socket.close(1011, 'try again');
    },
  });
  const unsubscribe = parts.hub.subscribe(id, feed.accept);
  feed.catchUp();
  socket.once('close', () => {
    feed.end();
    unsubscribe();
  });
}

/**
 * Sockets that carry activity sets: what the log holds after the watermark, then what is committed, without loss and
 * without doubles. One socket a conversation: a later one closes the earlier with `collision`. An empty text is a
 * keep-alive in both directions; anything else that a client sends is ignored.
 */
export function createStreamSockets(parts: StreamSocketsParts): StreamSockets {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: 1024,
    perMessageDeflate: false,
  });
  const open = new Map<string, OpenSocket>();
  let isClosed = false;

  const keepAlive = setInterval(() => {
    for (const entry of open.values()) {
      if (!entry.isAlive) entry.socket.terminate();
      entry.isAlive = false;
      if (entry.socket.readyState === entry.socket.OPEN) {
        entry.socket.send('');
        entry.socket.ping();
      }
    }
  }, parts.keepAliveMs ?? 20_000);
  keepAlive.unref();

  function adopt(socket: WebSocket, opening: Opening): void {
    const entry: OpenSocket = { socket, isAlive: true };
    const earlier = open.get(opening.conversationId);
    open.set(opening.conversationId, entry);
    earlier?.socket.close(COLLISION, 'collision');
    const alive = (): void => {
      entry.isAlive = true;
    };
    socket.on('pong', alive);
    socket.on('message', alive);
    socket.on('error', (error) =>
      parts.log.warn({ err: error, conversationId: opening.conversationId }, 'socket failed'),
    );
    socket.once('close', () => {
      if (open.get(opening.conversationId) === entry) open.delete(opening.conversationId);
    });
    feedSocket(parts, socket, opening);
  }

  async function answer(
    conversationId: string,
    url: URL,
    req: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): Promise<void> {
    const opening = await checkOpening(parts, conversationId, url);
    if ('status' in opening) return turnAway(socket, opening);
    if (isClosed) return turnAway(socket, refuse('BotError', 'The server is stopping. Connect again.'));
    server.handleUpgrade(req, socket, head, (webSocket) => adopt(webSocket, opening));
  }

  return {
    upgrade: (req, socket, head) => {
      const url = URL.parse(req.url ?? '', 'http://localhost');
      const conversationId = url ? PATH.exec(url.pathname)?.[1] : undefined;
      if (!url || conversationId === undefined) return false;
      answer(conversationId, url, req, socket, head).catch((error: unknown) => {
        parts.log.error({ err: error, conversationId }, 'stream could not be opened');
        socket.destroy();
      });
      return true;
    },
    count: () => open.size,
    close: () => {
      isClosed = true;
      clearInterval(keepAlive);
      for (const { socket } of open.values()) socket.close(1001, 'going away');
    },
  };
}
