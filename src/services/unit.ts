import type { KeptFile } from '../domain/attachment.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { FollowChange } from '../domain/incident-follow.ts';
import type { NewRequestEvent, ServiceRequest } from '../domain/service-request.ts';

/** What one turn will write besides its activities; nothing of it exists before the turn's commit. */
export interface Unit {
  readonly conversationId: string;
  readonly requests: readonly ServiceRequest[];
  readonly deliveries: readonly Delivery[];
  readonly events: readonly NewRequestEvent[];
  readonly follows: readonly FollowChange[];
  /** Files that are kept with the conversation. */
  readonly files: readonly KeptFile[];
  keepFile(file: KeptFile): void;
  /** Adds a request with its way to every backend. */
  add(request: ServiceRequest, deliveries: readonly Delivery[]): void;
  /** Adds what happened to a request that is stored already. */
  addEvent(event: NewRequestEvent): void;
  /** Begins or ends to follow an incident. */
  change(follow: FollowChange): void;
}

/** An empty unit of work for one attempt at a turn; an attempt that fails is dropped with its unit. */
export function createUnit(conversationId: string): Unit {
  const requests: ServiceRequest[] = [];
  const deliveries: Delivery[] = [];
  const events: NewRequestEvent[] = [];
  const follows: FollowChange[] = [];
  const files: KeptFile[] = [];
  return {
    conversationId,
    requests,
    deliveries,
    events,
    follows,
    files,
    keepFile: (file) => void files.push(file),
    add: (request, ways) => {
      requests.push(request);
      deliveries.push(...ways);
    },
    addEvent: (event) => {
      events.push(event);
    },
    change: (follow) => {
      follows.push(follow);
    },
  };
}
