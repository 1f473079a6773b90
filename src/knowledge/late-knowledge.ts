import type { Knowledge } from '../domain/ports.ts';
import type { IndexedKnowledge } from './knowledge-search.ts';

/** Knowledge whose index is built a moment after the start, or with the first search. */
export interface LateKnowledge extends Knowledge {
  /** Builds the index now; resolves when it is there. Rejects when it cannot be built. */
  warmUp(): Promise<void>;
  /** Rejects when the index could not be built the last time; one that is not built yet is as good as ready. */
  check(): Promise<void>;
}

/**
 * Keeps the index out of the start, of which it takes a fifth.
 * @param build gives the knowledge; run once, and again after it failed
 */
export function createLateKnowledge(build: () => IndexedKnowledge): LateKnowledge {
  let index: Promise<Knowledge> | undefined;
  let failure: { readonly reason: unknown } | undefined;

  async function make(): Promise<Knowledge> {
    const made = build();
    await made.ready();
    failure = undefined;
    return made;
  }
  function built(): Promise<Knowledge> {
    index ??= make().catch((reason: unknown) => {
      index = undefined;
      failure = { reason };
      throw reason;
    });
    return index;
  }

  return {
    search: async (query) => (await built()).search(query),
    warmUp: async () => {
      await built();
    },
    check: async () => {
      if (failure) throw failure.reason;
    },
  };
}
