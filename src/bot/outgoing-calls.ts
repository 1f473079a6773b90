import type http from 'node:http';
import type { Socket } from 'node:net';
import { type HttpAnswer, keptConnections, type ProxyEnvironment, readAnswer } from '../http-exchange.ts';

/** No byte of a request was given to a connection, so whoever was called has surely not seen it. */
export class NeverSent extends Error {
  override readonly name = 'NeverSent';
}

/** Posts to the services of a cloud over connections that are kept. */
export interface OutgoingCalls {
  /**
   * @param withinMs milliseconds until the whole answer must be there
   * @returns the answer with the first 64 KiB of its body
   * @throws NeverSent, or any other error when it is not known what became of the request
   */
  post(call: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly withinMs: number;
  }): Promise<HttpAnswer>;
}

const LIMITS = {
  /** Milliseconds until a request is on a connection: what waits longer is told apart from what may have arrived. */
  connectMs: 4_000,
  /** Calls to one host at a time; more wait their turn. */
  most: 100,
};
const ANSWER_BYTES = 64 * 1024;

/**
 * Calls that are given up surely are not sent later. That is why they do not wait in Node's agent, which keeps a request
 * that was destroyed until there is a socket for it, however long that takes.
 */
export function createOutgoingCalls(
  proxyEnv: ProxyEnvironment,
  { idleMs, ...limits }: Partial<typeof LIMITS & { idleMs: number }> = {},
): OutgoingCalls {
  const { connectMs, most } = { ...LIMITS, ...limits };
  const lines = createLines(most);
  const requestOf = keptConnections(proxyEnv, idleMs);

  return {
    post: ({ url, headers, body, withinMs }) =>
      new Promise((resolve, reject) => {
        const line = lines(new URL(url).host);
        const bytes = Buffer.from(body);
        let request: http.ClientRequest | null = null;
        let isSent = false;
        const end = () => {
          clearTimeout(connecting);
          clearTimeout(answering);
          line.leave(begin);
        };
        const fail = (error: Error) => {
          end();
          reject(isSent ? error : new NeverSent(error.message, { cause: error }));
        };
        const giveUp = (what: string, milliseconds: number) => {
          fail(new Error(`${what} within ${milliseconds} ms`));
          request?.destroy();
        };
        const done = (answer: HttpAnswer) => {
          end();
          resolve(answer);
        };
        const connecting = setTimeout(() => giveUp('no connection', connectMs), connectMs);
        const answering = setTimeout(() => giveUp('no answer', withinMs), withinMs);
        const open = () => {
          isSent = true;
          clearTimeout(connecting);
        };
        function begin(): void {
          try {
            request = requestOf(new URL(url), {
              method: 'POST',
              headers: { ...headers, 'content-length': String(bytes.length) },
            });
          } catch (error) {
            // A header that cannot be sent; thrown from here it would meet whoever leaves the line before.
            fail(error instanceof Error ? error : new Error(String(error)));
            return;
          }
          request.once('socket', (socket) => whenOpen(socket, open));
          request.once('response', (response) => readAnswer(response, ANSWER_BYTES, 'cut').then(done, fail));
          request.on('error', fail);
          request.end(bytes);
        }
        line.enter(begin);
      }),
  };
}

interface Line {
  /** Begins now, or when its turn comes. */
  enter(begin: () => void): void;
  /** Ends, or does not wait any more. */
  leave(begin: () => void): void;
}

/** A line for each host, so that one that hangs keeps nobody from the others. */
function createLines(most: number): (host: string) => Line {
  const lines = new Map<string, Line>();
  return (host) => {
    const known = lines.get(host);
    if (known) return known;
    const running = new Set<() => void>();
    const waiting = new Set<() => void>();
    const enter = (begin: () => void) => {
      if (running.size >= most) return void waiting.add(begin);
      running.add(begin);
      begin();
    };
    const leave = (begin: () => void) => {
      waiting.delete(begin);
      if (!running.delete(begin)) return;
      const [next] = waiting;
      if (next) waiting.delete(next);
      if (next) enter(next);
      else if (running.size === 0) lines.delete(host);
    };
    const line = { enter, leave };
    lines.set(host, line);
    return line;
  };
}

/** A request waits in its socket until this is connected and, with TLS, has agreed on keys. */
function whenOpen(socket: Socket, then: () => void): void {
  const isAgreeing = 'secureConnecting' in socket && socket.secureConnecting === true;
  if (isAgreeing) socket.once('secureConnect', then);
  else if (socket.connecting) socket.once('connect', then);
  else then();
}
