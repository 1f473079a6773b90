import type { Instant } from './locale.ts';

/** A request's way to one backend; written with the request, handed over by the delivery loop. */
export interface Delivery {
  readonly id: string;
  readonly requestId: string;
  readonly backend: string;
  readonly status: 'pending' | 'accepted' | 'dead';
  readonly attempts: number;
  readonly nextAttemptAt: Instant;
  readonly createdAt: Instant;
}

/**
 * One delivery per backend, due at once; written with the request in one transaction, so that none is ever forgotten.
 * @param backends names of the configured backends; a name given twice is one backend
 * @param newId gives a fresh id for each delivery
 */
export function newDeliveries(
  request: { readonly id: string },
  backends: readonly string[],
  now: Instant,
  newId: () => string,
): readonly Delivery[] {
  return [...new Set(backends)].map((backend) => ({
    id: newId(),
    requestId: request.id,
    backend,
    status: 'pending',
    attempts: 0,
    nextAttemptAt: now,
    createdAt: now,
  }));
}
