import type { GraphTime } from '../../src/graph/graph-retries.ts';

/** Time that goes on only by its pauses, which are noted and over at once. */
export interface GraphHandTime extends GraphTime {
  readonly pauses: readonly number[];
  forward(ms: number): void;
}

/** Stopped at a moment of 2026. */
export function graphHandTime(): GraphHandTime {
  const pauses: number[] = [];
  let passed = 0;
  return {
    pauses,
    wallMs: () => Date.parse('2026-03-02T01:00:00Z') + passed,
    steadyMs: () => 1_000 + passed,
    pause: async (ms) => {
      pauses.push(ms);
      passed += ms;
    },
    forward: (ms) => {
      passed += ms;
    },
  };
}
