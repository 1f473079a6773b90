import { type Round, takeTurns } from './load/closed-loop.ts';
import { cpuMs } from './process-figures.ts';
import { median } from './statistics.ts';

/** One server of a comparison, and how a turn is taken on it. */
export interface Side {
  readonly pid: number;
  /** Takes the turn with this number; the numbers of all rounds count on. */
  take(number: number): Promise<void>;
  /** Makes ready what the next turns need, outside of the measured time. */
  prepare?(from: number, turns: number): Promise<void>;
}

/** A round with the CPU time that the server's process used in it. */
export interface SideRound extends Round {
  /** Null where the system does not tell. */
  readonly cpuMsPerTurn: number | null;
}

/** How a comparison is driven. */
export interface Comparison {
  readonly rounds: number;
  readonly turns: number;
  readonly atOnce: number;
  progress(text: string): void;
}

/**
 * Lets sides take turns in rounds, one side after the other, so that whatever else the machine does falls on all of them.
 * A first round of each warms up and is thrown away.
 * @returns the rounds of each side, in the order of the sides
 */
export async function interleave(
  sides: readonly Side[],
  { rounds, turns, atOnce, progress }: Comparison,
): Promise<readonly (readonly SideRound[])[]> {
  const taken = sides.map((): SideRound[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, side] of sides.entries()) {
      const result = await takeRound(side, round * turns, turns, atOnce);
      if (round > 0) taken[index]?.push(result);
    }
    progress(round === 0 ? 'warmed up' : `round ${round} of ${rounds}`);
  }
  return taken;
}

async function takeRound(side: Side, from: number, turns: number, atOnce: number): Promise<SideRound> {
  await side.prepare?.(from, turns);
  const before = cpuMs(side.pid);
  const round = await takeTurns(turns, atOnce, (number) => side.take(from + number));
  const after = cpuMs(side.pid);
  return { ...round, cpuMsPerTurn: before === null || after === null ? null : (after - before) / turns };
}

/** Medians over the rounds of a side. */
export interface SideFigures {
  readonly turnsPerSecond: number;
  readonly cpuMsPerTurn: number | null;
  /** Milliseconds of the middle turn. */
  readonly medianMs: number;
}

/** The figures of a side. @throws Error without any round */
export function figuresOf(rounds: readonly SideRound[]): SideFigures {
  const cpu = rounds.flatMap(({ cpuMsPerTurn }) => (cpuMsPerTurn === null ? [] : [cpuMsPerTurn]));
  return {
    turnsPerSecond: median(rounds.map(({ turns, seconds }) => turns / seconds)),
    cpuMsPerTurn: cpu.length === rounds.length ? median(cpu) : null,
    medianMs: median(rounds.map(({ latencies }) => median(latencies))),
  };
}
