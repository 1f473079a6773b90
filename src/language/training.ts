import type { HeldOutScores } from './calibration.ts';
import { featureHashes } from './features.ts';
import { type SvmOptions, trainLinearSvm } from './linear-svm.ts';
import { classScores, type RegressionOptions, trainLogisticRegression } from './logistic-regression.ts';
import { normalise } from './normalisation.ts';
import { createRandom, shuffle } from './random.ts';
import { buildVocabulary, type SparseRow, toRow, type Vocabulary } from './sparse-rows.ts';

/** A training text; label null marks background that belongs to no class. */
export interface Example {
  readonly text: string;
  readonly label: string | null;
}

/** Everything that shapes a model beside its texts. */
export interface TrainingOptions {
  readonly seed: number;
  readonly folds: number;
  readonly svm: SvmOptions;
  readonly regression: RegressionOptions;
}

/** Chosen by cross-validation over corpora of both languages; the shipped model and its measurements use these. */
export const TRAINING_OPTIONS: TrainingOptions = {
  seed: 20260101,
  folds: 10,
  svm: { cost: 1, positiveFactor: 2, loss: 'squared', maxEpochs: 40, tolerance: 0.1 },
  regression: { ridge: 1e-4, epochs: 25, rate: 4 },
};

/**
 * Both learners over one vocabulary; weights lie class beside class, the bias last.
 * The machines have one class more than there are labels: the background, which is also a negative of every topic.
 * The regression knows the labels alone and only features of two texts and more, which halves the file at no loss.
 */
export interface TrainedWeights {
  readonly labels: readonly string[];
  readonly vocabulary: Vocabulary;
  readonly svm: Float32Array;
  readonly regression: Float32Array;
}

/** A training set with its features read once. */
interface Prepared {
  readonly labels: readonly string[];
  readonly hashes: readonly Uint32Array[];
  /** Class of each text; background is the class after the last label. */
  readonly classes: Int32Array;
}

function prepare(examples: readonly Example[], labels: readonly string[]): Prepared {
  const classOf = new Map(labels.map((label, index) => [label, index]));
  return {
    labels,
    hashes: examples.map(({ text }) => featureHashes(normalise(text))),
    classes: Int32Array.from(examples, ({ label }) =>
      label === null ? labels.length : (classOf.get(label) ?? labels.length),
    ),
  };
}

function fit(
  { labels, hashes, classes }: Prepared,
  chosen: readonly number[],
  options: TrainingOptions,
): TrainedWeights {
  const texts = chosen.map((at) => hashes[at] ?? new Uint32Array());
  const own = Int32Array.from(chosen, (at) => classes[at] ?? labels.length);
  const vocabulary = buildVocabulary(texts);
  const rows = texts.map((text) => toRow(text, vocabulary));
  const width = vocabulary.rarity.length;
  const random = createRandom(options.seed);
  return {
    labels,
    vocabulary,
    svm: trainLinearSvm(rows, own, labels.length + 1, width, options.svm, random),
    regression: trainLogisticRegression(rows, own, labels.length, vocabulary.commonColumns, options.regression, random),
  };
}

function scoresOf(weights: TrainedWeights, row: SparseRow): { regression: Float64Array; margins: Float64Array } {
  const count = weights.labels.length;
  return {
    regression: classScores(weights.regression, row, count),
    margins: classScores(weights.svm, row, count + 1),
  };
}

/** The fold of each text: every class is spread evenly, in an order that depends on the seed alone. */
function foldsOf(classes: Int32Array, { folds, seed }: TrainingOptions): Int32Array {
  const order = shuffle(Int32Array.from(classes.keys()), createRandom(seed));
  const dealt = new Map<number, number>();
  const fold = new Int32Array(classes.length);
  for (const at of order) {
    const label = classes[at] ?? 0;
    const turn = dealt.get(label) ?? 0;
    fold[at] = turn % folds;
    dealt.set(label, turn + 1);
  }
  return fold;
}

/**
 * Scores of every text by a model that has not seen it, in the order of the examples.
 * @param labels all labels, in the order of the classes
 */
export function crossValidate(
  examples: readonly Example[],
  labels: readonly string[],
  options: TrainingOptions = TRAINING_OPTIONS,
): HeldOutScores[] {
  const prepared = prepare(examples, labels);
  const fold = foldsOf(prepared.classes, options);
  const scores: HeldOutScores[] = [];
  for (let left = 0; left < options.folds; left++) {
    const indexes = [...fold.keys()];
    const weights = fit(
      prepared,
      indexes.filter((at) => fold[at] !== left),
      options,
    );
    for (const at of indexes.filter((index) => fold[index] === left)) {
      const row = toRow(prepared.hashes[at] ?? new Uint32Array(), weights.vocabulary);
      scores[at] = { label: prepared.classes[at] ?? labels.length, ...scoresOf(weights, row) };
    }
  }
  return scores;
}

/** Both learners on all examples. The same examples, labels and options give the same weights, bit by bit. */
export function train(
  examples: readonly Example[],
  labels: readonly string[],
  options: TrainingOptions = TRAINING_OPTIONS,
): TrainedWeights {
  const prepared = prepare(examples, labels);
  return fit(prepared, [...examples.keys()], options);
}
