import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Store } from '../domain/ports.ts';
import type { Log } from '../log.ts';
import { parseWatermark, storedId } from './activity-set.ts';
import { type Answer, refuse } from './answers.ts';
import { type ChatLimits, weighRead } from './chat-limits.ts';
import { createStreamFeed } from './stream-feed.ts';
import type { StreamHub } from './stream-hub.ts';
import { createStreamWriter } from './stream-writer.ts';
import type { Tokens } from './tokens.ts';

/** What the sockets are made of. */
export interface StreamSocketsParts {
  readonly store: Pick<Store, 'loadConversation' | 'listActivities'>;
  readonly hub: StreamHub;
  readonly tokens: Tokens;
  readonly limits: ChatLimits;
  readonly log: Log;
  /**
   * Milliseconds between two keep-alives. A client that answers none between two of them is gone, or so slow that it reads
   * on from its watermark when it comes back; its socket is dropped.
   */
  readonly keepAliveMs?: number;
  /** Milliseconds in which a client has to take a frame; 15 s. */
  readonly frameMs?: number;
  /** Milliseconds in which an upgrade is accepted or refused; 10 s. */
  readonly openingMs?: number;
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
/** Rows that are held for a client while it takes them. */
const PAGE = 25;
/** Frames of a client between two keep-alives; it has nothing to say but that it is there. */
const MOST_FRAMES = 200;

/** Of the `ws` library; its types know half of them. A peer that was told to close and does not is cut off. */
const SOCKET_LIMITS = {
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload: 1024,
  maxFragments: 8,
  maxBufferedChunks: 64,
  closeTimeout: 5000,
};

interface Opening {
  readonly conversationId: string;
  readonly position: number;
}

interface OpenSocket {
  readonly socket: WebSocket;
  isAlive: boolean;
  /** Frames heard since the last keep-alive. */
  heard: number;
}

function turnAway(socket: Duplex, { status, body }: Answer): void {
  const text = JSON.stringify(body);
  const head = [`HTTP/1.1 ${status} Refused`, 'Content-Type: application/json', 'Connection: close'];
  const bytes = `${head.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
  // A client that never closes its own side would keep the connection half open for ever.
  socket.end(bytes, () => socket.destroy());
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
    send: createStreamWriter({
      socket,
      frameMs: parts.frameMs ?? 15_000,
      onSent: (bytes) => weighRead(parts.limits, opening.conversationId, bytes),
      onSlow: () => parts.log.info({ conversationId: id }, 'a reader that was too slow was cut off'),
    }),
    fail: (error) => {
      parts.log.error({ err: error, conversationId: id }, 'stream could not be read');
      socket.close(1011, 'try again');
    },
  });
  const unsubscribe = parts.hub.subscribe(id, feed);
  feed.catchUp();
  socket.once('close', () => {
    feed.end();
    unsubscribe();
  });
}

/**
 * Sockets that carry activity sets: what the log holds after the watermark, then what is committed, without loss and
 * without doubles. One socket a conversation: a later one closes the earlier with `collision`. An empty text is a
 * keep-alive in both directions; other texts are ignored, and whoever sends many or anything but text is closed.
 */
export function createStreamSockets(parts: StreamSocketsParts): StreamSockets {
  const server = new WebSocketServer(SOCKET_LIMITS);
  const open = new Map<string, OpenSocket>();
  let isClosed = false;

  const keepAlive = setInterval(() => {
    for (const entry of open.values()) {
      if (!entry.isAlive) entry.socket.terminate();
      entry.isAlive = false;
      entry.heard = 0;
      if (entry.socket.readyState === entry.socket.OPEN) {
        entry.socket.send('');
        entry.socket.ping();
      }
    }
  }, parts.keepAliveMs ?? 20_000);
  keepAlive.unref();

  function adopt(socket: WebSocket, opening: Opening): void {
    const entry: OpenSocket = { socket, isAlive: true, heard: 0 };
    const earlier = open.get(opening.conversationId);
    open.set(opening.conversationId, entry);
    earlier?.socket.close(COLLISION, 'collision');
    const alive = (): void => {
      entry.isAlive = true;
      entry.heard += 1;
      if (entry.heard === MOST_FRAMES) socket.close(1008, 'too many frames');
      // It goes on all the same.
      if (entry.heard > MOST_FRAMES * 2) socket.terminate();
    };
    socket.on('ping', alive);
    socket.on('pong', alive);
    socket.on('message', (_data, isBinary) => {
      alive();
      if (isBinary) socket.close(1003, 'text only');
    });
    // A frame against the rules is the client's mistake: it is closed with the code of the rule (RFC 6455, 7.4.1).
    socket.on('error', (err) => parts.log.info({ err, conversationId: opening.conversationId }, 'socket failed'));
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
      const late = setTimeout(() => socket.destroy(), parts.openingMs ?? 10_000);
      answer(conversationId, url, req, socket, head)
        .catch((error: unknown) => {
          parts.log.error({ err: error, conversationId }, 'stream could not be opened');
          socket.destroy();
        })
        .finally(() => clearTimeout(late));
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
