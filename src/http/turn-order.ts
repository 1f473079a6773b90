import type { Next, Request, RequestHandler, Response } from 'restify';
import { errorBody } from './error-answer.ts';
import type { Guard } from './guard.ts';
import { kindOf, type RequestKind } from './request-kind.ts';

const SPARED: ReadonlySet<RequestKind> = new Set(['service', 'metrics', 'staff', 'file']);

/**
 * The last handler before the routes: work begins in turn. Health, metrics, staff and files do not wait, so that somebody
 * can see what goes on.
 */
export function waitForTurn({ turnstile, onShed }: Pick<Guard, 'turnstile' | 'onShed'>): RequestHandler {
  return function passTheTurnstile(req: Request, res: Response, next: Next) {
    const kind = kindOf(req);
    if (SPARED.has(kind)) return next();
    turnstile.pass((isLate) => {
      if (!isLate) return next();
      onShed(kind === 'new' ? 'new' : 'running');
      res.setHeader('Retry-After', '5');
      res.send(503, errorBody('Busy', 'The server has more to do than it can. Try again in a moment.'));
      next(false);
    });
  };
}
