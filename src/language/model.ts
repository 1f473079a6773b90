import type { Topic } from '../domain/topics.ts';
import type { TopicScore } from '../domain/understanding.ts';
import { type CompactWeights, stackedScores, vocabularyOf } from './compact-weights.ts';
import type { CutText } from './cut-text.ts';
import { featureHashes } from './features.ts';
import { softmax } from './logistic-regression.ts';
import { toRow } from './sparse-rows.ts';
import { repairSpelling } from './spelling-repair.ts';

/** What a model makes of one text. */
export interface Classification {
  /** Probability that the text belongs to any topic at all. */
  readonly inScope: number;
  /** Every topic of the model with its probability, best first; the sum is `inScope`. */
  readonly ranking: readonly TopicScore[];
}

/** A trained classifier, ready for use. */
export interface Model {
  classify(text: CutText): Classification;
}

/** What a model consists of. */
export interface ModelParts {
  /** Topics in the order of the classes. */
  readonly labels: readonly Topic[];
  readonly weights: CompactWeights;
}

/** A classifier over the parts; pure and without state, so one serves all conversations. */
export function createModel({ labels, weights }: ModelParts): Model {
  const vocabulary = vocabularyOf(weights);
  return {
    classify(text) {
      const row = toRow(featureHashes(repairSpelling(text, vocabulary)), vocabulary);
      // A text without one known feature says nothing: only the biases would speak, for the most frequent topic.
      if (row.columns.length === 0) return { inScope: 0, ranking: labels.map((topic) => ({ topic, confidence: 0 })) };
      const chances = softmax(stackedScores(weights, row));
      const ranking = labels.map((topic, label) => ({ topic, confidence: chances[label] ?? 0 }));
      return {
        inScope: 1 - (chances[labels.length] ?? 0),
        ranking: ranking.sort((left, right) => right.confidence - left.confidence),
      };
    },
  };
}
