import { createHash, hkdfSync, timingSafeEqual } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
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

/** A token that was checked. */
export type Checked = { readonly ok: true; readonly grant: Grant } | { readonly ok: false; readonly expired: boolean };

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
});

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function toGrant(claims: z.infer<typeof claimsSchema>): Grant {
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

  function sign(purpose: Purpose, claims: z.infer<typeof claimsSchema>, seconds: number): Promise<string> {
    const now = Math.floor(Date.parse(clock.now()) / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(PURPOSES[purpose])
      .setIssuedAt(now)
      .setExpirationTime(now + seconds)
      .sign(signingKey ?? new Uint8Array());
  }

  async function verify(purpose: Purpose, token: string, graceSeconds: number): Promise<Checked> {
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
        return claims.success ? { ok: true, grant: toGrant(claims.data) } : { ok: false, expired: false };
      } catch (error) {
        if (!(error instanceof errors.JOSEError)) throw error;
        expired ||= error instanceof errors.JWTExpired;
      }
    }
    return { ok: false, expired };
  }

  return {
    isSecret: (bearer) => {
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
    check: (token) => verify('conversation', token, 0),
    checkForResume: (token) => verify('conversation', token, RESUME_SECONDS),
    issueTicket: (conversationId) => sign('stream', { conv: conversationId }, TICKET_SECONDS),
    checkTicket: (ticket) => verify('stream', ticket, 0),
  };
}
