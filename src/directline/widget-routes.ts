import type { Request, Server } from 'restify';
import { z } from 'zod';
import type { Ids } from '../domain/ports.ts';
import { type Answer, refuse, route } from './answers.ts';
import { type ChatLimits, limitRead, tooMany } from './chat-limits.ts';
import type { Conversations } from './conversations.ts';
import { granted } from './token-routes.ts';
import { type Tokens, VISITOR_PREFIX } from './tokens.ts';

/** What the routes of the widget are made of. */
export interface WidgetParts {
  readonly tokens: Tokens;
  readonly conversations: Pick<Conversations, 'load'>;
  readonly ids: Ids;
  readonly limits: ChatLimits;
  /** Origins whose pages may ask: our own public one and those of sites that embed the widget. */
  readonly origins: readonly string[];
  /** Names of the demo people by id; null switches `/demo/token` off, as production does. */
  readonly demoPeople: ReadonlyMap<string, string> | null;
}

const resumeSchema = z.strictObject({ token: z.string().min(1).max(4000) });
const demoSchema = z.strictObject({ person: z.string().regex(/^dl_[\w.-]{1,80}$/) });

function isOwnPage(req: Request, origin: string): boolean {
  const url = URL.parse(origin);
  return url !== null && url.host === req.headers.host;
}

function isKnownSite(parts: WidgetParts, req: Request): boolean {
  const { origin } = req.headers;
  return typeof origin === 'string' && (parts.origins.includes(origin) || isOwnPage(req, origin));
}

/** Counts one more visitor of this address; the answer that refuses, or null. */
function limitVisitor({ limits }: WidgetParts, req: Request): Answer | null {
  const wait = limits.take('visitor', limits.callerOf(req));
  return wait > 0 ? tooMany(wait, 'Too many new chats.') : null;
}

async function visitor(parts: WidgetParts, req: Request): Promise<Answer> {
  if (!isKnownSite(parts, req)) {
    return refuse('Forbidden', 'This site may not open the chat. Add its origin to WIDGET_ORIGINS.');
  }
  const often = limitVisitor(parts, req);
  if (often) return often;
  const user = { id: `${VISITOR_PREFIX}${parts.ids.uuid()}`, name: null };
  const grant = { conversationId: parts.ids.uuid(), user, trustedOrigins: [] };
  return { status: 200, body: await granted(parts.tokens, grant) };
}

async function resume(parts: WidgetParts, req: Request): Promise<Answer> {
  const body = resumeSchema.safeParse(req.body);
  if (!body.success) return refuse('BadArgument', 'Send {"token": "..."} with the token that ended.');
  const checked = await parts.tokens.checkForResume(body.data.token);
  if (!checked.ok) {
    return checked.expired
      ? refuse('TokenExpired', 'The token ended more than seven days ago. Start a new conversation.')
      : refuse('Forbidden', 'The token is not valid here. Start a new conversation.');
  }
  const often = limitRead(parts.limits, checked.grant.conversationId);
  if (often) return often;
  const known = await parts.conversations.load(checked.grant.conversationId);
  if (!known) return refuse('ConversationNotFound', 'This conversation does not exist any more. Start a new one.');
  return { status: 200, body: await granted(parts.tokens, checked.grant) };
}

async function demo(parts: WidgetParts, people: ReadonlyMap<string, string>, req: Request): Promise<Answer> {
  const often = limitVisitor(parts, req);
  if (often) return often;
  const body = demoSchema.safeParse(req.body);
  if (!body.success) return refuse('BadArgument', 'Send {"person": "dl_..."} with an id of the demo directory.');
  const { person } = body.data;
  const user = { id: person, name: people.get(person) ?? null };
  const grant = { conversationId: parts.ids.uuid(), user, trustedOrigins: [] };
  return { status: 200, body: await granted(parts.tokens, grant) };
}

/**
 * Registers `POST /widget/token` (an anonymous visitor), `POST /widget/resume` (a fresh token for the conversation of one
 * that ended within seven days) and, with demo people, `POST /demo/token`.
 */
export function registerWidgetRoutes(server: Server, parts: WidgetParts): void {
  const { demoPeople } = parts;
  route(server, 'post', '/widget/token', (req) => visitor(parts, req));
  route(server, 'post', '/widget/resume', (req) => resume(parts, req));
  if (demoPeople) route(server, 'post', '/demo/token', (req) => demo(parts, demoPeople, req));
}
