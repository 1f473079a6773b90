import type { WebSocket } from 'ws';
import type { LoggedActivity } from '../domain/ports.ts';
import { toActivitySet } from './activity-set.ts';

/** What the writer needs of its socket and tells about it. */
export interface StreamWriterParts {
  readonly socket: Pick<WebSocket, 'send' | 'terminate'>;
  /** Milliseconds in which the connection has to take a frame. */
  readonly frameMs: number;
  /** Told the bytes of each frame. */
  onSent?(bytes: number): void;
  /** Told when the client was too slow and is cut off. */
  onSlow?(): void;
}

/** Characters of one frame, where it holds more than one activity: what waits for a slow reader is not more than that. */
const FRAME_LENGTH = 256 * 1024;

/**
 * Writes activity sets to a socket, one frame after the other. A client that does not take a frame in time is cut off,
 * whatever signs of life it gives: it comes back with its watermark and loses nothing, and here nothing piles up.
 * @returns a function that resolves when the connection has taken the rows, or is gone
 */
export function createStreamWriter(parts: StreamWriterParts): (rows: readonly LoggedActivity[]) => Promise<void> {
  const { socket, frameMs } = parts;

  function write(text: string): Promise<void> {
    const taken = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      parts.onSlow?.();
      socket.terminate();
    }, frameMs);
    // A socket that fails meanwhile is closed, and its client comes back for the rest.
    socket.send(text, () => {
      clearTimeout(timer);
      taken.resolve();
    });
    parts.onSent?.(text.length);
    return taken.promise;
  }

  return async function send(rows) {
    const set = toActivitySet(rows, 0);
    if (set.activities.length === 0) return;
    const text = JSON.stringify(set);
    if (text.length <= FRAME_LENGTH || rows.length === 1) return write(text);
    const half = Math.ceil(rows.length / 2);
    await send(rows.slice(0, half));
    await send(rows.slice(half));
  };
}
