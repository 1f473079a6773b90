import type { Topic } from '../domain/topics.ts';
import type { TopicScore } from '../domain/understanding.ts';
import { type Calibration, chancesOf } from './calibration.ts';
import type { CompactMatrix, CompactWeights } from './compact-weights.ts';
import { featureHashes } from './features.ts';
import { createHashIndex } from './hash-index.ts';
import { type SparseRow, toRow, type Vocabulary } from './sparse-rows.ts';

/** What a model makes of one text. */
export interface Classification {
  /** Probability that the text belongs to any topic at all. */
  readonly inScope: number;
  /** Every topic of the model with its probability, best first; the sum is `inScope`. */
  readonly ranking: readonly TopicScore[];
}

/** A trained classifier, ready for use. */
export interface Model {
  /** @param normalised text after `normalise` */
  classify(normalised: string): Classification;
}

/** What a model consists of. */
export interface ModelParts {
  /** Topics in the order of the classes. */
  readonly labels: readonly Topic[];
  readonly weights: CompactWeights;
  readonly calibration: Calibration;
}

/** Adds the cells of a column, times a factor, to the scores. */
function addColumn(scores: Float64Array, cells: Int8Array, column: number, factor: number): void {
  const start = column * scores.length;
  for (let label = 0; label < scores.length; label++) {
    scores[label] = (scores[label] ?? 0) + factor * (cells[start + label] ?? 0);
  }
}

function scoresOf({ cells, scales }: CompactMatrix, { columns, values }: SparseRow, classCount: number): Float64Array {
  const scores = new Float64Array(classCount);
  const bias = scales.length - 1;
  addColumn(scores, cells, bias, scales[bias] ?? 0);
  // Columns ascend, so the first one beyond the bias ends what this learner knows.
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index] ?? bias;
    if (column >= bias) break;
    addColumn(scores, cells, column, (values[index] ?? 0) * (scales[column] ?? 0));
  }
  return scores;
}

/** A classifier over the parts; pure and without state, so one serves all conversations. */
export function createModel({ labels, weights, calibration }: ModelParts): Model {
  const vocabulary: Vocabulary = {
    hashes: weights.hashes,
    index: createHashIndex(weights.hashes),
    rarity: weights.rarity,
    commonColumns: weights.regression.scales.length - 1,
  };
  return {
    classify(normalised) {
      const row = toRow(featureHashes(normalised), vocabulary);
      // A text without one known feature says nothing: only the biases would speak, for the most frequent topic.
      if (row.columns.length === 0) return { inScope: 0, ranking: labels.map((topic) => ({ topic, confidence: 0 })) };
      const margins = scoresOf(weights.svm, row, labels.length + 1);
      const regression = scoresOf(weights.regression, row, labels.length + 1);
      const chances = chancesOf({ regression, margins }, calibration);
      const ranking = labels.map((topic, label) => ({ topic, confidence: chances[label] ?? 0 }));
      return {
        inScope: 1 - (chances[labels.length] ?? 0),
        ranking: ranking.sort((left, right) => right.confidence - left.confidence),
      };
    },
  };
}
