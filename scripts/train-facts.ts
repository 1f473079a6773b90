import { performance } from 'node:perf_hooks';
import type { FactName } from '../src/domain/facts.ts';
import { encodeWeights } from '../src/language/compact-weights.ts';
import { evaluateFacts, type FactEvaluation, type FactFigures } from '../src/language/fact-evaluation.ts';
import { FACT_CLASSES } from '../src/language/facts/fact-classes.ts';
import { decideFacts, type LeastChances, leastForAll } from '../src/language/facts/fact-decision.ts';
import { compactFacts } from '../src/language/facts/fact-model.ts';
import { FACT_MODEL_FOLDER, saveFactModel } from '../src/language/facts/fact-model-file.ts';
import { calibrateFacts, leaveWritersOut, stackFacts, trainFacts } from '../src/language/facts/fact-training.ts';
import { FACT_TRAINING_FOLDER, readFactTrainingTexts } from '../src/language/facts/fact-training-data.ts';
import { LEAST_FACT } from '../src/language/thresholds.ts';

// Usage: node scripts/train-facts.ts, part of npm run train. Trains the reading of severity facts from
// src/language/facts/training and writes src/language/model/facts. Prints what thresholds would do to strangers' texts.

const THRESHOLDS_SHOWN = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.92, 0.94, 0.96];

const texts = readFactTrainingTexts(FACT_TRAINING_FOLDER);
const started = performance.now();
const langs = new Map(texts.map(({ text, lang }) => [text, lang]));
const heldOut = leaveWritersOut(texts);
const calibrations = calibrateFacts(heldOut);

function figures(least: LeastChances): FactEvaluation {
  return evaluateFacts(
    heldOut.map(({ example, scores }) => ({
      lang: langs.get(example.text) ?? '',
      stated: example.facts,
      read: decideFacts(stackFacts(scores, calibrations), least),
    })),
  );
}

const percent = (share: number | null): string => (100 * (share ?? 0)).toFixed(1).padStart(5);
const both = ({ rightShare, wrongShare }: FactFigures): string => `${percent(rightShare)} /${percent(wrongShare)}`;
const facts = FACT_CLASSES.map(({ name }): FactName => name);
function show(what: string, { byFact, ...all }: FactEvaluation): void {
  const cells = [both(all), ...facts.map((fact) => both(byFact[fact]))];
  console.log(`${what.padEnd(10)}${cells.map((cell) => cell.padStart(16)).join('')}`);
}

const weights = compactFacts(trainFacts(texts), calibrations);
const measured = figures(LEAST_FACT);
const rounded = (share: number | null): number => Math.round((share ?? 0) * 10_000) / 10_000;
saveFactModel(FACT_MODEL_FOLDER, FACT_TRAINING_FOLDER, weights, {
  texts: heldOut.length,
  right: rounded(measured.rightShare),
  wrong: rounded(measured.wrongShare),
});

console.log(`${texts.length} texts; ${heldOut.length} of them read by models that saw nothing of their writer.`);
console.log('Percent of the stated facts read rightly / of the read ones wrongly:');
console.log(`${'least'.padEnd(10)}${['all', ...facts].map((name) => name.padStart(16)).join('')}`);
for (const least of THRESHOLDS_SHOWN) show(least.toFixed(2), figures(leastForAll(least)));
show('chosen', measured);
console.log(
  `Wrote ${FACT_MODEL_FOLDER}: ${weights.hashes.length} features, ${(encodeWeights(weights).byteLength / 1e6).toFixed(2)} MB, ` +
    `${((performance.now() - started) / 1000).toFixed(1)} s`,
);
