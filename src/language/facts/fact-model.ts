import type { Calibration } from '../calibration.ts';
import { type CompactWeights, compactMatrix } from '../compact-weights.ts';
import { createHashIndex } from '../hash-index.ts';
import type { Vocabulary } from '../sparse-rows.ts';
import { CLASS_COUNT, type StatedFacts } from './fact-classes.ts';
import { decideFacts, type LeastChances } from './fact-decision.ts';
import { factFeatureHashes } from './fact-features.ts';
import { stackFacts, type TrainedFacts } from './fact-training.ts';

/** Reads severity facts from texts. */
export interface FactModel {
  /** @param normalised text after `normalise` */
  read(normalised: string): StatedFacts;
}

/** Trained weights, already multiplied with those of the calibrations, 8 bits each with one scale a column. */
export function compactFacts(
  { vocabulary, learners }: TrainedFacts,
  calibrations: readonly Calibration[],
): CompactWeights {
  const { hashes, rarity } = vocabulary;
  const columns = Array.from({ length: hashes.length + 1 }, (_, column) => column * CLASS_COUNT);
  const weights = new Float32Array((hashes.length + 1) * CLASS_COUNT);
  for (const start of columns) {
    const scores = learners.map((own) => Float64Array.from(own.subarray(start, start + CLASS_COUNT)));
    const isBias = start === hashes.length * CLASS_COUNT;
    const own = calibrations.map((calibration) => (isBias ? calibration : { ...calibration, background: 0 }));
    weights.set(stackFacts(scores, own), start);
  }
  const biases = weights.slice(-CLASS_COUNT);
  return { hashes, rarity, biases, ...compactMatrix(weights.subarray(0, -CLASS_COUNT), CLASS_COUNT) };
}

/**
 * Stacked scores of all classes, as the row of the hashes times the weights gives them. The columns are counted in place of
 * being sorted, since their order does not matter here; null when no feature is known.
 */
function scoresOf(
  hashes: Uint32Array,
  { index, rarity }: Vocabulary,
  { cells, scales, biases }: CompactWeights,
  counts: Uint16Array,
): Float64Array | null {
  const columns: number[] = [];
  for (let at = 0; at < hashes.length; at++) {
    const column = index.columnOf(hashes[at] ?? 0);
    if (column < 0) continue;
    const count = counts[column] ?? 0;
    if (count === 0) columns.push(column);
    counts[column] = count + 1;
  }
  if (columns.length === 0) return null;
  const sums = new Float64Array(CLASS_COUNT);
  let squares = 0;
  for (const column of columns) {
    const count = counts[column] ?? 1;
    counts[column] = 0;
    const value = (count === 1 ? 1 : 1 + Math.log(count)) * (rarity[column] ?? 0);
    squares += value * value;
    const factor = value * (scales[column] ?? 0);
    const start = column * CLASS_COUNT;
    for (let label = 0; label < CLASS_COUNT; label++) {
      sums[label] = (sums[label] ?? 0) + factor * (cells[start + label] ?? 0);
    }
  }
  const length = Math.sqrt(squares);
  return sums.map((sum, label) => sum / length + (biases[label] ?? 0));
}

/** A reader over the weights, as `toRow` and the training take a text. It keeps no state between texts. */
export function createFactModel(weights: CompactWeights, least: LeastChances): FactModel {
  const { hashes, rarity } = weights;
  const vocabulary: Vocabulary = { hashes, rarity, index: createHashIndex(hashes) };
  /** All zero between two texts. */
  const counts = new Uint16Array(hashes.length);
  return {
    read(normalised) {
      const scores = scoresOf(factFeatureHashes(normalised), vocabulary, weights, counts);
      // A text without one known feature says nothing: only the biases would speak.
      return scores === null ? {} : decideFacts(scores, least);
    },
  };
}
