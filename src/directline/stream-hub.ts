import type { LoggedActivity } from '../domain/ports.ts';

/** Hears the rows of one conversation that were just committed, in order. */
export type StreamListener = (rows: readonly LoggedActivity[]) => void;

/** Carries committed rows to whoever shows the conversation; one of several instances would carry them further. */
export interface StreamHub {
  publish(conversationId: string, rows: readonly LoggedActivity[]): void;
  /** @returns a function that ends it */
  subscribe(conversationId: string, listener: StreamListener): () => void;
}

/**
 * The hub of one process. Nothing is kept: who subscribes reads the log for what came before, and each row tells by its
 * number whether one was missed.
 */
export function createStreamHub(): StreamHub {
  const listeners = new Map<string, Set<StreamListener>>();
  return {
    publish: (conversationId, rows) => {
      if (rows.length === 0) return;
      for (const listener of [...(listeners.get(conversationId) ?? [])]) listener(rows);
    },
    subscribe: (conversationId, listener) => {
      const own = listeners.get(conversationId) ?? new Set();
      listeners.set(conversationId, own.add(listener));
      return () => {
        own.delete(listener);
        if (own.size === 0 && listeners.get(conversationId) === own) listeners.delete(conversationId);
      };
    },
  };
}
