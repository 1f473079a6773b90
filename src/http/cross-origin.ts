import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Next, Request, RequestHandler, Response } from 'restify';

const OPEN_PATHS = /^\/(?:v3\/directline|widget)\//;

/**
 * Tells browsers whether a page of another site may read this answer (Fetch standard, CORS). No cookies are used, so none
 * are allowed.
 * @returns whether the request is the browser's question before the real one, to which 204 is the whole answer
 */
export function allowOrigin(origins: readonly string[], req: IncomingMessage, res: ServerResponse): boolean {
  if (!OPEN_PATHS.test(req.url ?? '')) return false;
  const { origin } = req.headers;
  res.setHeader('Vary', 'Origin');
  if (origin === undefined || !origins.includes(origin)) return false;
  res.setHeader('Access-Control-Allow-Origin', origin);
  res.setHeader('Access-Control-Expose-Headers', 'Retry-After, X-Request-Id');
  if (req.method !== 'OPTIONS') return false;
  res.setHeader('Access-Control-Allow-Methods', 'GET, POST');
  res.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type, X-Ms-Bot-Agent, X-Requested-With');
  res.setHeader('Access-Control-Max-Age', '7200');
  return true;
}

/**
 * Lets pages of the named sites call the Direct Line and widget routes; answers their preflights. Other sites get no
 * permission, so their browsers keep the answer from them.
 * @param origins such as `https://intranet.example`
 */
export function crossOrigin(origins: readonly string[]): RequestHandler {
  return function allowKnownSites(req: Request, res: Response, next: Next) {
    if (!allowOrigin(origins, req, res)) return next();
    res.send(204);
    next(false);
  };
}
