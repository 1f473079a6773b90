import type { Every } from '../../src/reloaded-content.ts';

/** Looks when the test says so. */
export function lookingByHand() {
  const hand = { intervalMs: 0, isStopped: false, look: async () => {} };
  const every: Every = (milliseconds, work) => {
    hand.intervalMs = milliseconds;
    hand.look = work;
    return () => {
      hand.isStopped = true;
    };
  };
  return { hand, every };
}
