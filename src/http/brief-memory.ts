/** A twentieth of the time at most goes into one thing, however often it is asked for. */
const TIMES_ITS_COST = 20;

/**
 * Shares one run among all who ask during it, and keeps what it gave for twenty times as long as it took: who asks in peace
 * gets something new each time, and who asks without pause costs next to nothing. A failure is not kept.
 * @param longestMs milliseconds that nothing is kept beyond, however long it took
 * @param nowMs milliseconds that never go back
 */
export function shareBriefly<Value>(
  make: () => Promise<Value>,
  longestMs: number,
  nowMs: () => number = () => performance.now(),
): () => Promise<Value> {
  let kept: { readonly value: Value; readonly until: number } | null = null;
  let running: Promise<Value> | null = null;

  async function run(): Promise<Value> {
    const begun = nowMs();
    const value = await make();
    const now = nowMs();
    kept = { value, until: now + Math.min((now - begun) * TIMES_ITS_COST, longestMs) };
    return value;
  }

  return () => {
    if (kept && nowMs() < kept.until) return Promise.resolve(kept.value);
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };
}
