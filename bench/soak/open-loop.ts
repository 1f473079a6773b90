import { setTimeout as pause } from 'node:timers/promises';

/** What a stretch of open-loop load came to. */
export interface OpenLoop {
  /** Arrivals that were begun. */
  readonly begun: number;
  /** Arrivals that were left out because too many were under way: the generator's own limit, not the server's. */
  readonly leftOut: number;
  readonly seconds: number;
}

const TICK_MS = 5;
/** Under way at most: it bounds the memory and the connections of the generator when a server answers nothing. */
const MOST_UNDER_WAY = 4000;
/** What is under way at the end has this long to end. */
const LAST_ANSWER_MS = 40_000;

/**
 * Lets arrivals begin at a steady rate, whatever becomes of the earlier ones (an open loop): people do not write less
 * because others wait. A late tick catches up, so the rate holds.
 * @param perSecond arrivals
 * @param arrive begins one and resolves when its outcome is known; it must not reject
 * @returns once all arrivals have ended, or the last of them have had their time
 */
export async function openLoop(perSecond: number, seconds: number, arrive: () => Promise<void>): Promise<OpenLoop> {
  let begun = 0;
  let leftOut = 0;
  const underWay = new Set<Promise<void>>();
  const from = performance.now();
  const elapsed = () => (performance.now() - from) / 1000;
  const beginDue = (): void => {
    const due = Math.floor(Math.min(elapsed(), seconds) * perSecond);
    while (begun + leftOut < due) {
      if (underWay.size >= MOST_UNDER_WAY) {
        leftOut += 1;
        continue;
      }
      begun += 1;
      const arrival = arrive().finally(() => underWay.delete(arrival));
      underWay.add(arrival);
    }
  };
  while (elapsed() < seconds) {
    beginDue();
    await pause(TICK_MS);
  }
  beginDue();
  const loaded = elapsed();
  await Promise.race([Promise.all(underWay), pause(LAST_ANSWER_MS, undefined, { ref: false })]);
  return { begun, leftOut, seconds: loaded };
}
