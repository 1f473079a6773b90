import type { IncomingMessage } from 'node:http';
import type { Admission } from './admission.ts';
import type { ClientAddresses } from './client-address.ts';
import { type ErrorBody, errorBody } from './error-answer.ts';
import type { Rates } from './rates.ts';
import { kindOf, type RequestKind } from './request-kind.ts';

/** Why a request is turned away before anything is done for it. */
export interface TurnedAway {
  readonly status: 429 | 503;
  readonly body: ErrorBody;
  /** Whole seconds after which it may be tried again, for `Retry-After` (RFC 9110, 10.2.3). */
  readonly retryAfter: number;
}

/** What the door asks. */
export interface FrontDoorParts {
  readonly admission: Admission;
  readonly rates: Rates;
  readonly addresses: ClientAddresses;
  /** Told each request that overload turned away. */
  onShed?(asked: 'new' | 'running'): void;
}

/** The first look at a request, before its body and before restify: cheap, synchronous, nothing is kept of it. */
export interface FrontDoor {
  /** Why the request has to go, or null to let it in. */
  look(req: IncomingMessage): TurnedAway | null;
  /** Learns from the answer to a request that was let in: who is turned away again and again waits. */
  answered(req: IncomingMessage, status: number): void;
}

/** Seconds after which the level has most likely changed; clients that come back sooner keep it where it is. */
const RETRY = { busy: 10, full: 5 } as const;
const BUSY: TurnedAway = {
  status: 503,
  body: errorBody('Busy', 'No new conversation can be started just now. Try again in a moment.'),
  retryAfter: RETRY.busy,
};
const FULL: TurnedAway = {
  status: 503,
  body: errorBody('Busy', 'The server has more to do than it can. Try again in a moment.'),
  retryAfter: RETRY.full,
};

/** 429 in the error shape. @param wait whole seconds */
export function tooManyRequests(wait: number): TurnedAway {
  const words = `Too many requests. Try again in ${wait} s.`;
  return { status: 429, body: errorBody('TooManyRequests', words), retryAfter: wait };
}

/**
 * Overload first, because it is the cheapest question; then the rate of the caller. Staff, metrics and health are spared by
 * overload, so that somebody can look into it. Health and readiness have no rate either: a balancer that is refused takes the
 * instance away from everybody, and it may share its address with those who call through it. Channels of the Bot Framework come from a few addresses for everybody, so
 * only calls that were refused count against their address.
 */
export function createFrontDoor(parts: FrontDoorParts): FrontDoor {
  const { admission, rates, addresses } = parts;

  function shed(kind: RequestKind): TurnedAway | null {
    if (kind === 'staff' || kind === 'metrics') return null;
    const asked = kind === 'new' ? 'new' : 'running';
    if (admission.admits(asked)) return null;
    parts.onShed?.(asked);
    return admission.admits('running') ? BUSY : FULL;
  }

  function waitOf(kind: RequestKind, req: IncomingMessage): number {
    if (kind === 'file') return 0;
    const caller = addresses.callerOf(req);
    if (kind === 'metrics') return rates.take('metrics', caller);
    return kind === 'channel' ? rates.waitOf('refusedActivity', caller) : rates.take('request', caller);
  }

  return {
    look: (req) => {
      const kind = kindOf(req);
      if (kind === 'service') return null;
      const full = shed(kind);
      if (full) return full;
      const wait = waitOf(kind, req);
      return wait > 0 ? tooManyRequests(wait) : null;
    },
    answered: (req, status) => {
      if (kindOf(req) !== 'channel') return;
      // 429 is the answer to somebody who is known.
      if (status < 300) rates.forget('refusedActivity', addresses.callerOf(req));
      else if (status >= 400 && status < 500 && status !== 429) {
        rates.take('refusedActivity', addresses.callerOf(req));
      }
    },
  };
}
