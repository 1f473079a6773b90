import type { IncomingMessage } from 'node:http';
import type { Next, Request, RequestHandler, Response } from 'restify';
import { errorBody, statusAnswer } from './error-answer.ts';

/** Routes whose name ends like this are handed their body unread, for instance uploads. */
const UNREAD_BODY = '-unread-body';

const READ_AND_DROP = 4 * 1024 * 1024;

type Read = { readonly bytes: Buffer } | 'too-large' | 'gone';

function readBytes(req: IncomingMessage, limit: number): Promise<Read> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else resolve('too-large');
    });
    req.on('end', () => resolve({ bytes: Buffer.concat(chunks, size) }));
    req.on('close', () => resolve('gone'));
    req.on('error', () => resolve('gone'));
  });
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

async function read(req: Request, res: Response, next: Next, limit: number): Promise<void> {
  const body = await readBytes(req, limit);
  if (body === 'gone') return next(false);
  if (body === 'too-large') return refuse(res, next, 413);
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
 * compressed content type, 400 `MalformedJson` for what is no JSON.
 * @param limit bytes
 */
export function jsonBody(limit: number): RequestHandler {
  return function readJsonBody(req: Request, res: Response, next: Next) {
    const hasBody = req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
    if (!hasBody || req.getRoute().name.endsWith(UNREAD_BODY)) return next();
    const declared = Number(req.headers['content-length'] ?? 0);
    if (declared > limit) {
      // A body that is read to its end lets the sender see the answer; one this long is cut off instead.
      if (declared > READ_AND_DROP) res.setHeader('Connection', 'close');
      return refuse(res, next, 413);
    }
    if ((req.headers['content-encoding'] ?? 'identity') !== 'identity') return refuse(res, next, 415);
    read(req, res, next, limit).catch(next);
  };
}
