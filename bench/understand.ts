import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { createLocalRecogniser } from '../src/language/local-recogniser.ts';
import { loadModel } from '../src/language/model-file.ts';
import type { Bench, BenchOptions } from './bench.ts';
import { numberOf } from './fresh-process.ts';
import { type Measurement, measurementOf, NO_FLOOR } from './measurement.ts';
import { medianTimes } from './median-times.ts';
import { median, percentile } from './statistics.ts';

const HELD_OUT = fileURLToPath(new URL('../test/language/held-out.jsonl', import.meta.url));
const lineSchema = z.object({ text: z.string(), lang: z.enum(['zh-CN', 'en-US']) });

const LIMITS = { p95Ms: { floor: 1, goal: 0.3 }, readyMs: { goal: 100 } } as const;

/** The local recogniser, one utterance at a time, and how long its model takes to be ready. */
export const understand: Bench = {
  name: 'understand',
  work: 'the local recogniser on one utterance of the held-out texts, in process; the model from its files to the first answer in a fresh process',
  run,
};

async function run({ rounds, progress }: BenchOptions): Promise<Measurement> {
  const texts = readFileSync(HELD_OUT, 'utf8').trim().split('\n');
  const utterances = texts.map((line) => lineSchema.parse(JSON.parse(line)));
  const recogniser = createLocalRecogniser(loadModel());
  const times = await medianTimes(utterances, rounds, ({ text, lang }) => recogniser.recognise(text, lang));
  progress(`${times.length} utterances`);
  const ready: number[] = [];
  for (let start = 0; start < rounds; start += 1) ready.push(await numberOf('model-ready.ts'));
  const p95Ms = percentile(times, 0.95);
  const modelReadyMs = median(ready);
  return measurementOf({
    bench: understand.name,
    figures: { p50Ms: percentile(times, 0.5), p95Ms, p99Ms: percentile(times, 0.99), modelReadyMs },
    ratio: null,
    criteria: [
      { what: 'p95 of one utterance, ms', value: p95Ms, better: 'lower', ...LIMITS.p95Ms },
      { what: 'model ready, ms', value: modelReadyMs, better: 'lower', floor: NO_FLOOR, ...LIMITS.readyMs },
    ],
    notes: [],
  });
}
