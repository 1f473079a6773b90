import type { KeptFile } from '../domain/attachment.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { FollowChange } from '../domain/incident-follow.ts';
import type { Recognition, RecognitionEnd } from '../domain/recognition.ts';
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
  /** What the message of this turn was taken for; empty where nobody looked. */
  readonly recognitions: readonly Recognition[];
  readonly recognitionEnds: readonly RecognitionEnd[];
  keepFile(file: KeptFile): void;
  /** Adds a request with its way to every backend. */
  add(request: ServiceRequest, deliveries: readonly Delivery[]): void;
  /** Adds what happened to a request that is stored already. */
  addEvent(event: NewRequestEvent): void;
  /** Begins or ends to follow an incident. */
  change(follow: FollowChange): void;
  /** Keeps what the message of this turn was taken for. @returns the number of the message, by which its end is told */
  recognise(recognition: Omit<Recognition, 'seq'>): number;
  /** Keeps what happened next with a message that was recognised, in this turn or before. */
  endRecognition(end: RecognitionEnd): void;
}

/**
 * An empty unit of work for one attempt at a turn; an attempt that fails is dropped with its unit.
 * @param incomingSeq number of the message that the turn answers; 1, the first of its conversation, where it is left out
 */
export function createUnit(conversationId: string, incomingSeq = 1): Unit {
  const requests: ServiceRequest[] = [];
  const deliveries: Delivery[] = [];
  const events: NewRequestEvent[] = [];
  const follows: FollowChange[] = [];
  const files: KeptFile[] = [];
  const recognitions: Recognition[] = [];
  const recognitionEnds: RecognitionEnd[] = [];
  return {
    conversationId,
    requests,
    deliveries,
    events,
    follows,
    files,
    recognitions,
    recognitionEnds,
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
    recognise: (recognition) => {
      // Looked at twice, the message is still one: the last look counts.
      recognitions.splice(0, 1, { ...recognition, seq: incomingSeq });
      return incomingSeq;
    },
    endRecognition: (end) => {
      recognitionEnds.push(end);
    },
  };
}
