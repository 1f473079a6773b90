import type { Request } from 'restify';
import { type Answer, refuse } from './answers.ts';
import type { Grant, Tokens } from './tokens.ts';

/** Who calls: a server that holds the secret and may do everything, or the holder of a token. */
export type Caller = { readonly kind: 'secret' } | { readonly kind: 'token'; readonly grant: Grant };

/** A caller, or the answer that turns the request away. */
export type Access = { readonly caller: Caller } | { readonly refused: Answer };

/** The credentials of an `Authorization: Bearer` header (RFC 6750), or null; not by a pattern, which blanks would slow down. */
function bearerOf(req: Request): string | null {
  const header = req.headers.authorization ?? '';
  return (/^Bearer /i.test(header) && header.slice('Bearer '.length).trim()) || null;
}

/**
 * Checks who calls: 401 for a missing or malformed header, 403 for a forged token or another site than the token trusts,
 * 403 `TokenExpired`, 403 for a token of another conversation.
 * @param conversationId the conversation that the address names, or null when it names none
 */
export async function checkAccess(tokens: Tokens, req: Request, conversationId: string | null): Promise<Access> {
  const bearer = bearerOf(req);
  if (bearer === null) {
    const hint = 'Send an Authorization header with "Bearer" and a token or a secret.';
    return { refused: refuse('Unauthorized', hint, { 'WWW-Authenticate': 'Bearer' }) };
  }
  if (tokens.isSecret(bearer)) return { caller: { kind: 'secret' } };
  const checked = await tokens.check(bearer);
  if (!checked.ok) {
    return {
      refused: checked.expired
        ? refuse('TokenExpired', 'The token has expired. Get a new one.')
        : refuse('Forbidden', 'The token or secret is not valid here. Get a new one.'),
    };
  }
  const { grant } = checked;
  const { origin } = req.headers;
  if (grant.trustedOrigins.length > 0 && origin !== undefined && !grant.trustedOrigins.includes(origin)) {
    return { refused: refuse('Forbidden', 'The token may not be used from this site.') };
  }
  if (conversationId !== null && conversationId !== grant.conversationId) {
    return { refused: refuse('Forbidden', 'The token belongs to another conversation.') };
  }
  return { caller: { kind: 'token', grant } };
}
