/** A source of numbers in [0, 1). */
export type Random = () => number;

/**
 * Mulberry32, a small generator whose whole state is its seed: the same seed gives the same model on every machine.
 * Not for secrets.
 * @param seed any 32-bit integer
 */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Shuffles in place (Fisher and Yates) and returns the same array. */
export function shuffle<Items extends Int32Array | unknown[]>(items: Items, random: Random): Items {
  for (let last = items.length - 1; last > 0; last--) {
    const chosen = Math.floor(random() * (last + 1));
    const kept = items[last];
    items[last] = items[chosen];
    items[chosen] = kept;
  }
  return items;
}
