/** Runs work one after the other for each conversation, and side by side for different ones. */
export interface ConversationQueue {
  /** Starts the work when all earlier work of this conversation has ended, however it ended. */
  run<Result>(conversationId: string, work: () => Promise<Result>): Promise<Result>;
  /** Resolves when nothing is running or waiting, work that came in meanwhile included. */
  idle(): Promise<void>;
  /** Conversations with work running or waiting. */
  size(): number;
}

/** A queue in this process; several instances are kept apart by the version guard of the store. */
export function createConversationQueue(): ConversationQueue {
  const tails = new Map<string, Promise<void>>();

  function run<Result>(conversationId: string, work: () => Promise<Result>): Promise<Result> {
    const result = (tails.get(conversationId) ?? Promise.resolve()).then(work);
    const ended = () => {
      // A conversation that has gone quiet is forgotten, or the map would grow with every conversation there ever was.
      if (tails.get(conversationId) === tail) tails.delete(conversationId);
    };
    const tail: Promise<void> = result.then(ended, ended);
    tails.set(conversationId, tail);
    return result;
  }

  async function idle(): Promise<void> {
    while (tails.size > 0) await Promise.all(tails.values());
  }

  return { run, idle, size: () => tails.size };
}
