import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Bench, BenchOptions } from './bench.ts';
import { readCall } from './command-line.ts';
import { corpora } from './corpora.ts';
import { growth } from './growth.ts';
import { thisMachine } from './machine.ts';
import { type Measurement, toLine } from './measurement.ts';
import { PROFILED, profileTurns } from './profile.ts';
import { renderReport } from './report.ts';
import { addResults, type Profile, readResults, writeResults } from './results.ts';
import { search } from './search.ts';
import { sockets } from './sockets.ts';
import { start } from './start.ts';
import { turnConnector } from './turn-connector.ts';
import { turnDirectline } from './turn-directline.ts';
import { understand } from './understand.ts';

// Usage: npm run bench [NAME ...] -- [--write] [--database URL] [--requests N] [--rounds N] [--corpora DIR].
// Prints one JSON line for each measurement; without a name it runs all that can run here and writes the page of figures.
// `profile` tells where a turn spends its time.

const BENCHES: readonly Bench[] = [turnConnector, turnDirectline, understand, corpora, search, growth, sockets, start];
const PROFILE = 'profile';
const RESULTS = resolve(import.meta.dirname, 'results.json');
const PAGE = resolve(import.meta.dirname, '../docs/reference/performance.md');
/** Exit status of a wrong call, as of most Unix tools. */
const WRONG_USE = 2;

const call = readCall(process.argv.slice(2), [...BENCHES.map(({ name }) => name), PROFILE], process.env);
if ('problem' in call) {
  console.error(call.problem);
  process.exit(WRONG_USE);
}
const optionsOf = (name: string): BenchOptions => ({
  ...call,
  progress: (text) => console.error(`${name}: ${text}`),
});
const measurements: Measurement[] = [];
for (const bench of BENCHES.filter(({ name }) => call.names.includes(name))) {
  const options = optionsOf(bench.name);
  const missing = bench.missing?.(options) ?? null;
  if (missing !== null) {
    options.progress(`${call.all ? 'left out' : 'cannot run'}. ${missing}`);
    if (call.all) continue;
    process.exit(WRONG_USE);
  }
  const measurement = await bench.run(options);
  measurements.push(measurement);
  console.log(toLine(measurement));
}
const profiles: Profile[] = [];
if (call.names.includes(PROFILE)) {
  for (const name of PROFILED) {
    const profile = await profileTurns(name, optionsOf(PROFILE));
    profiles.push(profile);
    console.log(JSON.stringify({ ...profile, bench: `${PROFILE} ${name}` }));
  }
}
if (call.write) {
  const measuredAt = new Date().toISOString().slice(0, 10);
  const results = addResults(readResults(RESULTS), { machine: thisMachine(), measuredAt, measurements, profiles });
  writeResults(RESULTS, results);
  writeFileSync(PAGE, renderReport(results, BENCHES));
}
