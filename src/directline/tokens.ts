import { hash, hkdfSync, timingSafeEqual } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';
import type { Clock } from '../domain/ports.ts';

/** Seconds that a token lives (Direct Line API 3.0: 1800). */
export const TOKEN_SECONDS = 1800;
/** Seconds within which a stream address has to be used (Direct Line API 3.0: 60). */
const TICKET_SECONDS = 60;
/** Seconds after its end in which a token may still be exchanged for a fresh one by the widget. */
export const RESUME_SECONDS = 7 * 24 * 3600;

/** How the ids of anonymous visitors of the widget begin. */
export const VISITOR_PREFIX = 'dl_visitor-';

/** Tokens that are remembered as valid: more than one instance has chats that are written in at a time. */
const MOST_REMEMBERED = 10_000;

const ISSUER = 'support-intake';
const PURPOSES = { conversation: 'directline', stream: 'directline-stream' } as const;
type Purpose = keyof typeof PURPOSES;

/** The user that a token vouches for. */
export interface TokenUser {
  readonly id: string;
  readonly name: string | null;
}

/** What a token allows: one conversation, as one user when it names one, from some sites when it names any. */
export interface Grant {
  readonly conversationId: string;
  readonly user: TokenUser | null;
  readonly trustedOrigins: readonly string[];
}

/** A token that is right until its end; seconds since 1970. */
interface Valid {
  readonly grant: Grant;
  readonly expiresAt: number;
}

interface Refused {
  readonly ok: false;
  readonly expired: boolean;
}

/** A token that was checked. */
export type Checked = { readonly ok: true; readonly grant: Grant } | Refused;

/** Signs and checks what clients show. */
export interface Tokens {
  /** Whether this is one of the secrets themselves; compared in constant time. */
  isSecret(bearer: string): boolean;
  /** @returns a token for {@link TOKEN_SECONDS} */
  issue(grant: Grant): Promise<string>;
  check(token: string): Promise<Checked>;
  /** Like check, but a token that ended within the last {@link RESUME_SECONDS} still counts. */
  checkForResume(token: string): Promise<Checked>;
  /** A ticket for one stream address; it is no token and a token is no ticket. */
  issueTicket(conversationId: string): Promise<string>;
  checkTicket(ticket: string): Promise<Checked>;
}

const claimsSchema = z.object({
  conv: z.string().regex(/^[\w-]{1,100}$/),
  // Web Chat and directlinejs read this claim as the user's id, so it has to be a plain string.
  user: z.string().min(1).max(200).optional(),
  userName: z.string().max(200).optional(),
  origins: z.array(z.string()).optional(),
  exp: z.number(),
});

/** What a token says, without what every token says. */
type Claims = Omit<z.infer<typeof claimsSchema>, 'exp'>;

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

function toGrant(claims: Claims): Grant {
  return {
    conversationId: claims.conv,
    user: claims.user === undefined ? null : { id: claims.user, name: claims.userName ?? null },
    trustedOrigins: claims.origins ?? [],
  };
}

/**
 * Tokens as HS256 JWTs (RFC 7519) under keys that HKDF-SHA256 (RFC 5869) derives from the secrets, so every instance
 * with the same secrets agrees and a token tells nothing about them.
 * @throws IntakeError `InvalidConfiguration` without any secret
 * @param secrets all of them verify, the first signs: put a new one in front to change it without breaking open chats
 */
export function createTokens(secrets: readonly string[], clock: Clock): Tokens {
  const keys = secrets.map(
    (secret) => new Uint8Array(hkdfSync('sha256', secret, '', 'support-intake direct line v1', 32)),
  );
  const digests = secrets.map(digest);
  const [signingKey] = keys;
  if (!signingKey) throw new IntakeError('InvalidConfiguration', 'No secret is set. Set DIRECTLINE_SECRET.');

  const remembered = new LRUCache<string, Valid>({ max: MOST_REMEMBERED });
  const now = (): number => Math.floor(Date.parse(clock.now()) / 1000);

  function sign(purpose: Purpose, claims: Claims, seconds: number): Promise<string> {
    const issuedAt = now();
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(PURPOSES[purpose])
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + seconds)
      .sign(signingKey ?? new Uint8Array());
  }

  async function verify(purpose: Purpose, token: string, graceSeconds: number): Promise<Valid | Refused> {
    let expired = false;
    for (const key of keys) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          issuer: ISSUER,
          audience: PURPOSES[purpose],
          requiredClaims: ['exp'],
          clockTolerance: graceSeconds,
          currentDate: new Date(clock.now()),
        });
        const claims = claimsSchema.safeParse(payload);
        return claims.success
          ? { grant: toGrant(claims.data), expiresAt: claims.data.exp }
          : { ok: false, expired: false };
      } catch (error) {
        if (!(error instanceof errors.JOSEError)) throw error;
        expired ||= error instanceof errors.JWTExpired;
      }
    }
    return { ok: false, expired };
  }

  async function checkOnce(purpose: Purpose, token: string, graceSeconds: number): Promise<Checked> {
    const found = await verify(purpose, token, graceSeconds);
    return 'grant' in found ? { ok: true, grant: found.grant } : found;
  }

  /** A chat shows the same token with every message, and its signature takes longer than all else that a request needs. */
  async function checkAgain(token: string): Promise<Checked> {
    const known = remembered.get(token);
    if (known && now() < known.expiresAt) return { ok: true, grant: known.grant };
    const found = await verify('conversation', token, 0);
    if (!('grant' in found)) return found;
    remembered.set(token, found);
    return { ok: true, grant: found.grant };
  }

  return {
    isSecret: (bearer) => {
      if (remembered.has(bearer)) return false;
      const shown = digest(bearer);
      return digests.map((known) => timingSafeEqual(known, shown)).includes(true);
    },
    issue: (grant) =>
      sign(
        'conversation',
        {
          conv: grant.conversationId,
          ...(grant.user ? { user: grant.user.id } : {}),
          ...(grant.user?.name ? { userName: grant.user.name } : {}),
          ...(grant.trustedOrigins.length > 0 ? { origins: [...grant.trustedOrigins] } : {}),
        },
        TOKEN_SECONDS,
      ),
    check: checkAgain,
    checkForResume: (token) => checkOnce('conversation', token, RESUME_SECONDS),
    issueTicket: (conversationId) => sign('stream', { conv: conversationId }, TICKET_SECONDS),
    checkTicket: (ticket) => checkOnce('stream', ticket, 0),
  };
}
