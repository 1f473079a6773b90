import { createHash, timingSafeEqual } from 'node:crypto';
import type { Request, Response, Server } from 'restify';
import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';
import type { RequestFilter } from '../domain/ports.ts';
import { referenceSchema, requestStatusSchema, severitySchema } from '../domain/service-request.ts';

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
  /** Severity and response target of facts, without storing anything; checks the body itself. */
  assess(body: unknown): Promise<object>;
  /** What the recogniser makes of texts; checks the body itself. */
  understand(body: unknown): Promise<object>;
}

/** What the staff routes are made of. */
export interface StaffRoutesParts {
  readonly desk: StaffDesk;
  /** The key that callers show. */
  readonly apiKey: string;
}

const DEFAULT_LIMIT = 50;

const filterSchema = z.strictObject({
  status: requestStatusSchema.optional(),
  severity: severitySchema.optional(),
  cursor: z.string().min(1).max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(DEFAULT_LIMIT),
});

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function filterOf(req: Request): RequestFilter {
  // `?status=&severity=` is how a form sends what was not chosen.
  const chosen = Object.entries(req.query ?? {}).filter(([, value]) => value !== '');
  const filter = filterSchema.safeParse(Object.fromEntries(chosen));
  if (filter.success) return filter.data;
  const [issue] = filter.error.issues;
  const at = issue && issue.path.length > 0 ? `"${issue.path.join('.')}": ` : '';
  throw new IntakeError('InvalidInput', `The filter is not right: ${at}${issue?.message ?? 'unknown'}. Correct it.`);
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
    const shown = /^Bearer +(\S.*?) *$/i.exec(req.headers.authorization ?? '')?.[1];
    // Digests are of one length, as the constant-time comparison needs; an empty key lets nobody in.
    return shown !== undefined && parts.apiKey !== '' && timingSafeEqual(digest(shown), expected);
  }

  function route(method: 'get' | 'post', path: string, work: (req: Request) => Promise<object>): void {
    server[method](`/api/staff/${path}`, async (req: Request, res: Response) => {
      if (!isStaff(req)) {
        res.setHeader('WWW-Authenticate', 'Bearer');
        res.send(401, { error: { code: 'Unauthorized', message: 'Send an Authorization header with the staff key.' } });
        return;
      }
      res.send(200, await work(req));
    });
  }

  route('get', 'requests', async (req) => desk.list(filterOf(req)));
  route('get', 'requests/:reference', async (req) => desk.get(referenceOf(req)));
  route('get', 'requests/:reference/transcript', async (req) => desk.transcript(referenceOf(req)));
  route('post', 'assess', async (req) => desk.assess(req.body));
  route('post', 'understand', async (req) => desk.understand(req.body));
}
