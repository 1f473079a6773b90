import type { RateLimiterRes } from 'rate-limiter-flexible';
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';

/** How much of something one caller may do. */
export interface Rate {
  readonly points: number;
  readonly seconds: number;
}

/** Counts by key and says how long one has to wait. */
export interface RateLimit {
  /**
   * Counts one more, or as many as it weighs.
   * @returns 0 to go on, or whole seconds to wait; what was refused is not counted
   */
  take(key: string, weight?: number): number;
  /** The seconds that this key has to wait now, without counting; 0 when none. */
  waitOf(key: string): number;
  /** Forgets the key, as after a success. */
  forget(key: string): void;
  /** Keys that are remembered, for tests of their bound. */
  size(): number;
}

/**
 * Keys that one limit remembers, 0.4 KB each. Who has more networks than this within one window is not stopped by counting
 * them; the admission gate is there for that.
 */
const MOST_KEYS = 20_000;

/**
 * A limit over windows that begin with a key's first request. Synchronous, so that the cheapest place of a request can
 * ask; a key that has used up its window is refused from a map of its own and costs the counter nothing.
 * @param rate.points so many in each window of `rate.seconds`
 * @param options.nowMs milliseconds that never go back; a clock that is set back must not lock anybody out
 * @param options.onExhausted told once a window
 */
export function createRateLimit(
  { points, seconds }: Rate,
  options: { readonly nowMs?: () => number; readonly mostKeys?: number; onExhausted?(key: string): void } = {},
): RateLimit {
  const { nowMs = () => performance.now(), mostKeys = MOST_KEYS } = options;
  const counter = new RateLimiterMemory({ points, duration: seconds, keyPrefix: '' });
  // Both in the order in which their windows began, so the first is always the one that ends next.
  const counted = new Set<string>();
  const waiting = new Map<string, number>();

  function remember(key: string): void {
    counted.delete(key);
    counted.add(key);
    for (const oldest of counted) {
      if (counted.size <= mostKeys) return;
      drop(oldest);
    }
  }

  function drop(key: string): void {
    counted.delete(key);
    waiting.delete(key);
    // The counter keeps a timer for each key; without this its memory would follow the rate of made-up keys.
    void counter.delete(key);
  }

  function waitOf(key: string): number {
    const until = waiting.get(key);
    if (until === undefined) return 0;
    const ms = until - nowMs();
    if (ms > 0) return Math.max(1, Math.ceil(ms / 1000));
    drop(key);
    return 0;
  }

  function close(key: string, msBeforeNext: number): void {
    if (!waiting.has(key)) options.onExhausted?.(key);
    waiting.set(key, nowMs() + Math.min(msBeforeNext, seconds * 1000));
  }

  function count(key: string, weight: number): void {
    counter.consume(key, weight).then(
      ({ remainingPoints, msBeforeNext, isFirstInDuration }) => {
        if (isFirstInDuration) remember(key);
        if (remainingPoints === 0) close(key, msBeforeNext);
      },
      // Heavier than what was left: it has been let in, and the window is used up.
      ({ msBeforeNext, isFirstInDuration }: RateLimiterRes) => {
        if (isFirstInDuration) remember(key);
        close(key, msBeforeNext);
      },
    );
  }

  return {
    take: (key, weight = 1) => {
      const wait = waitOf(key);
      if (wait === 0) count(key, weight);
      return wait;
    },
    waitOf,
    forget: drop,
    size: () => counted.size,
  };
}
