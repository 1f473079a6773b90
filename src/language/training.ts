import type { HeldOutScores, Scores } from './calibration.ts';
import { type CutText, cutText } from './cut-text.ts';
import { featureHashes, type Without } from './features.ts';
import { classScores, type RegressionOptions, trainLogisticRegression } from './logistic-regression.ts';
import { type BayesOptions, trainNaiveBayes } from './naive-bayes.ts';
import { normalise } from './normalisation.ts';
import { createRandom, shuffle } from './random.ts';
import { buildVocabulary, toRow, type Vocabulary, type VocabularyOptions } from './sparse-rows.ts';
import { repairSpelling } from './spelling-repair.ts';

/** A training text; label null marks background that belongs to no class. */
export interface Example {
  readonly text: string;
  readonly label: string | null;
  /** It is scored by {@link crossValidate}; all others are learned from only. */
  readonly calibrates: boolean;
}

/** Which features are taken of a text, and how often. */
export interface FeatureOptions {
  /** Kinds of features that are left out, to measure what they are worth. */
  readonly without?: Without;
  /** Kinds that a text has many of: they count as often as they occur, all others twice. Without it all count once. */
  readonly once?: Without;
}

/** Everything that shapes a model beside its texts. */
export interface TrainingOptions extends FeatureOptions {
  readonly seed: number;
  readonly folds: number;
  readonly vocabulary: VocabularyOptions;
  readonly regression: RegressionOptions;
  readonly bayes: BayesOptions;
  /** Whether slips in a text that is asked about are put right first. */
  readonly repairs: boolean;
}

/** Chosen on the calibration texts; the shipped model and its measurements use these. */
export const TRAINING_OPTIONS: TrainingOptions = {
  seed: 20260101,
  folds: 5,
  vocabulary: { leastTexts: 2, rarityPower: 1.5 },
  regression: { ridge: 1e-6, epochs: 15, rate: 4 },
  bayes: { smoothing: 0.001 },
  repairs: true,
};

/** The learners whose scores are stacked, in the order of their weights. */
export const LEARNERS = ['regression', 'bayes'] as const;

/**
 * All learners over one vocabulary, each one's weights class beside class, the bias last.
 * Each has one class more than there are labels: the background.
 */
export interface TrainedWeights {
  readonly labels: readonly string[];
  readonly vocabulary: Vocabulary;
  /** As in {@link TrainingOptions}. */
  readonly repairs: boolean;
  /** In the order of {@link LEARNERS}. */
  readonly learners: readonly Float32Array[];
}

/** A training set with its features read once. */
interface Prepared {
  readonly labels: readonly string[];
  readonly texts: readonly CutText[];
  readonly hashes: readonly Uint32Array[];
  /** Class of each text; background is the class after the last label. */
  readonly classes: Int32Array;
}

function hashesOf(text: CutText, { without, once }: FeatureOptions): Uint32Array {
  const hashes = featureHashes(text, without);
  if (!once) return hashes;
  return Uint32Array.from([...hashes, ...featureHashes(text, new Set([...(without ?? []), ...once]))]);
}

function prepare(examples: readonly Example[], labels: readonly string[], options: FeatureOptions): Prepared {
  const classOf = new Map(labels.map((label, index) => [label, index]));
  const texts = examples.map(({ text }) => cutText(normalise(text)));
  return {
    labels,
    texts,
    hashes: texts.map((text) => hashesOf(text, options)),
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
  const vocabulary = buildVocabulary(texts, options.vocabulary);
  const rows = texts.map((text) => toRow(text, vocabulary));
  const [width, count] = [vocabulary.hashes.length, labels.length + 1];
  const random = createRandom(options.seed);
  return {
    labels,
    vocabulary,
    repairs: options.repairs,
    learners: [
      trainLogisticRegression(rows, own, count, width, options.regression, random),
      trainNaiveBayes(rows, own, count, width, options.bayes),
    ],
  };
}

/**
 * What every learner says of a text.
 * @param options of the training
 */
export function scoresOf(text: CutText, weights: TrainedWeights, options: FeatureOptions = TRAINING_OPTIONS): Scores {
  const { vocabulary, repairs } = weights;
  const row = toRow(hashesOf(repairs ? repairSpelling(text, vocabulary) : text, options), vocabulary);
  return weights.learners.map((own) => classScores(own, row, weights.labels.length + 1));
}

function scoreOf(
  { texts, classes }: Prepared,
  at: number,
  weights: TrainedWeights,
  options: FeatureOptions,
): HeldOutScores {
  return { label: classes[at] ?? weights.labels.length, scores: scoresOf(texts[at] ?? cutText(''), weights, options) };
}

/** The fold of each chosen text: every class is spread evenly, in an order that depends on the seed alone. */
function foldsOf(chosen: Int32Array, classes: Int32Array, { folds, seed }: TrainingOptions): Map<number, number> {
  const dealt = new Map<number, number>();
  const fold = new Map<number, number>();
  for (const at of shuffle(chosen, createRandom(seed))) {
    const label = classes[at] ?? 0;
    const turn = dealt.get(label) ?? 0;
    fold.set(at, turn % folds);
    dealt.set(label, turn + 1);
  }
  return fold;
}

/**
 * Scores of every text that calibrates, in the order of the examples, by a model that has not seen it: the models learn
 * from all others and from the calibrating ones of the other folds. Texts of the same hand as the training would be no
 * measure, people write otherwise.
 * @param labels all labels, in the order of the classes
 */
export function crossValidate(
  examples: readonly Example[],
  labels: readonly string[],
  options: TrainingOptions = TRAINING_OPTIONS,
): HeldOutScores[] {
  const prepared = prepare(examples, labels, options);
  const indexes = [...examples.keys()];
  const scored = Int32Array.from(indexes.filter((at) => examples[at]?.calibrates));
  const fold = foldsOf(scored.slice(), prepared.classes, options);
  const scores = new Map<number, HeldOutScores>();
  for (let left = 0; left < options.folds; left++) {
    const learned = indexes.filter((at) => fold.get(at) !== left);
    const weights = fit(prepared, learned, options);
    for (const at of scored) if (fold.get(at) === left) scores.set(at, scoreOf(prepared, at, weights, options));
  }
  return [...scored].flatMap((at) => scores.get(at) ?? []);
}

/**
 * Scores of every text that calibrates, in the order of the examples, by one model that has learned from the others.
 * @param labels all labels, in the order of the classes
 */
export function scoreOnce(
  examples: readonly Example[],
  labels: readonly string[],
  options: TrainingOptions = TRAINING_OPTIONS,
): HeldOutScores[] {
  const prepared = prepare(examples, labels, options);
  const indexes = [...examples.keys()];
  const calibrates = (at: number) => examples[at]?.calibrates === true;
  const weights = fit(
    prepared,
    indexes.filter((at) => !calibrates(at)),
    options,
  );
  return indexes.filter(calibrates).map((at) => scoreOf(prepared, at, weights, options));
}

/** All learners on all examples. The same examples, labels and options give the same weights, bit by bit. */
export function train(
  examples: readonly Example[],
  labels: readonly string[],
  options: TrainingOptions = TRAINING_OPTIONS,
): TrainedWeights {
  const prepared = prepare(examples, labels, options);
  return fit(prepared, [...examples.keys()], options);
}
