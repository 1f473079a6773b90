import { connect, type Socket } from 'node:net';

/** One answer as it came over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** A connection on which any bytes can be sent, in any order and at any pace. */
export interface RawConnection {
  readonly socket: Socket;
  write(bytes: string | Buffer): void;
  /** Says that nothing more will be sent (FIN), and goes on to listen. */
  halfClose(): void;
  /** Breaks it off at once (RST). */
  reset(): void;
  /** Everything that came back, when the server has closed or broken off the connection. */
  readonly closed: Promise<string>;
  /** Resolves when what came back matches. */
  received(pattern: RegExp): Promise<string>;
}

/** Opens a connection to this machine; failures of the connection are told as its end. */
export function openRaw(port: number): RawConnection {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  const closed = Promise.withResolvers<string>();
  let text = '';
  const waiting = new Set<() => void>();
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    for (const look of waiting) look();
  });
  // The server has said its last word; without an answer to that a half-open connection would stay.
  socket.on('end', () => socket.end());
  socket.on('error', () => socket.destroy());
  socket.once('close', () => {
    for (const look of waiting) look();
    closed.resolve(text);
  });
  return {
    socket,
    write: (bytes) => void (socket.destroyed || socket.write(bytes)),
    halfClose: () => void socket.end(),
    reset: () => void socket.resetAndDestroy(),
    closed: closed.promise,
    received: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (pattern.test(text)) resolve(text);
          else if (socket.closed || socket.destroyed)
            reject(new Error(`closed after ${JSON.stringify(text.slice(0, 500))}`));
          else return;
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** Sends bytes and gives everything that comes back until the server closes. */
export function exchange(port: number, bytes: string | Buffer): Promise<string> {
  const connection = openRaw(port);
  connection.write(bytes);
  return connection.closed;
}

/** The answers in what came back, one after the other; provisional ones (1xx) have no body. */
export function answersIn(text: string): WireAnswer[] {
  const answers: WireAnswer[] = [];
  for (let rest = text; rest !== ''; ) {
    const [, head = '', after = ''] = /^(HTTP\/1\.[01] \d{3}[\s\S]*?)\r\n\r\n([\s\S]*)$/.exec(rest) ?? [];
    if (head === '') throw new Error(`no answer begins with ${JSON.stringify(rest.slice(0, 200))}`);
    const isEmptyChunked = /^transfer-encoding: chunked/im.test(head) && after.startsWith('0\r\n\r\n');
    const length = isEmptyChunked ? 5 : Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
    answers.push({ status: Number(head.slice(9, 12)), head, body: isEmptyChunked ? '' : after.slice(0, length) });
    rest = after.slice(length);
  }
  return answers;
}
