import type { Request, Server } from 'restify';
import { z } from 'zod';
import type { Ids } from '../domain/ports.ts';
import { checkAccess } from './access.ts';
import { type Answer, problem, refuse, route } from './answers.ts';
import { type ChatLimits, limitRead } from './chat-limits.ts';
import { type Grant, TOKEN_SECONDS, type Tokens } from './tokens.ts';

/** What the token routes are made of. */
export interface TokenParts {
  readonly tokens: Tokens;
  readonly ids: Ids;
  readonly limits: ChatLimits;
}

const generateSchema = z
  .looseObject({
    user: z.looseObject({ id: z.string().regex(/^dl_[\w.@-]{1,100}$/), name: z.string().max(200).nullish() }).nullish(),
    trustedOrigins: z.array(z.url().max(300)).max(50).nullish(),
  })
  .nullish();

/** The body that hands out a token (Direct Line API 3.0, "Authentication"). */
export async function granted(tokens: Tokens, grant: Grant) {
  return { conversationId: grant.conversationId, token: await tokens.issue(grant), expires_in: TOKEN_SECONDS };
}

async function generate({ tokens, ids }: TokenParts, req: Request): Promise<Answer> {
  const access = await checkAccess(tokens, req, null);
  if ('refused' in access) return access.refused;
  if (access.caller.kind !== 'secret') return refuse('Forbidden', 'Tokens are made with the secret only.');
  const body = generateSchema.safeParse(req.body);
  if (!body.success) return problem(body.error);
  const { user, trustedOrigins } = body.data ?? {};
  const grant: Grant = {
    conversationId: ids.uuid(),
    user: user ? { id: user.id, name: user.name ?? null } : null,
    trustedOrigins: (trustedOrigins ?? []).map((origin) => new URL(origin).origin),
  };
  return { status: 200, body: await granted(tokens, grant) };
}

async function refresh({ tokens, limits }: TokenParts, req: Request): Promise<Answer> {
  const access = await checkAccess(tokens, req, null);
  if ('refused' in access) return access.refused;
  if (access.caller.kind === 'secret') return refuse('Forbidden', 'A secret does not expire. Send a token.');
  const often = limitRead(limits, access.caller.grant.conversationId);
  return often ?? { status: 200, body: await granted(tokens, access.caller.grant) };
}

async function sessionId({ tokens, ids }: TokenParts, req: Request): Promise<Answer> {
  const access = await checkAccess(tokens, req, null);
  return 'refused' in access ? access.refused : { status: 200, body: { sessionId: ids.uuid() } };
}

/**
 * Registers `POST tokens/generate` (secret only; starts nothing), `POST tokens/refresh` (a token that has not expired)
 * and `GET session/getsessionid` under `/v3/directline`.
 */
export function registerTokenRoutes(server: Server, parts: TokenParts): void {
  route(server, 'post', '/v3/directline/tokens/generate', (req) => generate(parts, req));
  route(server, 'post', '/v3/directline/tokens/refresh', (req) => refresh(parts, req));
  route(server, 'get', '/v3/directline/session/getsessionid', (req) => sessionId(parts, req));
}
