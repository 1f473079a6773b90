import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TokenCredential } from '@azure/core-auth';
import { answerIssues, ISSUES_PATH } from './graph-issues.ts';

/** A call as it arrived. */
export interface GraphCallSeen {
  /** Path without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

/**
 * How the double may go wrong. `status` answers that status with an error in Graph's shape; `half` cuts the connection in
 * the middle of the answer; `not-json` and `wrong-shape` answer 200, `proxy-error` 502 with a page; `hang` never answers; `foreign-next` names a next page
 * on another host, `endless-next` always one more page, `circular-next` the same page again; `long` is an answer of `bytes`.
 */
export type GraphTrouble =
  | {
      readonly is: 'status';
      readonly status: number;
      readonly code?: string;
      readonly headers?: Record<string, string>;
    }
  | { readonly is: 'redirect'; readonly to: string }
  | { readonly is: 'long'; readonly bytes: number }
  | {
      readonly is:
        | 'half'
        | 'not-json'
        | 'proxy-error'
        | 'wrong-shape'
        | 'hang'
        | 'foreign-next'
        | 'endless-next'
        | 'circular-next';
    };

/** What is held, by path: an array is a collection and is paged, anything else one resource. */
export type GraphHoldings = Map<string, unknown>;

/** Microsoft Graph on loopback: answers from what it holds, in the published shapes, and goes wrong when it is told to. */
export interface GraphDouble {
  readonly origin: string;
  /** Gives the token that the double accepts; `issued` counts how often it was asked. */
  readonly credential: TokenCredential;
  readonly issued: () => number;
  /** Everything that was asked, the refused included, in order. */
  readonly calls: GraphCallSeen[];
  /** By path, for instance `/v1.0/organization`; change it while the double runs. */
  readonly holdings: GraphHoldings;
  /** Items of a page; 100 as the service has it. */
  pageSize: number;
  /** The next `times` calls whose address, query and all, contains `path` go wrong; all of them until {@link recover} without `times`. */
  trouble(what: GraphTrouble, options?: { readonly times?: number; readonly path?: string }): void;
  recover(): void;
  /** Tokens given so far are refused with 401 from now on; `challenge` as the `claims` of that answer. */
  expireTokens(challenge?: string): void;
  close(): Promise<void>;
}

interface Ailment {
  readonly what: GraphTrouble;
  readonly path: string;
  left: number;
}

/** Starts the double on a free port of this machine. */
export async function startGraphDouble(holdings: GraphHoldings = new Map()): Promise<GraphDouble> {
  const calls: GraphCallSeen[] = [];
  let ailments: Ailment[] = [];
  const tokens = { accepted: 'graph-token-1', generation: 1, issued: 0, challenge: '' };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', double.origin);
    const seen = { path: url.pathname, query: url.searchParams, headers: request.headers };
    calls.push(seen);
    const ailment = ailments.find(({ path, left }) => left > 0 && url.href.includes(path));
    if (ailment) ailment.left -= 1;
    if (ailment?.what.is === 'status') return refuse(response, ailment.what.status, ailment.what);
    if (request.headers.authorization !== `Bearer ${tokens.accepted}`) {
      const claims = tokens.challenge && `, claims="${Buffer.from(tokens.challenge).toString('base64')}"`;
      const headers = { 'www-authenticate': `Bearer realm=""${claims}` };
      return refuse(response, 401, { code: 'InvalidAuthenticationToken', headers });
    }
    if (ailment) return goWrong(response, ailment.what, url);
    answer(response, seen, url, double);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  const double: GraphDouble = {
    origin: `http://127.0.0.1:${address.port}`,
    credential: {
      getToken: async () => {
        tokens.issued += 1;
        tokens.accepted = `graph-token-${tokens.generation}`;
        return { token: tokens.accepted, expiresOnTimestamp: Date.parse('2100-01-01') };
      },
    },
    issued: () => tokens.issued,
    calls,
    holdings,
    pageSize: 100,
    trouble: (what, { times = Number.POSITIVE_INFINITY, path = '' } = {}) =>
      void ailments.push({ what, path, left: times }),
    recover: () => {
      ailments = [];
    },
    expireTokens: (challenge = '') => {
      tokens.generation += 1;
      // Nobody holds this one until the credential is asked again.
      tokens.accepted = 'not issued yet';
      tokens.challenge = challenge;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return double;
}

function answer(response: ServerResponse, seen: GraphCallSeen, url: URL, double: GraphDouble): void {
  const { path, query, headers } = seen;
  const held = double.holdings.get(path);
  const items = Array.isArray(held) ? itemsOf(held, path, query) : null;
  // An OData cast is an advanced query of the directory: it needs the eventual index and a count.
  const isAdvanced = path.includes('/microsoft.graph.');
  const isRefused = isAdvanced && (headers.consistencylevel !== 'eventual' || query.get('$count') !== 'true');
  if (held === undefined) refuse(response, 404, { code: 'Request_ResourceNotFound' });
  else if (isRefused) refuse(response, 400, { code: 'Request_UnsupportedQuery' });
  else if (!Array.isArray(held)) send(response, 200, held);
  else if (items === null) refuse(response, 400, { code: 'BadRequest' });
  else sendPage(response, items, url, Math.min(double.pageSize, preferredSize(headers)));
}

function itemsOf(held: readonly unknown[], path: string, query: URLSearchParams): readonly unknown[] | null {
  return path === ISSUES_PATH ? answerIssues(held, query.get('$filter')) : held;
}

function sendPage(response: ServerResponse, items: readonly unknown[], url: URL, size: number): void {
  const from = Number(url.searchParams.get('$skiptoken') ?? 0);
  const next = new URL(url);
  next.searchParams.set('$skiptoken', String(from + size));
  const more = from + size < items.length ? { '@odata.nextLink': next.href } : {};
  const page = items.slice(from, from + size);
  send(response, 200, { '@odata.context': `${url.origin}/v1.0/$metadata`, ...more, value: page });
}

/** The service knows a page size by this header only for some collections; others keep their own. */
function preferredSize({ prefer }: IncomingMessage['headers']): number {
  const asked = /odata\.maxpagesize=(\d+)/.exec(String(prefer ?? ''))?.[1];
  return asked === undefined ? Number.POSITIVE_INFINITY : Number(asked);
}

function goWrong(response: ServerResponse, what: Exclude<GraphTrouble, { is: 'status' }>, url: URL): void {
  const page = (next: string) => send(response, 200, { value: [], '@odata.nextLink': next });
  const later = new URL(url);
  later.searchParams.set('$skiptoken', `${url.searchParams.get('$skiptoken') ?? ''}x`);
  const ways: Record<typeof what.is, () => unknown> = {
    hang: () => undefined,
    redirect: () => send(response, 302, {}, { location: what.is === 'redirect' ? what.to : '' }),
    long: () => send(response, 200, { value: ['x'.repeat(what.is === 'long' ? what.bytes : 0)] }),
    half: () => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"value": [{"id": "EX1', () => response.destroy());
    },
    'not-json': () => response.end('<html>secret of a proxy</html>'),
    'proxy-error': () => {
      response.writeHead(502, { 'content-type': 'text/html' });
      response.end('<html>secret of a proxy</html>');
    },
    'wrong-shape': () => send(response, 200, { value: { id: 'EX1' } }),
    'foreign-next': () => page(`http://elsewhere.example${url.pathname}?$skiptoken=1`),
    'endless-next': () => page(later.href),
    'circular-next': () => page(url.href),
  };
  ways[what.is]();
}

function refuse(
  response: ServerResponse,
  status: number,
  { code = 'UnknownError', headers = {} }: { readonly code?: string; readonly headers?: Record<string, string> },
): void {
  const error = { code, message: 'The words of the service.', innerError: { 'request-id': '7f1c', date: 'x' } };
  send(response, status, { error }, { 'request-id': '7f1c0000-0000-4000-8000-000000000001', ...headers });
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  // Not chained: restify, once loaded, replaces writeHead for all servers of the process by one that returns nothing.
  response.writeHead(status, { 'content-type': 'application/json;odata.metadata=minimal', ...headers });
  response.end(JSON.stringify(body));
}
