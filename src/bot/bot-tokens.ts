import { z } from 'zod';
import type { HttpAnswer } from '../http-exchange.ts';
import type { OutgoingCalls } from './outgoing-calls.ts';

/** The bot could not get the token that it shows a channel, so the channel was not called. */
export class TokenFailure extends Error {
  override readonly name = 'TokenFailure';
}

/** A token, and for how many milliseconds it can be shown; 0 for one that whoever gave it keeps. */
export interface GivenToken {
  readonly token: string;
  readonly goodForMs: number;
}

/** The tokens that the bot shows channels. */
export interface BotTokens {
  /** @throws TokenFailure */
  get(): Promise<string>;
  /** A channel did not take this one, so the next is a new one. */
  refused(token: string): void;
}

/** What is kept of a token's life: longer than a call takes, and than clocks are wrong. */
const MARGIN_MS = 5 * 60 * 1000;
/** Milliseconds to get a token; with those to send it stays below the 15 seconds of a channel. */
const TOKEN_MS = 4_000;
/** A token younger than this is not why a channel refused: without it a wrong registration would ask for one each time. */
const YOUNG_MS = 60_000;

/**
 * Keeps a token as long as it is good, and lets all who need one at the same time wait for the same.
 * @param ask gets a token; `isRefused` when the one before was refused, so that nobody's memory may answer
 * @param options.nowMs milliseconds that never go back
 */
export function createBotTokens(
  ask: (isRefused: boolean) => Promise<GivenToken>,
  options: { readonly tokenMs?: number; readonly nowMs?: () => number } = {},
): BotTokens {
  const { tokenMs = TOKEN_MS, nowMs = () => performance.now() } = options;
  // A managed identity gives the same token again and again; it is as old as when it was first given.
  let kept: (GivenToken & { readonly since: number }) | null = null;
  let isRefused = false;
  let asking: Promise<string> | null = null;

  async function renew(): Promise<string> {
    try {
      const given = await within(ask(isRefused), tokenMs);
      kept = { ...given, since: kept?.token === given.token ? kept.since : nowMs() };
      isRefused = false;
      return given.token;
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new TokenFailure(`There is no token for channels: ${why}`, { cause });
    }
  }

  return {
    get: () => {
      if (kept && !isRefused && nowMs() - kept.since < kept.goodForMs) return Promise.resolve(kept.token);
      asking ??= renew().finally(() => {
        asking = null;
      });
      return asking;
    },
    refused: (token) => {
      if (token === kept?.token && nowMs() - kept.since >= YOUNG_MS) isRefused = true;
    },
  };
}

async function within<Value>(work: Promise<Value>, milliseconds: number): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

const grantSchema = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
const refusalSchema = z.object({ error: z.string().max(100), error_description: z.string().optional() });

/**
 * Asks the login service for a token by the secret of the registration (OAuth 2.0 client credentials, RFC 6749, 4.4;
 * Microsoft identity platform v2.0). The SDK's own way knows neither an end of its patience nor our proxy.
 * @param client.authority address of the login service with the tenant, no slash at the end
 * @param client.scope the resource that the token is for
 */
export async function askByPassword(
  calls: OutgoingCalls,
  client: { readonly authority: string; readonly scope: string; readonly id: string; readonly secret: string },
): Promise<GivenToken> {
  const answer = await calls.post({
    url: `${client.authority}/oauth2/v2.0/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.id,
      client_secret: client.secret,
      scope: client.scope.endsWith('/.default') ? client.scope : `${client.scope}/.default`,
    }).toString(),
    withinMs: TOKEN_MS,
  });
  const given = answer.status === 200 ? grantSchema.safeParse(jsonOf(answer)) : null;
  if (!given?.success) throw new Error(`the login service answered ${answer.status}${reasonOf(answer)}`);
  const lifeMs = given.data.expires_in * 1000;
  return { token: given.data.access_token, goodForMs: Math.max(lifeMs - MARGIN_MS, lifeMs / 2) };
}

function jsonOf({ text }: HttpAnswer): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The codes of a refusal, which tell an operator what to mend; the sentences around them hold ids. */
function reasonOf(answer: HttpAnswer): string {
  const refusal = refusalSchema.safeParse(jsonOf(answer));
  if (!refusal.success) return '';
  const [code = ''] = /AADSTS\d+/.exec(refusal.data.error_description ?? '') ?? [];
  return `: ${refusal.data.error} ${code}`.trimEnd();
}
