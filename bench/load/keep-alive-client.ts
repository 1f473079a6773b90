import { Agent, request } from 'node:http';

/** An answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The header `Retry-After` as it came; null without one. */
  readonly retryAfter: string | null;
}

/** Sends requests over connections that stay open, as channels and browsers do. */
export interface KeepAliveClient {
  /** @throws Error when there is no answer within the time, or the connection breaks */
  send(method: 'GET' | 'POST', path: string, headers: Readonly<Record<string, string>>, body?: string): Promise<Answer>;
  close(): void;
}

const ANSWER_DEADLINE_MS = 30_000;

/**
 * A client of one server with a keep-alive agent of node:http: fetch costs the generator several times as much, and what
 * the generator takes of two cores is missing to the server.
 * @param origin for instance `http://127.0.0.1:3978`
 * @param connections open at most at once; further requests wait
 */
export function createKeepAliveClient(origin: string, connections: number): KeepAliveClient {
  const { hostname, port } = new URL(origin);
  const agent = new Agent({ keepAlive: true, maxSockets: connections, maxFreeSockets: connections });
  return {
    send: (method, path, headers, body) =>
      new Promise((resolve, reject) => {
        const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
        const sent = request(
          { agent, hostname, port, method, path, headers: { ...headers, ...length } },
          (response) => {
            let text = '';
            response.setEncoding('utf8');
            response.on('data', (part: string) => {
              text += part;
            });
            response.on('error', reject);
            response.on('end', () => {
              const { 'retry-after': retryAfter } = response.headers;
              resolve({ status: response.statusCode ?? 0, text, retryAfter: retryAfter ?? null });
            });
          },
        );
        sent.setTimeout(ANSWER_DEADLINE_MS, () => sent.destroy(new Error(`${path}: no answer in time`)));
        sent.on('error', reject);
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}
