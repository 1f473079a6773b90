import type { Topic } from '../domain/topics.ts';
import type { TopicScore } from '../domain/understanding.ts';
import { type Calibration, scopeChance, topicChances } from './calibration.ts';
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
  classify(text: string): Classification;
}

/** What a model consists of. */
export interface ModelParts {
  /** Topics in the order of the classes. */
  readonly labels: readonly Topic[];
  readonly weights: CompactWeights;
  readonly calibration: Calibration;
}

function scoresOf({ cells, scales }: CompactMatrix, row: SparseRow, classCount: number): Float64Array {
  const scores = new Float64Array(classCount);
  const bias = scales.length - 1;
  const add = (column: number, value: number): void => {
    const scaled = value * (scales[column] ?? 0);
    const start = column * classCount;
    for (let label = 0; label < classCount; label++) {
      scores[label] = (scores[label] ?? 0) + scaled * (cells[start + label] ?? 0);
    }
  };
  add(bias, 1);
  for (let index = 0; index < row.columns.length; index++) {
    const column = row.columns[index] ?? bias;
    if (column < bias) add(column, row.values[index] ?? 0);
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
    classify(text) {
      const row = toRow(featureHashes(text), vocabulary);
      // A text without one known feature says nothing: only the biases would speak, for the most frequent topic.
      if (row.columns.length === 0) return { inScope: 0, ranking: labels.map((topic) => ({ topic, confidence: 0 })) };
      const margins = scoresOf(weights.svm, row, labels.length + 1);
      const regression = scoresOf(weights.regression, row, labels.length);
      const chances = topicChances({ regression, margins }, calibration);
      const inScope = scopeChance(margins, calibration);
      const ranking = labels.map((topic, label) => ({ topic, confidence: inScope * (chances[label] ?? 0) }));
      return { inScope, ranking: ranking.sort((left, right) => right.confidence - left.confidence) };
    },
  };
}
