import type { TokenCredential } from '@azure/core-auth';
import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';
import { isLoopback } from '../domain/loopback.ts';
import type { Log } from '../domain/ports.ts';
import { attemptGraph, type GraphAttempt, type GraphCall } from './graph-attempt.ts';
import { GraphFailure } from './graph-failure.ts';
import { createGraphRequest } from './graph-request.ts';
import { createGraphRetries, type GraphLimits, type GraphTime } from './graph-retries.ts';

/**
 * Endpoints of each cloud (Microsoft Graph: national cloud deployments) and who runs it; tokens of one are worth nothing in
 * the other.
 */
export const GRAPH_CLOUDS = {
  global: {
    operator: 'microsoft',
    graph: 'https://graph.microsoft.com',
    authority: 'https://login.microsoftonline.com',
    scope: 'https://graph.microsoft.com/.default',
  },
  china: {
    operator: '21vianet',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    authority: 'https://login.chinacloudapi.cn',
    scope: 'https://microsoftgraph.chinacloudapi.cn/.default',
  },
} as const;
export type GraphCloud = keyof typeof GRAPH_CLOUDS;

/** Headers that a resource asks for, such as `ConsistencyLevel` or `Prefer`. */
export interface GraphOptions {
  readonly headers?: Readonly<Record<string, string>>;
}

/** Reads Microsoft Graph as this application. */
export interface GraphClient {
  /**
   * One resource, parsed and not checked further.
   * @param path begins with `/v1.0/`; ids in it are encoded by the caller
   * @throws GraphFailure
   */
  get(path: string, options?: GraphOptions): Promise<unknown>;
  /**
   * All items of a collection over its pages. Never a part of them: a collection of which a page is missing would tell
   * that something is not there.
   * @throws GraphFailure
   */
  list(path: string, options?: GraphOptions): Promise<readonly unknown[]>;
}

/** How a client is made; the last ones are for tests. */
export interface GraphClientOptions extends Partial<GraphLimits> {
  readonly cloud: GraphCloud;
  readonly credential: TokenCredential;
  readonly log: Log;
  /** Another address than the cloud's: a double on loopback, which alone may go without TLS. */
  readonly baseUrl?: string;
  /** Milliseconds for one attempt, token included. 10000. */
  readonly timeoutMs?: number;
  /** Milliseconds for all pages of a collection together. 30000. */
  readonly listMs?: number;
  /** The most pages of a collection. 50. */
  readonly maxPages?: number;
  /** The longest answer in bytes. 8 MiB. */
  readonly maxBytes?: number;
  /** Variables of a proxy (`HTTPS_PROXY`, `NO_PROXY` ...). None. */
  readonly proxyEnv?: Readonly<Record<string, string>>;
  readonly time?: GraphTime;
}

const DEFAULTS = { timeoutMs: 10_000, listMs: 30_000, maxPages: 50, maxBytes: 8 * 1024 * 1024 };
/** All pages of one collection, as a multiple of the longest answer: it is held in memory as a whole. */
const MOST_ANSWERS_HELD = 4;

const pageSchema = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() });

/**
 * The client of one cloud: retries what passes within a budget that a waiting person bears, waits as the service asks,
 * reads bounded answers of one host only and tells failures by their kind. Tokens and bodies are never logged.
 * @throws IntakeError `InvalidConfiguration` for an address without TLS that is not on loopback
 */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const { cloud, credential, log } = options;
  const { timeoutMs, listMs, maxPages, maxBytes } = { ...DEFAULTS, ...given(options) };
  const base = baseOf(options.baseUrl ?? GRAPH_CLOUDS[cloud].graph);
  const time = options.time ?? SYSTEM_TIME;
  const retries = createGraphRetries({ log, time, limits: options });
  const attempt: GraphAttempt = attemptGraph({
    credential,
    scope: GRAPH_CLOUDS[cloud].scope,
    request: createGraphRequest(options.proxyEnv ?? {}),
    timeoutMs,
    wallMs: time.wallMs,
  });
  const ask = (call: GraphCall) => retries.run(() => attempt(call));

  return {
    async get(path, { headers = {} } = {}) {
      return (await ask({ url: addressOf(path, base), headers, maxBytes })).content;
    },
    async list(path, { headers = {} } = {}) {
      const started = time.steadyMs();
      const items: unknown[] = [];
      const seen = new Set<string>();
      let room = maxBytes * MOST_ANSWERS_HELD;
      for (let url: URL | null = addressOf(path, base); url; ) {
        if (seen.has(url.href))
          throw new GraphFailure('unreadable', 'a page names itself or an earlier one as the next');
        if (seen.size >= maxPages) throw new GraphFailure('unreadable', `there are more than ${maxPages} pages`);
        if (time.steadyMs() - started > listMs) throw new GraphFailure('unavailable', 'the pages take too long');
        seen.add(url.href);
        const { content, bytes } = await ask({ url, headers, maxBytes: Math.min(maxBytes, room) });
        room -= bytes;
        const page = pageSchema.safeParse(content);
        if (!page.success) throw new GraphFailure('unreadable', 'a page without a list of values');
        for (const item of page.data.value) items.push(item);
        const next = page.data['@odata.nextLink'];
        url = next === undefined ? null : addressOf(next, base);
      }
      return items;
    },
  };
}

const SYSTEM_TIME: GraphTime = {
  wallMs: () => Date.now(),
  steadyMs: () => performance.now(),
  pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** A setting that is named but undefined would hide its default. */
function given(options: GraphClientOptions): Partial<typeof DEFAULTS> {
  const { timeoutMs, listMs, maxPages, maxBytes } = options;
  return Object.fromEntries(
    Object.entries({ timeoutMs, listMs, maxPages, maxBytes }).filter(([, value]) => value !== undefined),
  );
}

function baseOf(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  const onLoopback = url?.protocol === 'http:' && isLoopback(url.hostname);
  if (url && (url.protocol === 'https:' || onLoopback)) return url;
  throw new IntakeError('InvalidConfiguration', 'The address of Microsoft Graph must begin with https://.');
}

/**
 * The token goes with every call, so only to the host that it is for.
 * @param path a path of ours, or a whole address out of an answer
 */
function addressOf(path: string, base: URL): URL {
  const url = URL.canParse(path, base.href) ? new URL(path, base) : null;
  if (url?.origin === base.origin && url.pathname.startsWith('/v1.0/') && url.username === '' && url.password === '') {
    return url;
  }
  throw new GraphFailure('unreadable', 'an address outside Microsoft Graph v1.0 was refused');
}
