/** What a round of turns took. */
export interface Round {
  readonly turns: number;
  readonly seconds: number;
  /** Milliseconds of each turn. */
  readonly latencies: readonly number[];
}

/**
 * Takes turns with a fixed number under way: whoever has been answered begins the next one (a closed loop).
 * @param turns in all
 * @param atOnce under way at a time
 * @param turn takes the turn with this number, from 0, and resolves when the reply is there
 * @throws whatever a turn throws; a round with a failure is no measurement
 */
export async function takeTurns(
  turns: number,
  atOnce: number,
  turn: (number: number) => Promise<void>,
): Promise<Round> {
  const latencies: number[] = [];
  let next = 0;
  const begun = performance.now();
  const worker = async () => {
    while (next < turns) {
      const number = next;
      next += 1;
      const from = performance.now();
      await turn(number);
      latencies.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { turns, seconds: (performance.now() - begun) / 1000, latencies };
}
