import type { FactName } from '../../domain/facts.ts';
import type { Calibration } from '../calibration.ts';
import { type CompactWeights, compactStacked, speaksFor, stackedScores, vocabularyOf } from '../compact-weights.ts';
import type { CutText } from '../cut-text.ts';
import { toRow } from '../sparse-rows.ts';
import type { ClauseText } from './clause-text.ts';
import { CLASS_COUNT, classOf, FACT_CLASSES, FACT_OFFSETS, type StatedFacts } from './fact-classes.ts';
import { decideFacts, type LeastChances } from './fact-decision.ts';
import { type FactFeatures, factFeatureHashes, factFeatures } from './fact-features.ts';
import { stackFacts, type TrainedFacts } from './fact-training.ts';

/** Reads severity facts from texts. */
export interface FactModel {
  read(text: CutText): StatedFacts;
  /**
   * Which clause tells each fact: the one whose features speak most for its value against "not told".
   * @param text by clauses
   * @param facts what {@link FactModel.read} made of it
   * @returns the number of the clause, from 0
   */
  clausesTelling(text: ClauseText, facts: StatedFacts): ReadonlyMap<FactName, number>;
}

/** Trained weights, already multiplied with those of the calibrations, 8 bits each with one scale a column. */
export function compactFacts(
  { vocabulary, learners }: TrainedFacts,
  calibrations: readonly Calibration[],
): CompactWeights {
  const { hashes } = vocabulary;
  const columns = Array.from({ length: hashes.length + 1 }, (_, column) => column * CLASS_COUNT);
  const weights = new Float32Array((hashes.length + 1) * CLASS_COUNT);
  for (const start of columns) {
    const scores = learners.map((own) => Float64Array.from(own.subarray(start, start + CLASS_COUNT)));
    const isBias = start === hashes.length * CLASS_COUNT;
    const own = calibrations.map((calibration) => (isBias ? calibration : { ...calibration, background: 0 }));
    weights.set(stackFacts(scores, own), start);
  }
  return compactStacked(vocabulary, weights, CLASS_COUNT);
}

/** A reader over the weights; pure and without state. */
export function createFactModel(weights: CompactWeights, least: LeastChances): FactModel {
  const vocabulary = vocabularyOf(weights);

  /** What the features of each clause say for a class against another. */
  function sums({ hashes, ends }: FactFeatures, label: number, other: number): readonly number[] {
    return ends.map((end, clause) =>
      hashes.subarray(ends[clause - 1] ?? 0, end).reduce((sum, hash) => {
        const column = vocabulary.index.columnOf(hash);
        return column < 0 ? sum : sum + speaksFor(weights, column, label, other);
      }, 0),
    );
  }

  return {
    read(text) {
      const row = toRow(factFeatureHashes(text), vocabulary);
      // A text without one known feature says nothing: only the biases would speak.
      return row.columns.length === 0 ? {} : decideFacts(stackedScores(weights, row), least);
    },
    clausesTelling(text, facts) {
      const features = factFeatures(text);
      const told = FACT_CLASSES.flatMap((classes, place) => {
        if (facts[classes.name] === undefined) return [];
        const first = FACT_OFFSETS[place] ?? 0;
        const spoken = sums(features, first + classOf(classes, facts), first + classes.values.length);
        return [[classes.name, spoken.indexOf(Math.max(...spoken))] as const];
      });
      return new Map(told);
    },
  };
}
