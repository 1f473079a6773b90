import type { Clock } from '../../src/domain/ports.ts';

/** A clock that goes on when it is told to. */
export interface HandClock extends Clock {
  forward(ms: number): void;
}

/** Stopped at 2026-03-02T01:00:00Z. */
export function handClock(): HandClock {
  let now = Date.parse('2026-03-02T01:00:00.000Z');
  return {
    now: () => new Date(now).toISOString(),
    forward: (ms) => {
      now += ms;
    },
  };
}
