import type { Bench, BenchOptions } from './bench.ts';
import { measure, measuresOf } from './corpora/comparison.ts';
import type { Contender } from './corpora/contender.ts';
import { missingCorpora, readCorpus } from './corpora/corpus.ts';
import { ownLearner } from './corpora/own-learner.ts';
import { loadPeers } from './corpora/peers.ts';
import { prototype } from './corpora/prototype.ts';
import { tasksOf } from './corpora/tasks.ts';
import { type Criterion, type Measurement, measurementOf } from './measurement.ts';

/** What a small in-process recogniser was found to reach when the design was made; percent, or the area under a curve. */
const REACHED: Readonly<Record<string, number>> = {
  'rasa-helpdesk': 90.7,
  'clinc 30 intents': 96.4,
  'hwu64 @20': 78.7,
  hwu64: 88.5,
  'clinc150 @20': 87.5,
  clinc150: 93,
  smp2017: 90.1,
  'smp2017 @20': 80.2,
  'xsid, both languages': 91.8,
  'out of scope, clinc 30 intents, AUROC': 0.977,
  'out of scope, clinc 30 intents, rejected at 95 % accepted': 90.3,
  'out of scope, smp2017, AUROC': 0.974,
  'out of scope, smp2017, rejected at 95 % accepted': 86.3,
};

/** The learner of the local recogniser on corpora that others have published, beside recognisers that can be installed. */
export const corpora: Bench = {
  name: 'corpora',
  work: 'the learner of the local recogniser, trained anew on public corpora, beside nlp.js, fastText in WebAssembly and the naive Bayes of wink, each trained on the same texts',
  missing: (options) => missingCorpora(options.corpora),
  run,
};

const NOTES = [
  'Right intents in percent of the test texts, which nothing was chosen by. `@20` is at most 20 texts an intent to learn from, the mean of three draws; thirty intents of clinc150 are every fifth by name, 30 texts each, the mean of the five choices. Out of scope are `oos` of clinc150 and `chat` of smp2017. Everybody learns the same background for it, the 100 and 455 training texts of these. In scope is for ours the score of the best intent and its odds against none, for the others the score of the best intent.',
  'The floor is the best of those that can be installed, in the same run, the goal what a prototype reached on draws of its own when the recogniser was designed. The prototype is built again from its description and stands in the last column, on the draws of this run. The tables of products and notions, which the shipped model has, are of no use here. No text of these corpora is in the repository or in the shipped model.',
];

interface Row {
  readonly what: string;
  /** By recogniser: ours first, the prototype last. */
  readonly values: readonly number[];
}

/** Ahead of everybody that can be installed is the least; at what was reached before as well is the goal. */
function criterionOf({ what, values: [own = 0, ...others] }: Row): Criterion {
  const floor = Math.max(...others.slice(0, -1));
  return { what, value: own, better: 'higher', floor, goal: Math.max(floor, REACHED[what] ?? floor) };
}

async function run({ corpora: folder, progress }: BenchOptions): Promise<Measurement> {
  const problem = missingCorpora(folder);
  if (folder === null || problem !== null) throw new Error(problem ?? 'No folder of corpora.');
  const contenders: readonly Contender[] = [ownLearner, ...(await loadPeers(progress)), prototype];
  const seconds = contenders.map(() => 0);
  const rows: Row[] = [];
  for (const task of tasksOf((name) => readCorpus(folder, name))) {
    const results: (readonly number[])[] = [];
    for (const [at, contender] of contenders.entries()) {
      const result = await measure(task, contender);
      results.push(result.scores);
      seconds[at] = (seconds[at] ?? 0) + result.seconds;
      progress(`${task.name}, ${contender.name}: ${result.scores.join(', ')} (${Math.round(result.seconds)} s)`);
    }
    for (const [index, what] of measuresOf(task).entries()) {
      rows.push({ what, values: results.map((scores) => scores[index] ?? 0) });
    }
  }
  return toMeasurement(
    contenders.map(({ name }) => name),
    rows,
    seconds,
  );
}

function toMeasurement(names: readonly string[], rows: readonly Row[], seconds: readonly number[]): Measurement {
  return measurementOf({
    bench: corpora.name,
    figures: Object.fromEntries(names.map((name, at) => [`seconds, ${name}`, Math.round(seconds[at] ?? 0)])),
    comparison: { columns: [...names], rows: rows.map(({ what, values }) => ({ what, values: [...values] })) },
    ratio: null,
    criteria: rows.map(criterionOf),
    notes: NOTES,
  });
}
