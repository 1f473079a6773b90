import type { Next, Request, RequestHandler, Response } from 'restify';

const OPEN_PATHS = /^\/(?:v3\/directline|widget)\//;

/**
 * Lets pages of the named sites call the Direct Line and widget routes (Fetch standard, CORS); answers their preflights.
 * Other sites get no permission, so their browsers keep the answer from them. No cookies are used, so none are allowed.
 * @param origins such as `https://intranet.example`
 */
export function crossOrigin(origins: readonly string[]): RequestHandler {
  return function allowKnownSites(req: Request, res: Response, next: Next) {
    const origin = req.headers.origin;
    if (!OPEN_PATHS.test(req.url ?? '')) return next();
    res.setHeader('Vary', 'Origin');
    if (origin === undefined || !origins.includes(origin)) return next();
    res.setHeader('Access-Control-Allow-Origin', origin);
    res.setHeader('Access-Control-Expose-Headers', 'Retry-After, X-Request-Id');
    if (req.method !== 'OPTIONS') return next();
    res.setHeader('Access-Control-Allow-Methods', 'GET, POST');
    res.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type, X-Ms-Bot-Agent, X-Requested-With');
    res.setHeader('Access-Control-Max-Age', '7200');
    res.send(204);
    next(false);
  };
}
