import type { Log } from '../log.ts';
import { type Admission, createAdmission } from './admission.ts';
import { type ClientAddresses, createClientAddresses } from './client-address.ts';
import { CONNECTION_LIMITS, type ConnectionLimit, type ConnectionLimits } from './connection-limits.ts';
import { createRates, type RateName, type Rates } from './rates.ts';
import { createTurnstile, type Turnstile } from './turnstile.ts';

/** What keeps callers within limits; the server asks it, and routes that count for themselves are handed its parts. */
export interface Guard {
  readonly addresses: ClientAddresses;
  readonly rates: Rates;
  readonly admission: Admission;
  readonly turnstile: Turnstile;
  readonly connections: ConnectionLimits;
  /** Told each request that overload turned away. */
  readonly onShed: (asked: 'new' | 'running') => void;
  /** Told each connection that was too much. */
  readonly onConnectionRefused: (limit: ConnectionLimit) => void;
}

/** What an operator decides, and who is told of refusals. */
export interface GuardOptions {
  readonly log?: Log;
  /** Addresses and networks whose X-Forwarded-For is believed. */
  readonly trustedProxies?: readonly string[];
  /** Multiplies every rate; 0, and unset, means no rates. */
  readonly rateFactor?: number;
  readonly connections?: Partial<ConnectionLimits>;
  readonly admission?: Admission;
  readonly turnstile?: Turnstile;
  /** Milliseconds that never go back, for the rates. */
  readonly nowMs?: () => number;
  onRefused?(limit: RateName | ConnectionLimit): void;
  onShed?(asked: 'new' | 'running'): void;
}

/**
 * The guard of one server.
 * @throws TypeError for a trusted proxy that is no address
 */
export function createGuard(options: GuardOptions = {}): Guard {
  const { log, trustedProxies = [], rateFactor = 0, onRefused = () => {}, onShed = () => {} } = options;
  let isTold = false;
  const warnOfProxy = (address: string): void => {
    if (isTold) return;
    isTold = true;
    const hint =
      'requests come through a proxy that TRUSTED_PROXIES does not name: all its callers count as one address';
    log?.warn({ address }, hint);
  };
  const turnstile = options.turnstile ?? createTurnstile();
  return {
    addresses: createClientAddresses(trustedProxies, warnOfProxy),
    rates: createRates({
      factor: rateFactor,
      ...(options.nowMs ? { nowMs: options.nowMs } : {}),
      onRefused,
      onExhausted: (limit, caller) => log?.warn({ limit, caller }, 'a limit is reached; what comes now is refused'),
    }),
    admission: options.admission ?? createAdmission({ waitMs: turnstile.waitMs, nowMs: () => performance.now() }),
    turnstile,
    connections: { ...CONNECTION_LIMITS, ...options.connections },
    onShed,
    onConnectionRefused: onRefused,
  };
}
