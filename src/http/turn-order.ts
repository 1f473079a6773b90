import type { Next, Request, RequestHandler, Response } from 'restify';
import { errorBody } from './error-answer.ts';
import type { Guard } from './guard.ts';
import { kindOf } from './request-kind.ts';

/**
 * The last handler before the routes: work begins in turn. Health, metrics, staff and files do not wait, so that somebody
 * can see what goes on.
 */
export function waitForTurn({ turnstile, onShed }: Pick<Guard, 'turnstile' | 'onShed'>): RequestHandler {
  return function passTheTurnstile(req: Request, res: Response, next: Next) {
    const kind = kindOf(req);
    if (kind === 'service' || kind === 'staff' || kind === 'file') return next();
    turnstile.pass((isLate) => {
      if (!isLate) return next();
      onShed(kind === 'new' ? 'new' : 'running');
      res.setHeader('Retry-After', '5');
      res.send(503, errorBody('Busy', 'The server has more to do than it can. Try again in a moment.'));
      next(false);
    });
  };
}
