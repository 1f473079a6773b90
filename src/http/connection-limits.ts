import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ClientAddresses } from './client-address.ts';

/** How many connections there may be. */
export interface ConnectionLimits {
  /** All together, WebSockets included. */
  readonly total: number;
  /** From one address, WebSockets included; a trusted proxy is spared. */
  readonly perAddress: number;
  /** WebSockets of one address, told apart behind a trusted proxy as well. */
  readonly streamsPerAddress: number;
}

/** Which limit a connection met. */
export type ConnectionLimit = 'connections' | 'connectionsOfAddress' | 'streamsOfAddress';

/** Counts the connections of one server. */
export interface ConnectionCounts {
  /** Counts a WebSocket until it closes; false when its address has too many. */
  takeStream(req: IncomingMessage, socket: Duplex): boolean;
}

/** Each idle chat is one connection; fifty admins with seven connections each are 350. */
export const CONNECTION_LIMITS: ConnectionLimits = { total: 10_000, perAddress: 1000, streamsPerAddress: 500 };

/** Holders of something that ends with their socket, counted by key; a key without holders is forgotten. */
function createCount(limit: number) {
  const holders = new Map<string, number>();
  return (key: string, socket: Duplex): boolean => {
    const before = holders.get(key) ?? 0;
    if (before >= limit) return false;
    holders.set(key, before + 1);
    socket.once('close', () => {
      const left = (holders.get(key) ?? 1) - 1;
      if (left > 0) holders.set(key, left);
      else holders.delete(key);
    });
    return true;
  };
}

/**
 * Keeps the connections of a server within limits. What is too much is closed at once and without a word: whoever opens
 * connections by the hundred does not read answers, and writing them is what would cost.
 * @param onRefused told each one
 */
export function limitConnections(
  server: Server,
  limits: ConnectionLimits,
  addresses: ClientAddresses,
  onRefused: (limit: ConnectionLimit) => void = () => {},
): ConnectionCounts {
  const connections = createCount(limits.perAddress);
  const streams = createCount(limits.streamsPerAddress);
  server.maxConnections = limits.total;
  server.on('drop', () => onRefused('connections'));
  server.on('connection', (socket: Socket) => {
    const peer = addresses.peerOf(socket);
    if (peer === null || connections(peer, socket)) return;
    onRefused('connectionsOfAddress');
    socket.destroy();
  });
  return {
    takeStream: (req, socket) => {
      const taken = streams(addresses.callerOf(req), socket);
      if (!taken) onRefused('streamsOfAddress');
      return taken;
    },
  };
}
