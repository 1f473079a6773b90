import { evaluateFacts } from '../src/language/fact-evaluation.ts';
import { FACT_CLASSES } from '../src/language/facts/fact-classes.ts';
import { decideFacts, leastForAll } from '../src/language/facts/fact-decision.ts';
import { FACT_FEATURE_GROUPS, type FactFeatureGroup } from '../src/language/facts/fact-features.ts';
import {
  calibrateFacts,
  FACT_TRAINING_OPTIONS,
  type FactExample,
  leaveWritersOut,
  stackFacts,
} from '../src/language/facts/fact-training.ts';
import { FACT_TRAINING_FOLDER, readFactTrainingTexts } from '../src/language/facts/fact-training-data.ts';

// Usage: npm run ablate:facts. Leaves out one part of the reading of severity facts after the other and measures the rest
// on the texts of writers whom the models have not seen. Takes some minutes; decision 24 holds its table.

/** Shares of wrong readings at which the rightly read ones are compared. */
const WRONG_SHARES = [0.03, 0.05, 0.08];
const STEP = 0.005;

const texts = readFactTrainingTexts(FACT_TRAINING_FOLDER);

/** A row of the table: the share read rightly where the thresholds hold the wrong ones at each share. */
function show(what: string, examples: readonly FactExample[], ...without: FactFeatureGroup[]): void {
  const heldOut = leaveWritersOut(examples, { ...FACT_TRAINING_OPTIONS, without: new Set(without) });
  const calibrations = calibrateFacts(heldOut);
  const figuresAt = (least: number) =>
    evaluateFacts(
      heldOut.map(({ example, scores }) => ({
        lang: '',
        stated: example.facts,
        read: decideFacts(stackFacts(scores, calibrations), leastForAll(least)),
      })),
    );
  const thresholds = Array.from({ length: Math.ceil(0.6 / STEP) }, (_, place) => figuresAt(0.4 + place * STEP));
  const cells = WRONG_SHARES.map((most) => thresholds.find(({ wrongShare }) => (wrongShare ?? 0) <= most)?.rightShare);
  const middle = figuresAt(0.5);
  const shares = [...cells, middle.rightShare, middle.wrongShare];
  console.log(`${what.padEnd(24)}${shares.map((share) => (100 * (share ?? 0)).toFixed(1).padStart(8)).join('')}`);
}

console.log(`${FACT_CLASSES.length} facts; percent read rightly where so many are wrong, and right and wrong from 0.5`);
console.log(
  `${'without'.padEnd(24)}${[...WRONG_SHARES.map((share) => `${100 * share} %`), 'right', 'wrong'].map((head) => head.padStart(8)).join('')}`,
);
show('nothing', texts);
for (const group of FACT_FEATURE_GROUPS) show(group, texts, group);
const kindOf = ({ calibrates, writer }: FactExample): string =>
  calibrates ? 'reports' : writer.replace(/^reports-\d+/, 'hard-*');
for (const kind of new Set(texts.map(kindOf))) {
  if (kind === 'reports') continue;
  show(
    kind,
    texts.filter((text) => kindOf(text) !== kind),
  );
}
