import { createServer } from 'node:http';
import { listenOnFreePort, readJson } from './http-double.ts';

/** What the connector was sent. */
export interface Delivered {
  readonly path: string;
  readonly body: Record<string, unknown>;
}

/** How the connector fails. */
type Failure = { readonly status: number; readonly retryAfter?: string } | { readonly status: 'silence' };

/** A Bot Framework connector on this machine that keeps what a bot replies. */
export interface ConnectorDouble {
  readonly serviceUrl: string;
  readonly delivered: Delivered[];
  /** What each call showed as its right to call. */
  readonly tokens: (string | undefined)[];
  /** The next replies get these statuses, or no answer at all; afterwards 200 again. */
  readonly failures: Failure[];
  close(): Promise<void>;
}

export async function startConnectorDouble(): Promise<ConnectorDouble> {
  const delivered: Delivered[] = [];
  const tokens: (string | undefined)[] = [];
  const failures: Failure[] = [];
  const server = createServer(async (request, response) => {
    tokens.push(request.headers.authorization);
    const body = await readJson(request);
    const failure = failures.shift();
    if (failure?.status === 'silence') return;
    if (failure) {
      response.writeHead(failure.status, failure.retryAfter ? { 'retry-after': failure.retryAfter } : {});
      response.end('{}');
      return;
    }
    delivered.push({ path: request.url ?? '', body });
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ id: `reply-${delivered.length}` }));
  });
  const { origin, close } = await listenOnFreePort(server);
  return { serviceUrl: origin, delivered, tokens, failures, close };
}
