import assert from 'node:assert/strict';

/**
 * Processor milliseconds of this process that work takes; time in which the machine does something else does not count.
 * Work that is only slow on its first run, before it is compiled, should be run once before.
 */
async function processorMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** @throws AssertionError when work takes more processor time than this, twice in a row */
export async function takesAtMost(milliseconds: number, what: string, work: () => unknown): Promise<void> {
  if ((await processorMs(work)) <= milliseconds) return;
  // The garbage collector may have come in between.
  const again = await processorMs(work);
  assert.ok(again <= milliseconds, `${what} took ${Math.round(again)} ms`);
}
