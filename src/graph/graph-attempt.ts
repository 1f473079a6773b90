import type { AccessToken, TokenCredential } from '@azure/core-auth';
import { z } from 'zod';
import { AnswerTooLong, type HttpAnswer } from '../http-exchange.ts';
import { retryAfterMs } from '../retry-after.ts';
import { GraphFailure } from './graph-failure.ts';
import type { GraphRequest } from './graph-request.ts';

/** One call before it is sent. */
export interface GraphCall {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxBytes: number;
}

/** One try of a call: the parsed content and how long it was. @throws GraphFailure */
export type GraphAttempt = (call: GraphCall) => Promise<{ readonly content: unknown; readonly bytes: number }>;

interface AttemptParts {
  readonly credential: TokenCredential;
  readonly scope: string;
  readonly request: GraphRequest;
  /** Milliseconds for the token and the answer together. */
  readonly timeoutMs: number;
  readonly wallMs: () => number;
}

/** Tries a call once; a refused token is exchanged for a fresh one, and then the try is made again. */
export function attemptGraph(parts: AttemptParts): GraphAttempt {
  return (call) =>
    within(parts.timeoutMs, async (signal) => {
      const first = await send(parts, call, signal, undefined);
      const answer = first.status === 401 ? await send(parts, call, signal, claimsOf(first)) : first;
      if (answer.status !== 200) throw failureOf(answer, parts.wallMs());
      return { content: parsed(answer.text), bytes: Buffer.byteLength(answer.text) };
    });
}

/** The time limit holds for whatever the credential does, too: it may not heed the signal. */
async function within<Result>(timeoutMs: number, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const abort = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new GraphFailure('unavailable', `no answer within ${timeoutMs} ms`));
    abort.abort();
  }, timeoutMs);
  try {
    return await Promise.race([work(abort.signal), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** @param claims what the service wants the next token to prove; asking with claims also passes over tokens that are kept */
async function send(
  { credential, scope, request }: AttemptParts,
  { url, headers, maxBytes }: GraphCall,
  signal: AbortSignal,
  claims: string | undefined,
): Promise<HttpAnswer> {
  const token = await tokenOf(credential, scope, signal, claims);
  try {
    const own = { accept: 'application/json', authorization: `Bearer ${token.token}` };
    return await request({ url, headers: { ...headers, ...own }, signal, maxBytes });
  } catch (cause) {
    if (cause instanceof AnswerTooLong) throw new GraphFailure('unreadable', cause.message);
    throw new GraphFailure('unavailable', 'no whole answer came', { cause });
  }
}

const refusalSchema = z.object({ statusCode: z.int().min(400).max(499) });

async function tokenOf(
  credential: TokenCredential,
  scope: string,
  signal: AbortSignal,
  claims: string | undefined,
): Promise<AccessToken> {
  let token: AccessToken | null;
  try {
    token = await credential.getToken(scope, { abortSignal: signal, ...(claims === undefined ? {} : { claims }) });
  } catch (cause) {
    const refused = refusalSchema.safeParse(cause).success;
    const message = refused ? 'no token is given to this application' : 'no token could be fetched';
    throw new GraphFailure(refused ? 'unauthorised' : 'unavailable', message, { cause });
  }
  if (token === null) throw new GraphFailure('unauthorised', 'no token is given to this application');
  return token;
}

/** Continuous access evaluation: a 401 may carry in base64 what the next token has to prove (RFC 9470 style challenge). */
function claimsOf({ headers }: HttpAnswer): string | undefined {
  const encoded = /\bclaims="([A-Za-z0-9+/=_-]{1,4000})"/.exec(headers['www-authenticate'] ?? '')?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The cause would carry a piece of the body into the log.
    throw new GraphFailure('unreadable', 'the answer is no JSON');
  }
}

const errorSchema = z.object({ error: z.object({ code: z.string().regex(/^[\w.-]{1,80}$/) }) });

function failureOf(answer: HttpAnswer, nowMs: number): GraphFailure {
  const { status, headers } = answer;
  const asked = retryAfterMs({ retryAfter: headers['retry-after'], date: headers.date }, nowMs);
  const told = { retryAfterMs: asked };
  const message = `answered ${status}${codeOf(answer)}`;
  if (status === 401) return new GraphFailure('unauthorised', message);
  if (status === 403) return new GraphFailure('forbidden', `${message}: a permission or its admin consent is missing`);
  if (status === 404) return new GraphFailure('not-found', message);
  if (status === 429) return new GraphFailure('throttled', message, told);
  if (status >= 500 || status === 408) return new GraphFailure('unavailable', message, told);
  return new GraphFailure('unreadable', status >= 300 && status < 400 ? `${message}: redirects are refused` : message);
}

/** The code and the id by which Microsoft's support finds the call; the rest of the body stays unread. */
function codeOf({ text, headers }: HttpAnswer): string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = null;
  }
  const told = errorSchema.safeParse(body);
  const id = /^[\w-]{1,64}$/.exec(String(headers['request-id'] ?? ''))?.[0];
  return [told.success && ` ${told.data.error.code}`, id && ` (request ${id})`].filter(Boolean).join('');
}
