/**
 * Loaded into a server under measurement (`node --expose-gc --import ...`): collects its garbage when it is told to by
 * SIGUSR2, and prints what is then in use, in bytes. Without it the memory of a server tells when V8 last happened to
 * clean up, not what connections cost.
 */
process.on('SIGUSR2', () => {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  console.log(JSON.stringify({ collected: { resident: rss, used: heapUsed + external } }));
});
