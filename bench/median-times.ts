import { median } from './statistics.ts';

/**
 * Does the same work on each item again and again, in turns, and gives each item's middle time in milliseconds. So a
 * percentile over the items tells of the items, and not of what else the machine did for a moment.
 * A first round warms up and is thrown away.
 */
export async function medianTimes<Item>(
  items: readonly Item[],
  rounds: number,
  work: (item: Item) => Promise<unknown>,
): Promise<readonly number[]> {
  const times = items.map((): number[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, item] of items.entries()) {
      const from = performance.now();
      await work(item);
      if (round > 0) times[index]?.push(performance.now() - from);
    }
  }
  return times.map(median);
}
