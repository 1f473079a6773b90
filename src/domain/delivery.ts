import type { Instant } from './locale.ts';
import type { Delivery } from './ports.ts';

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
