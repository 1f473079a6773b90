import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Opcodes of RFC 6455, 5.2. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, reserved: 3, close: 8, ping: 9, pong: 10 } as const;

/** What a frame is made of; without more it is whole, masked and of the length of its bytes. */
export interface FrameParts {
  readonly opcode: number;
  readonly bytes?: Buffer;
  readonly final?: boolean;
  readonly masked?: boolean;
  /** The reserved bits as they stand in the first byte. */
  readonly reserved?: number;
  /** A length that is told instead of the true one. */
  readonly told?: number;
}

/** The bytes of one frame of a client, right or wrong. */
export function frame(parts: FrameParts): Buffer {
  const { opcode, bytes = Buffer.alloc(0), final = true, masked = true, reserved = 0 } = parts;
  const length = parts.told ?? bytes.length;
  const wide = length > 125;
  const head = Buffer.alloc(wide ? 10 : 2);
  head[0] = (final ? 0x80 : 0) | reserved | opcode;
  head[1] = (masked ? 0x80 : 0) | (wide ? 127 : length);
  if (wide) head.writeBigUInt64BE(BigInt(length), 2);
  // A mask of zeros leaves the bytes as they are.
  return Buffer.concat([head, masked ? Buffer.alloc(4) : Buffer.alloc(0), bytes]);
}

/** A stream that speaks bytes. */
export interface RawStream {
  readonly socket: Socket;
  /** All bytes after the handshake. */
  received(): Buffer;
  /** The code of the server's close frame as soon as it is there; null when the connection ends without one. */
  closedWith(): Promise<number | null>;
}

/** Opens the stream of an address over a TCP connection of its own; rejects when it is refused. */
export async function openRawStream(streamUrl: string): Promise<RawStream> {
  const { hostname, port, pathname, search } = new URL(streamUrl);
  const socket = connect(Number(port), hostname);
  let received = Buffer.alloc(0);
  const closed = once(socket, 'close').catch(() => []);
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
  });
  const key = randomBytes(16).toString('base64');
  const upgrade = `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}`;
  socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: localhost\r\n${upgrade}\r\n\r\n`);
  while (!received.includes('\r\n\r\n')) await once(socket, 'data');
  if (!received.toString('latin1').startsWith('HTTP/1.1 101 ')) throw new Error(received.toString('latin1'));
  const begin = received.indexOf('\r\n\r\n') + 4;
  return {
    socket,
    received: () => received.subarray(begin),
    closedWith: async () => {
      while (closeCode(received.subarray(begin)) === null && !socket.closed) {
        await Promise.race([once(socket, 'data').catch(() => []), closed]);
      }
      return closeCode(received.subarray(begin));
    },
  };
}

/** Walks over the frames of a server, which are never masked. */
function closeCode(bytes: Buffer): number | null {
  let at = 0;
  while (at + 2 <= bytes.length) {
    const opcode = bytes.readUInt8(at) & 0x0f;
    const short = bytes.readUInt8(at + 1);
    const head = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (at + head > bytes.length) return null;
    const length =
      short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short === 126 ? bytes.readUInt16BE(at + 2) : short;
    if (opcode === OPCODE.close) return length >= 2 ? bytes.readUInt16BE(at + head) : 1005;
    at += head + length;
  }
  return null;
}
