/**
 * Many callers who each want everything that was written before their call to be on the disk, with as few flushes as do:
 * those who come while one runs share the next one, because the running one may have begun before they wrote.
 * @param flush puts everything that was written so far on the disk
 * @returns a function that resolves when what was written before its call is there, and rejects when the flush failed
 */
export function createGroupFlush(flush: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  function start(): Promise<void> {
    next = null;
    const begun = flush().finally(() => {
      if (running === begun) running = null;
    });
    running = begun;
    return begun;
  }

  return () => {
    if (!running) return start();
    next ??= running.then(start, start);
    return next;
  };
}
