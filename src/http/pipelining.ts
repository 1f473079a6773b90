import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests of one connection that may wait for their answers; browsers and channels send one after the other. */
const MOST_WAITING = 4;

/**
 * A handler before all others that cuts off a connection on which request after request comes before the answers are read
 * (RFC 9112, 9.3.2): Node begins with all of them at once, and holds every answer until its turn.
 * @returns whether the request goes on
 */
export function limitPipelining(): (req: IncomingMessage, res: ServerResponse) => boolean {
  const waiting = new WeakMap<Socket, number>();
  return function countWaiting({ socket }, res) {
    const count = (waiting.get(socket) ?? 0) + 1;
    waiting.set(socket, count);
    res.once('close', () => waiting.set(socket, (waiting.get(socket) ?? 1) - 1));
    if (count <= MOST_WAITING) return true;
    socket.destroy();
    return false;
  };
}
