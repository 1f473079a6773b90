import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, type BenchOptions, productEnvironment } from './bench.ts';
import { startLoadConnector } from './load/connector-double.ts';
import { createConnectorTurns } from './load/connector-turns.ts';
import { createSentences } from './load/sentences.ts';
import { type Measurement, measurementOf } from './measurement.ts';
import { type MeasuredServer, startEchoBot, startProduct } from './server-process.ts';
import { median } from './statistics.ts';

/** Seconds above the EchoBot's start. */
const FLOOR = 1;
const GOAL = 0.5;

/** From the start of the process to the first answer, and to the first reply of a turn. */
export const start: Bench = {
  name: 'start',
  work: '`node src/main.ts` to the first 200 of `/readyz`, against the EchoBot to its first answer; both with the compile cache of an earlier start',
  run,
};

interface Started {
  /** Milliseconds to the first 200. */
  readonly ready: number[];
  /** Milliseconds to the reply of a first turn that was posted as soon as the server was ready. */
  readonly replied: number[];
}

async function run(options: BenchOptions): Promise<Measurement> {
  const { rounds, progress } = options;
  const cache = await mkdtemp(join(tmpdir(), 'intake-bench-cache-'));
  const connector = await startLoadConnector();
  const sentences = await createSentences();
  const startAndAsk = async (launch: () => Promise<MeasuredServer>, times: Started | null) => {
    const server = await launch();
    const begun = performance.now();
    const turns = createConnectorTurns(server, connector, { run: `s${Date.now()}`, atOnce: 1, sentences });
    await turns.take(0);
    times?.ready.push(server.startedInMs);
    times?.replied.push(server.startedInMs + performance.now() - begun);
    turns.close();
    await server.stop();
  };
  const echoBot = () => startEchoBot({ env: { NODE_COMPILE_CACHE: cache } });
  const product = () => startProduct({ env: productEnvironment(options) });
  const echo: Started = { ready: [], replied: [] };
  const ours: Started = { ready: [], replied: [] };
  // The first start of each fills its cache.
  await startAndAsk(echoBot, null);
  await startAndAsk(product, null);
  for (let round = 0; round < rounds; round += 1) {
    await startAndAsk(echoBot, echo);
    await startAndAsk(product, ours);
    progress(`start ${round + 1} of ${rounds}`);
  }
  await connector.close();
  await rm(cache, { recursive: true, force: true });
  return toMeasurement(echo, ours);
}

function toMeasurement(echo: Started, ours: Started): Measurement {
  const readySeconds = median(ours.ready) / 1000;
  const echoReadySeconds = median(echo.ready) / 1000;
  const difference = readySeconds - echoReadySeconds;
  return measurementOf({
    bench: start.name,
    figures: {
      readySeconds,
      echoReadySeconds,
      differenceSeconds: difference,
      firstReplySeconds: median(ours.replied) / 1000,
      echoFirstReplySeconds: median(echo.replied) / 1000,
    },
    ratio: readySeconds / echoReadySeconds,
    criteria: [{ what: 'seconds above the EchoBot', value: difference, better: 'lower', floor: FLOOR, goal: GOAL }],
    notes: [],
  });
}
