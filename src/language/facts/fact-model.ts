import type { Calibration } from '../calibration.ts';
import { type CompactWeights, compactStacked, stackedScores, vocabularyOf } from '../compact-weights.ts';
import type { CutText } from '../cut-text.ts';
import { toRow } from '../sparse-rows.ts';
import { CLASS_COUNT, type StatedFacts } from './fact-classes.ts';
import { decideFacts, type LeastChances } from './fact-decision.ts';
import { factFeatureHashes } from './fact-features.ts';
import { stackFacts, type TrainedFacts } from './fact-training.ts';

/** Reads severity facts from texts. */
export interface FactModel {
  read(text: CutText): StatedFacts;
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
  return {
    read(text) {
      const row = toRow(factFeatureHashes(text), vocabulary);
      // A text without one known feature says nothing: only the biases would speak.
      return row.columns.length === 0 ? {} : decideFacts(stackedScores(weights, row), least);
    },
  };
}
