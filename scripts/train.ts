import { performance } from 'node:perf_hooks';
import { type Topic, TRAINED_TOPICS } from '../src/domain/topics.ts';
import { calibrate, chancesOf, type HeldOutScores } from '../src/language/calibration.ts';
import { compact, encodeWeights } from '../src/language/compact-weights.ts';
import { evaluate } from '../src/language/evaluation.ts';
import { MODEL_FOLDER, saveModel } from '../src/language/model-file.ts';
import { LEAST_IN_SCOPE } from '../src/language/thresholds.ts';
import { crossValidate, train } from '../src/language/training.ts';
import { readTrainingTexts, TRAINING_FOLDER } from '../src/language/training-data.ts';

// Usage: npm run train. Trains the local recogniser from src/language/training and writes src/language/model.

const THRESHOLDS_SHOWN = [0.3, 0.4, 0.5, 0.6, 0.7];

const labels = TRAINED_TOPICS.filter((topic) => topic !== 'none');
const texts = readTrainingTexts(TRAINING_FOLDER);
const examples = texts.map(({ text, topic, calibrates }) => ({
  text,
  label: topic === 'none' ? null : topic,
  calibrates,
}));
const calibrating = texts.filter(({ calibrates }) => calibrates);
const started = performance.now();
const heldOut = crossValidate(examples, labels);
const calibration = calibrate(heldOut);

function answer({ scores }: HeldOutScores, leastInScope: number): Topic {
  const chances = chancesOf(scores, calibration);
  if (1 - (chances.at(-1) ?? 0) < leastInScope) return 'none';
  const topics = chances.slice(0, -1);
  return labels[topics.indexOf(Math.max(...topics))] ?? 'none';
}

function figures(leastInScope: number): ReturnType<typeof evaluate> {
  const answers = heldOut.map((scores, index) => ({
    lang: calibrating[index]?.lang ?? '',
    expected: calibrating[index]?.topic ?? 'none',
    answered: answer(scores, leastInScope),
  }));
  return evaluate(answers);
}

const rounded = (share: number | null): number => Math.round((share ?? 0) * 10_000) / 10_000;
const weights = compact(train(examples, labels), calibration);
const measured = figures(LEAST_IN_SCOPE);
saveModel(
  MODEL_FOLDER,
  TRAINING_FOLDER,
  { labels, weights },
  {
    texts: texts.length,
    accuracy: rounded(measured.accuracy),
    macroF1: rounded(measured.macroF1),
    noneRecall: rounded(measured.noneRecall),
    falseReject: rounded(measured.falseReject),
  },
);

console.log(
  `${texts.length} texts, ${labels.length} topics and background; cross-validated over ${calibrating.length} calibration texts:`,
);
console.log('in scope from   accuracy   macro-F1   none recall   false reject');
for (const least of THRESHOLDS_SHOWN) {
  const { accuracy, macroF1, noneRecall, falseReject } = figures(least);
  const row = [accuracy, macroF1, noneRecall, falseReject].map((share) =>
    `${(100 * (share ?? 0)).toFixed(1)} %`.padStart(11),
  );
  console.log(`${least.toFixed(2).padStart(8)}${least === LEAST_IN_SCOPE ? ' *' : '  '}   ${row.join('')}`);
}
for (const [lang, { count, accuracy }] of Object.entries(measured.byLang)) {
  console.log(`${lang}: ${(100 * (accuracy ?? 0)).toFixed(1)} % of ${count}`);
}
console.log('Worst confusions (expected -> answered):');
for (const { expected, answered, count } of measured.confusions.slice(0, 15)) {
  console.log(`${String(count).padStart(4)}  ${expected} -> ${answered}`);
}
console.log(
  `Wrote ${MODEL_FOLDER}: ${weights.hashes.length} features, ${(encodeWeights(weights).byteLength / 1e6).toFixed(2)} MB, ` +
    `${((performance.now() - started) / 1000).toFixed(1)} s`,
);
