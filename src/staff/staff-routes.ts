import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, Response, Server } from 'restify';
import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';
import { OUTGOING_STATUSES, type OutgoingStatus } from '../domain/outgoing.ts';
import type { RequestFilter } from '../domain/ports.ts';
import { referenceSchema, requestStatusSchema, severitySchema } from '../domain/service-request.ts';
import { type DownloadedFile, sendFile } from './attachment-answer.ts';

/**
 * What staff can do. Each method answers what is sent as JSON, and throws an IntakeError for what cannot be done:
 * `NotFound` becomes 404, `InvalidInput` 400, `PolicyViolation` 422, `Conflict` 409, `Unavailable` 503.
 */
export interface StaffDesk {
  /** A page of requests, what is due first on top. */
  list(filter: RequestFilter): Promise<object>;
  /** The whole record. */
  get(reference: string): Promise<object>;
  /** The conversation that led to a request. */
  transcript(reference: string): Promise<object>;
  /** A file of a request; sent as it is, and not as JSON. */
  attachment(reference: string, id: string): Promise<DownloadedFile>;
  /** A page of replies that people may not have seen, because their channel did not take them. */
  undelivered(filter: UndeliveredFilter): Promise<object>;
  /** Severity and response target of facts, without storing anything; checks the body itself. */
  assess(body: unknown): Promise<object>;
  /** What the recogniser makes of texts; checks the body itself. */
  understand(body: unknown): Promise<object>;
}

/** Which undelivered replies are asked for; `cursor` is from the page before. */
export interface UndeliveredFilter {
  readonly status?: OutgoingStatus;
  readonly cursor?: string;
  readonly limit: number;
}

/** What the staff routes are made of. */
export interface StaffRoutesParts {
  readonly desk: StaffDesk;
  /** The key that callers show. */
  readonly apiKey: string;
  /** Counts a wrong key for its sender. @returns 0, or the whole seconds after which to try again */
  countWrongKey?(req: Request): number;
}

const DEFAULT_LIMIT = 50;
/** Characters of an error: unknown names are told, and a name may be as long as an address. */
const LONGEST_PROBLEM = 200;

const pageSchema = z.strictObject({
  cursor: z.string().min(1).max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(DEFAULT_LIMIT),
});
const requestsSchema = pageSchema.extend({
  status: requestStatusSchema.optional(),
  severity: severitySchema.optional(),
});
const undeliveredSchema = pageSchema.extend({ status: z.enum(OUTGOING_STATUSES).optional() });

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** The credentials of an `Authorization: Bearer` header; not by a pattern, whose time grows with the square of the blanks in it. */
function bearerOf(req: Request): string {
  const header = req.headers.authorization ?? '';
  return /^Bearer /i.test(header) ? header.slice('Bearer '.length).trim() : '';
}

function filterOf<Schema extends z.ZodType>(schema: Schema, req: Request): z.output<Schema> {
  // `?status=&severity=` is how a form sends what was not chosen.
  const chosen = Object.entries(req.query ?? {}).filter(([, value]) => value !== '');
  const filter = schema.safeParse(Object.fromEntries(chosen));
  if (filter.success) return filter.data;
  const [issue] = filter.error.issues;
  const at = issue && issue.path.length > 0 ? `"${issue.path.join('.')}": ` : '';
  const why = `${at}${issue?.message ?? 'unknown'}`.slice(0, LONGEST_PROBLEM);
  throw new IntakeError('InvalidInput', `The filter is not right: ${why}. Correct it.`);
}

function referenceOf(req: Request): string {
  const reference = referenceSchema.safeParse(req.params.reference);
  if (reference.success) return reference.data;
  throw new IntakeError('NotFound', 'There is no such request. Check the reference, for instance SR-20260209-0001.');
}

/**
 * Registers `/api/staff/*` for holders of the staff key (`Authorization: Bearer`, RFC 6750); without it every one of
 * these routes answers 401 and does nothing. What the desk throws is answered by the server.
 */
export function registerStaffRoutes(server: Server, parts: StaffRoutesParts): void {
  const { desk } = parts;
  const expected = digest(parts.apiKey);

  function isStaff(req: Request): boolean {
    // Digests are of one length, as the constant-time comparison needs; an empty key lets nobody in.
    return parts.apiKey !== '' && timingSafeEqual(digest(bearerOf(req)), expected);
  }

  /** The right key is never refused: somebody who guesses behind the same proxy must not lock out the staff, and 32 random characters are not guessed. */
  function refuseKey(req: Request, res: Response): void {
    const wait = parts.countWrongKey?.(req) ?? 0;
    if (wait > 0) {
      res.setHeader('Retry-After', String(wait));
      const message = `Too many wrong keys. Check the staff key and try again in ${wait} s.`;
      res.send(429, { error: { code: 'TooManyRequests', message } });
      return;
    }
    res.setHeader('WWW-Authenticate', 'Bearer');
    res.send(401, { error: { code: 'Unauthorized', message: 'Send an Authorization header with the staff key.' } });
  }

  function route(method: 'get' | 'post', path: string, work: (req: Request) => Promise<object>): void {
    server[method](`/api/staff/${path}`, async (req: Request, res: Response) => {
      if (!isStaff(req)) return refuseKey(req, res);
      res.send(200, await work(req));
    });
  }

  route('get', 'requests', async (req) => desk.list(filterOf(requestsSchema, req)));
  route('get', 'requests/:reference', async (req) => desk.get(referenceOf(req)));
  route('get', 'requests/:reference/transcript', async (req) => desk.transcript(referenceOf(req)));
  server.get('/api/staff/requests/:reference/attachments/:id', async (req: Request, res: Response) => {
    if (!isStaff(req)) return refuseKey(req, res);
    await sendFile(req, res, await desk.attachment(referenceOf(req), String(req.params.id)));
  });
  route('get', 'undelivered', async (req) => desk.undelivered(filterOf(undeliveredSchema, req)));
  route('post', 'assess', async (req) => desk.assess(req.body));
  route('post', 'understand', async (req) => desk.understand(req.body));
}
