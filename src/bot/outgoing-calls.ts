import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';

/** Variables by which Node's agents find a proxy: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`. */
export type ProxyEnvironment = Readonly<Record<string, string>>;

/** No byte of a request was given to a connection, so whoever was called has surely not seen it. */
export class NeverSent extends Error {
  override readonly name = 'NeverSent';
}

/** What came back. */
export interface CallAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** The first 64 KiB of the body. */
  readonly text: string;
}

/** Posts to the services of a cloud over connections that are kept. */
export interface OutgoingCalls {
  /**
   * @param withinMs milliseconds until the whole answer must be there
   * @throws NeverSent, or any other error when it is not known what became of the request
   */
  post(call: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly withinMs: number;
  }): Promise<CallAnswer>;
}

const LIMITS = {
  /** Milliseconds until a request is on a connection: what waits longer is told apart from what may have arrived. */
  connectMs: 4_000,
  /** Calls to one host at a time; more wait their turn. */
  most: 100,
  /** Balancers forget connections that are silent for some minutes, without telling: a request on such a one is lost. */
  idleMs: 30_000,
};
const ANSWER_BYTES = 64 * 1024;

/**
 * Calls that are given up surely are not sent later. That is why they do not wait in Node's agent, which keeps a request
 * that was destroyed until there is a socket for it, however long that takes.
 */
export function createOutgoingCalls(proxyEnv: ProxyEnvironment, limits: Partial<typeof LIMITS> = {}): OutgoingCalls {
  const { connectMs, most, idleMs } = { ...LIMITS, ...limits };
  const kept = { keepAlive: true, timeout: idleMs, proxyEnv: { ...proxyEnv } };
  const plain = new http.Agent(kept);
  const secure = new https.Agent(kept);
  const lines = createLines(most);
  const requestOf = (url: string, options: http.RequestOptions) =>
    url.startsWith('https:')
      ? https.request(url, { ...options, agent: secure })
      : http.request(url, { ...options, agent: plain });

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
        const done = (answer: CallAnswer) => {
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
            request = requestOf(url, {
              method: 'POST',
              headers: { ...headers, 'content-length': String(bytes.length) },
            });
          } catch (error) {
            // A header that cannot be sent; thrown from here it would meet whoever leaves the line before.
            fail(error instanceof Error ? error : new Error(String(error)));
            return;
          }
          request.once('socket', (socket) => whenOpen(socket, open));
          request.once('response', (response) => read(response).then(done, fail));
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

function read(response: http.IncomingMessage): Promise<CallAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Not an async iterator: it takes several times as long as the whole answer.
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    // Read to its end, so that the connection can be used again; kept only as far as an answer can be long.
    if (size <= ANSWER_BYTES) chunks.push(chunk);
  });
  return new Promise((resolve, reject) => {
    response.once('error', reject);
    // A connection that breaks in the middle of an answer has no end.
    response.once('close', () => reject(new Error('the answer was broken off')));
    response.once('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
    });
  });
}
