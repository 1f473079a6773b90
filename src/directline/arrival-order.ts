/** A place in a line: `turn` resolves when all who came before have left. */
export interface Place {
  readonly turn: Promise<void>;
  /** Lets the next one go; safe to repeat. */
  leave(): void;
}

/** Lines by key, in the order of arrival. */
export interface ArrivalOrder {
  join(key: string): Place;
  /** Lines that somebody stands in. */
  size(): number;
}

/**
 * Keeps requests in the order in which they arrived, although checking a token and reading the store take one longer than
 * another: two messages sent in the same millisecond must not be answered the other way round.
 */
export function createArrivalOrder(): ArrivalOrder {
  const ends = new Map<string, Promise<void>>();
  return {
    join(key) {
      const gone = Promise.withResolvers<void>();
      const turn = ends.get(key) ?? Promise.resolve();
      const end = turn.then(() => gone.promise);
      ends.set(key, end);
      const leave = (): void => {
        gone.resolve();
        // The last one takes the line down, or the map would keep every conversation there ever was.
        if (ends.get(key) === end) ends.delete(key);
      };
      return { turn, leave };
    },
    size: () => ends.size,
  };
}
