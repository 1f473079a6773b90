const EVERY_MS = 100;

/**
 * Measures again and again how much later than asked a timer fires, which is how long every request waits before anyone
 * looks at it.
 * @param sample told milliseconds, ten times a second while the loop keeps up, seldom when it does not
 * @returns a function that ends it
 */
export function measureLag(sample: (lagMs: number) => void): () => void {
  let before = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    sample(Math.max(0, now - before - EVERY_MS));
    before = now;
  }, EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
