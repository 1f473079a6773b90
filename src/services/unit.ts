import type { Delivery } from '../domain/delivery.ts';
import type { ServiceRequest } from '../domain/service-request.ts';

/** What one turn will write besides its activities; nothing of it exists before the turn's commit. */
export interface Unit {
  readonly conversationId: string;
  readonly requests: readonly ServiceRequest[];
  readonly deliveries: readonly Delivery[];
  /** Adds a request with its way to every backend. */
  add(request: ServiceRequest, deliveries: readonly Delivery[]): void;
}

/** An empty unit of work for one attempt at a turn; an attempt that fails is dropped with its unit. */
export function createUnit(conversationId: string): Unit {
  const requests: ServiceRequest[] = [];
  const deliveries: Delivery[] = [];
  return {
    conversationId,
    requests,
    deliveries,
    add: (request, ways) => {
      requests.push(request);
      deliveries.push(...ways);
    },
  };
}
