import type { Request, Server } from 'restify';
import { z } from 'zod';
import { type Activity, activitySchema } from '../domain/activity.ts';
import { isIntakeError } from '../domain/errors.ts';
import type { Ids, LoggedActivity, Store, StoredConversation } from '../domain/ports.ts';
import { type Caller, checkAccess } from './access.ts';
import { parseWatermark, storedId, toActivitySet } from './activity-set.ts';
import { type Answer, problem, refuse, route } from './answers.ts';
import { type ArrivalOrder, createArrivalOrder } from './arrival-order.ts';
import { authorOf, isAnswer } from './author.ts';
import { type ChatLimits, limitMessage, limitRead, limitUpload, tooMany, weighRead } from './chat-limits.ts';
import type { Author, Conversations } from './conversations.ts';
import { granted } from './token-routes.ts';
import { type Grant, type Tokens, VISITOR_PREFIX } from './tokens.ts';
import type { TurnOutcome } from './turn-runner.ts';
import { createUploads, type ReadMessage } from './upload-route.ts';

/** What the conversation routes are made of. */
export interface ConversationParts {
  readonly conversations: Conversations;
  readonly store: Pick<Store, 'listActivities'>;
  readonly tokens: Tokens;
  readonly ids: Ids;
  readonly limits: ChatLimits;
  /** Scheme and host of the socket that this client may open, for instance `wss://support.example`. */
  socketOrigin(req: Request): string;
  /** Reads uploads; with the limits of the product where it is left out. */
  readonly readUpload?: ReadMessage;
}

/** Name of the upload route; the server leaves bodies of routes that are named like this unread. */
const UPLOAD_ROUTE = 'directline-upload-unread-body';
const BASE = '/v3/directline/conversations';
const SYSTEM = { system: 'stream' } as const;
const PAGE = 100;
/** Rows are read in steps, so that a page of the longest messages is some megabytes and not dozens; the watermark leads on. */
const STEP = 10;
const PAGE_BYTES = 512 * 1024;
/** Seconds until a line of twenty waiting messages has most likely become shorter. */
const CROWDED_SECONDS = 5;

const startSchema = z.looseObject({ locale: z.string().max(40).nullish() }).nullish();

type Opened =
  | { readonly refused: Answer }
  | { readonly id: string; readonly caller: Caller; readonly stored: StoredConversation };

async function open({ tokens, conversations }: ConversationParts, req: Request): Promise<Opened> {
  const id = String(req.params.id);
  const access = await checkAccess(tokens, req, id);
  if ('refused' in access) return access;
  const stored = /^[\w-]{1,100}$/.test(id) ? await conversations.load(id) : null;
  if (!stored) return { refused: refuse('ConversationNotFound', 'This conversation does not exist. Start a new one.') };
  return { id, caller: access.caller, stored };
}

function grantOf(caller: Caller, conversationId: string): Grant {
  return caller.kind === 'token' ? caller.grant : { conversationId, user: null, trustedOrigins: [] };
}

/** Whether nobody vouches for who starts: a visitor of the widget, or a token without a user. */
function isAnonymous(caller: Caller): boolean {
  return caller.kind === 'token' && (caller.grant.user?.id.startsWith(VISITOR_PREFIX) ?? true);
}

async function withStream(parts: ConversationParts, req: Request, grant: Grant, position: number): Promise<object> {
  const ticket = await parts.tokens.issueTicket(grant.conversationId);
  const address = `${parts.socketOrigin(req)}${BASE}/${grant.conversationId}/stream`;
  return { ...(await granted(parts.tokens, grant)), streamUrl: `${address}?watermark=${position}&t=${ticket}` };
}

async function start(parts: ConversationParts, req: Request): Promise<Answer> {
  const access = await checkAccess(parts.tokens, req, null);
  if ('refused' in access) return access.refused;
  const body = startSchema.safeParse(req.body);
  if (!body.success) return problem(body.error);
  const wait = isAnonymous(access.caller) ? parts.limits.take('start', parts.limits.callerOf(req)) : 0;
  if (wait > 0) return tooMany(wait, 'Too many new chats.');
  const grant = grantOf(access.caller, parts.ids.uuid());
  const author = grant.user ? authorOf(access.caller, null) : null;
  if (author && isAnswer(author)) return author;
  const isNew = await parts.conversations.start(grant.conversationId, author, body.data?.locale ?? null);
  // A stream begins where the last start was; a new conversation from its welcome on.
  const position = isNew ? 0 : ((await parts.conversations.load(grant.conversationId))?.lastSeq ?? 0);
  return { status: isNew ? 201 : 200, body: await withStream(parts, req, grant, position) };
}

async function reconnect(parts: ConversationParts, req: Request): Promise<Answer> {
  const opened = await open(parts, req);
  if ('refused' in opened) return opened.refused;
  const often = limitRead(parts.limits, opened.id);
  if (often) return often;
  const watermark = parseWatermark(req.query.watermark);
  if (watermark === null) return refuse('BadArgument', 'The watermark has to be one that this conversation gave.');
  const position = watermark === 'absent' ? opened.stored.lastSeq : watermark;
  return { status: 200, body: await withStream(parts, req, grantOf(opened.caller, opened.id), position) };
}

