import type { Clock } from '../domain/ports.ts';

/** Says how long somebody has to wait; 0 means go on. */
export interface RateLimit {
  /** Counts one more for this key. @returns seconds to wait, 0 when none */
  take(key: string): number;
}

/** Keys are forgotten all at once when there are this many, so that made-up addresses cannot fill the memory. */
const MOST_KEYS = 50_000;

/** A fixed window: at most `limit` of a key in each `seconds`. */
export function createRateLimit(options: {
  readonly limit: number;
  readonly seconds: number;
  readonly clock: Clock;
}): RateLimit {
  const { limit, seconds, clock } = options;
  let window = -1;
  const counts = new Map<string, number>();
  return {
    take: (key) => {
      const now = Date.parse(clock.now()) / 1000;
      const current = Math.floor(now / seconds);
      if (current !== window || counts.size >= MOST_KEYS) {
        window = current;
        counts.clear();
      }
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count <= limit ? 0 : Math.max(1, Math.ceil((current + 1) * seconds - now));
    },
  };
}
