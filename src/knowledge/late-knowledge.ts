import type { Knowledge } from '../domain/ports.ts';

/** Knowledge whose index is built a moment after the start, or with the first search. */
export interface LateKnowledge extends Knowledge {
  /** Builds the index now. Rejects when it cannot be built. */
  warmUp(): Promise<void>;
  /** Rejects when the index could not be built the last time; one that is not built yet is as good as ready. */
  check(): Promise<void>;
}

/**
 * Keeps the index out of the start, of which it takes a fifth.
 * @param build gives the knowledge; run once, and again after it failed
 */
export function createLateKnowledge(build: () => Knowledge): LateKnowledge {
  let index: Knowledge | undefined;
  let failure: { readonly reason: unknown } | undefined;

  function built(): Knowledge {
    try {
      index ??= build();
      failure = undefined;
      return index;
    } catch (reason) {
      failure = { reason };
      throw reason;
    }
  }

  return {
    search: async (query) => built().search(query),
    warmUp: async () => {
      built();
    },
    check: async () => {
      if (failure) throw failure.reason;
    },
  };
}
