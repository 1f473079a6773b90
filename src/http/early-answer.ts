import type { IncomingMessage, ServerResponse } from 'node:http';
import { allowOrigin } from './cross-origin.ts';
import type { FrontDoor } from './front-door.ts';

/** What an answer at the door needs to look like any other. */
export interface EarlyAnswerParts {
  readonly door: FrontDoor;
  /** Sites whose pages may read the answer; without it they would see a broken network instead of `Retry-After`. */
  readonly origins: readonly string[];
  /** Sets the headers of every answer. */
  greet(req: IncomingMessage, res: ServerResponse): void;
}

/**
 * The first handler of every request: answers what the door turns away and keeps it from restify, whose own work would
 * cost more than the refusal.
 * @returns whether the request goes on
 */
export function answerEarly(parts: EarlyAnswerParts): (req: IncomingMessage, res: ServerResponse) => boolean {
  return function lookAtTheDoor(req, res) {
    const away = parts.door.look(req);
    if (away === null) return true;
    parts.greet(req, res);
    if (allowOrigin(parts.origins, req, res)) {
      // The question before the real one costs as little as refusing it, and lets the page read the refusal.
      res.statusCode = 204;
      res.end();
      return false;
    }
    const text = JSON.stringify(away.body);
    res.statusCode = away.status;
    res.setHeader('Content-Type', 'application/json');
    res.setHeader('Content-Length', Buffer.byteLength(text));
    res.setHeader('Retry-After', String(away.retryAfter));
    res.end(req.method === 'HEAD' ? undefined : text);
    return false;
  };
}
