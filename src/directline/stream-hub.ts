import type { LoggedActivity, Store } from '../domain/ports.ts';
import type { Log } from '../log.ts';

/** Somebody who shows a conversation. */
export interface StreamListener {
  /** Hears rows that were just committed, in order. */
  accept(rows: readonly LoggedActivity[]): void;
  /** Told that the log holds more than was heard. */
  catchUp(): void;
  /** Sequence number of the last row that was taken. */
  position(): number;
}

/** Carries committed rows to whoever shows the conversation, whichever instance committed them. */
export interface StreamHub {
  /** @param rows just committed here; none when the log has to be asked */
  publish(conversationId: string, rows: readonly LoggedActivity[]): void;
  /** Another instance wrote to the conversation; null when nobody can tell to which. */
  changedElsewhere(conversationId: string | null): void;
  /** @returns a function that ends it */
  subscribe(conversationId: string, listener: StreamListener): () => void;
}

/** What the hub is made of. */
export interface StreamHubParts {
  readonly store: Pick<Store, 'lastSeqs'>;
  readonly log: Log;
}

const SYSTEM = { system: 'stream' } as const;
/** Conversations asked for in one statement. */
const AT_ONCE = 500;

/**
 * The hub of one process. Nothing is kept: who subscribes reads the log for what came before, and each row tells by its
 * number whether one was missed.
 */
export function createStreamHub({ store, log }: StreamHubParts): StreamHub {
  const listeners = new Map<string, Set<StreamListener>>();
  let isSweeping = false;
  let isAsked = false;

  function catchUp(conversationId: string, lastSeq = Number.POSITIVE_INFINITY): void {
    for (const listener of [...(listeners.get(conversationId) ?? [])]) {
      if (listener.position() < lastSeq) listener.catchUp();
    }
  }

  /** One statement for hundreds of open chats: asking for each by itself would be most of what the database does. */
  async function sweep(): Promise<void> {
    const ids = [...listeners.keys()];
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const found = await store.lastSeqs(SYSTEM, ids.slice(at, at + AT_ONCE));
      for (const [id, lastSeq] of found) catchUp(id, lastSeq);
    }
  }

  /** Asked while it runs, it looks once more: what was written meanwhile may stand in the part that was looked at before. */
  async function sweepWhileAsked(): Promise<void> {
    isSweeping = true;
    while (isAsked) {
      isAsked = false;
      await sweep().catch((err: unknown) => log.warn({ err }, 'open conversations could not be compared with the log'));
    }
    isSweeping = false;
  }

  return {
    publish: (conversationId, rows) => {
      if (rows.length === 0) return catchUp(conversationId);
      for (const listener of [...(listeners.get(conversationId) ?? [])]) listener.accept(rows);
    },
    changedElsewhere: (conversationId) => {
      if (conversationId !== null) return catchUp(conversationId);
      isAsked = true;
      if (!isSweeping) void sweepWhileAsked();
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
