import { IntakeError } from '../domain/errors.ts';

/** Work of one conversation that may wait for the work before it: more than a person could send before the first answer. */
const MOST_WAITING = 20;

/** Runs work one after the other for each conversation, and side by side for different ones. */
export interface ConversationQueue {
  /**
   * Starts the work when all earlier work of this conversation has ended, however it ended.
   * @throws IntakeError `Unavailable` when too much of this conversation waits already; the work is not run
   */
  run<Result>(conversationId: string, work: () => Promise<Result>): Promise<Result>;
  /** Resolves when nothing is running or waiting, work that came in meanwhile included. */
  idle(): Promise<void>;
  /** Conversations with work running or waiting. */
  size(): number;
}

/** A queue in this process; several instances are kept apart by the version guard of the store. */
export function createConversationQueue(): ConversationQueue {
  const lines = new Map<string, { tail: Promise<void>; length: number }>();

  async function run<Result>(conversationId: string, work: () => Promise<Result>): Promise<Result> {
    const line = lines.get(conversationId) ?? { tail: Promise.resolve(), length: 0 };
    if (line.length > MOST_WAITING) {
      throw new IntakeError(
        'Unavailable',
        'Too many messages of this conversation wait for an answer; send it again later.',
      );
    }
    const result = line.tail.then(work);
    const ended = () => {
      line.length -= 1;
      // A conversation that has gone quiet is forgotten, or the map would grow with every conversation there ever was.
      if (line.length === 0) lines.delete(conversationId);
    };
    line.length += 1;
    line.tail = result.then(ended, ended);
    lines.set(conversationId, line);
    return result;
  }

  async function idle(): Promise<void> {
    while (lines.size > 0) await Promise.all([...lines.values()].map(({ tail }) => tail));
  }

  return { run, idle, size: () => lines.size };
}
