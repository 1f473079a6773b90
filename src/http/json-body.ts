import type { IncomingMessage } from 'node:http';
import type { Next, Request, RequestHandler, Response } from 'restify';
import { errorBody, statusAnswer } from './error-answer.ts';

/** Routes whose name ends like this are handed their body unread, for instance uploads. */
const UNREAD_BODY = '-unread-body';

const READ_AND_DROP = 4 * 1024 * 1024;

/** How large one body and all bodies together may be. */
export interface BodyLimits {
  /** Bytes of one body. */
  readonly bodyBytes: number;
  /** Bytes of all bodies that are being read. */
  readonly bodiesBytes: number;
}

type Read = { readonly bytes: Buffer } | 'too-large' | 'too-many' | 'gone';

/** What the bodies being read hold together. */
interface Held {
  bytes: number;
}

function readBytes(req: IncomingMessage, limits: BodyLimits, held: Held): Promise<Read> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let isSettled = false;
    const settle = (read: Read): void => {
      if (isSettled) return;
      isSettled = true;
      for (const { length } of chunks.splice(0)) held.bytes -= length;
      resolve(read);
    };
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      // What is too large is read on, because its sender sees no answer before it has sent all; but not without end.
      if (size > READ_AND_DROP) req.destroy();
      if (isSettled) return;
      if (size > limits.bodyBytes) return settle('too-large');
      if (held.bytes + chunk.length > limits.bodiesBytes) return settle('too-many');
      chunks.push(chunk);
      held.bytes += chunk.length;
    });
    req.on('end', () => settle({ bytes: Buffer.concat(chunks) }));
    req.on('close', () => settle('gone'));
    req.on('error', () => settle('gone'));
  });
}

/** Whether a request brings a body, as its headers tell (RFC 9112, 6.3). */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function refuse(res: Response, next: Next, status: number): void {
  res.send(status, statusAnswer(status).body);
  next(false);
}

function isJson(contentType: string): boolean {
  return /^application\/(?:[\w.-]+\+)?json(?:\s*;|$)/i.test(contentType);
}

function parse(bytes: Buffer): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return null;
  }
}

async function read(req: Request, res: Response, next: Next, limits: BodyLimits, held: Held): Promise<void> {
  const body = await readBytes(req, limits, held);
  if (body === 'gone') return next(false);
  if (body === 'too-large') return refuse(res, next, 413);
  if (body === 'too-many') {
    res.setHeader('Retry-After', '5');
    res.setHeader('Connection', 'close');
    res.send(503, errorBody('Busy', 'Too much is being sent at once. Try again in a moment.'));
    return next(false);
  }
  req.body = undefined;
  if (body.bytes.length === 0) return next();
  if (!isJson(req.headers['content-type'] ?? '')) return refuse(res, next, 415);
  const parsed = parse(body.bytes);
  if (!parsed) {
    res.send(400, errorBody('MalformedJson', 'The body is not JSON in UTF-8. Check it and send it again.'));
    return next(false);
  }
  req.body = parsed.value;
  return next();
}

/**
 * Reads JSON bodies into `req.body`; no body gives undefined. Answers 413 over the limit, 415 for another or a
 * compressed content type, 400 `MalformedJson` for what is no JSON, 503 `Busy` while all bodies together hold too much.
 */
export function jsonBody(limits: BodyLimits): RequestHandler {
  const held: Held = { bytes: 0 };
  return function readJsonBody(req: Request, res: Response, next: Next) {
    if (!hasBody(req) || req.getRoute().name.endsWith(UNREAD_BODY)) return next();
    const declared = Number(req.headers['content-length'] ?? 0);
    if (declared > limits.bodyBytes) {
      // A body that is read to its end lets the sender see the answer; one this long is cut off instead.
      if (declared > READ_AND_DROP) res.setHeader('Connection', 'close');
      return refuse(res, next, 413);
    }
    if ((req.headers['content-encoding'] ?? 'identity') !== 'identity') return refuse(res, next, 415);
    read(req, res, next, limits, held).catch(next);
  };
}