function answerTurn(outcome: TurnOutcome): Answer {
  if (outcome.kind === 'done') return { status: 200, body: { id: outcome.result.activityId } };
  if (outcome.kind === 'late') {
    return refuse('BotError', 'The bot needs longer than usual. Its answer arrives in the conversation.');
  }
  if (outcome.kind === 'crowded') return tooMany(CROWDED_SECONDS, 'Earlier messages are still being answered.');
  if (isIntakeError(outcome.error, 'InvalidInput')) return refuse('BadArgument', outcome.error.message);
  // Somebody else's conversation: trying again would not help.
  if (isIntakeError(outcome.error, 'PolicyViolation')) return refuse('Forbidden', outcome.error.message);
  return refuse('BotError', 'The bot could not take the message. Send it again.');
}

function parseActivity(body: unknown): { readonly activity: Activity } | { readonly refused: Answer } {
  if (Array.isArray(body)) return { refused: refuse('BadArgument', 'Send one activity at a time.') };
  const parsed = activitySchema.safeParse(body);
  if (!parsed.success) return { refused: problem(parsed.error) };
  const { type } = parsed.data;
  return type === 'conversationUpdate' || type === 'invoke'
    ? { refused: refuse('BadArgument', `Activities of type ${type} are not taken from clients. Send a message.`) }
    : { activity: parsed.data };
}

type Message = {
  readonly opened: Extract<Opened, { id: string }>;
  readonly author: Author;
  readonly activity: Activity;
};

async function readMessage(parts: ConversationParts, req: Request): Promise<Message | { readonly refused: Answer }> {
  const opened = await open(parts, req);
  if ('refused' in opened) return opened;
  const often = limitMessage(parts.limits, req, opened.id, opened.stored.tenant);
  if (often) return { refused: often };
  const parsed = parseActivity(req.body);
  if ('refused' in parsed) return parsed;
  const author = authorOf(opened.caller, parsed.activity.from);
  return isAnswer(author) ? { refused: author } : { opened, author, activity: parsed.activity };
}

async function post(parts: ConversationParts, order: ArrivalOrder, req: Request): Promise<Answer> {
  const place = order.join(String(req.params.id));
  try {
    const message = await readMessage(parts, req);
    if ('refused' in message) return message.refused;
    const { opened, author, activity } = message;
    // Typing and other signs are taken and dropped: nothing answers to them.
    if (activity.type !== 'message') return { status: 200, body: { id: `${opened.id}|${parts.ids.uuid()}` } };
    await place.turn;
    const said = parts.conversations.say(opened.stored, opened.id, author, activity);
    // From here on the turn service keeps the order.
    place.leave();
    return answerTurn(await said);
  } finally {
    place.leave();
  }
}

async function readPage(store: ConversationParts['store'], id: string, from: number): Promise<LoggedActivity[]> {
  const rows: LoggedActivity[] = [];
  for (let bytes = 0; rows.length < PAGE && bytes < PAGE_BYTES; ) {
    const step = await store.listActivities(SYSTEM, id, rows.at(-1)?.seq ?? from, STEP);
    rows.push(...step);
    if (step.length < STEP) break;
    bytes += JSON.stringify(step).length;
  }
  return rows;
}

async function list(parts: ConversationParts, req: Request): Promise<Answer> {
  const opened = await open(parts, req);
  if ('refused' in opened) return opened.refused;
  const often = limitRead(parts.limits, opened.id);
  if (often) return often;
  const watermark = parseWatermark(req.query.watermark);
  if (watermark === null) return refuse('BadArgument', 'The watermark has to be one that this conversation gave.');
  const from = watermark === 'absent' ? 0 : Math.min(watermark, opened.stored.lastSeq);
  const rows = await readPage(parts.store, storedId(opened.id), from);
  const sent = (bytes: number): void => weighRead(parts.limits, opened.id, bytes);
  return { status: 200, body: toActivitySet(rows, from), sent };
}

/** An answer to a body that was not looked at: the connection is of no more use. */
function withoutBody(answer: Answer): Answer {
  return { ...answer, headers: { ...answer.headers, Connection: 'close' } };
}

async function upload(parts: ConversationParts, order: ArrivalOrder, read: ReadMessage, req: Request): Promise<Answer> {
  const opened = await open(parts, req);
  if ('refused' in opened) return withoutBody(opened.refused);
  const often = limitUpload(parts.limits, req, opened.id, opened.stored.tenant);
  if (often) return withoutBody(often);
  const message = await read(req);
  if ('refused' in message) return message.refused;
  // A place in the line only now: others need not wait until a slow upload is there.
  const place = order.join(opened.id);
  try {
    const author = authorOf(opened.caller, message.activity.from);
    if (isAnswer(author)) return author;
    await place.turn;
    const said = parts.conversations.say(opened.stored, opened.id, author, message.activity, message.files);
    place.leave();
    return answerTurn(await said);
  } finally {
    place.leave();
    message.release();
  }
}

/**
 * Registers the conversations of the Direct Line API 3.0 under `/v3/directline`, as far as Web Chat 4.18 and directlinejs
 * 0.15 use them: start, reconnect, post, upload, read.
 */
export function registerConversationRoutes(server: Server, parts: ConversationParts): void {
  const order = createArrivalOrder();
  const readUpload = parts.readUpload ?? createUploads();
  route(server, 'post', BASE, (req) => start(parts, req));
  route(server, 'get', `${BASE}/:id`, (req) => reconnect(parts, req));
  route(server, 'post', `${BASE}/:id/activities`, (req) => post(parts, order, req));
  route(server, 'get', `${BASE}/:id/activities`, (req) => list(parts, req));
  route(server, 'post', `${BASE}/:id/upload`, (req) => upload(parts, order, readUpload, req), UPLOAD_ROUTE);
}
