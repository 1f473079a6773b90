import { type Calibration, calibrate, type Scores, stacked } from '../calibration.ts';
import { cutText } from '../cut-text.ts';
import { type SvmOptions, trainLinearSvm } from '../linear-svm.ts';
import { classScores } from '../logistic-regression.ts';
import { type BayesOptions, trainNaiveBayes } from '../naive-bayes.ts';
import { normalise } from '../normalisation.ts';
import { createRandom } from '../random.ts';
import { buildVocabulary, type SparseRow, toRow, type Vocabulary, type VocabularyOptions } from '../sparse-rows.ts';
import { CLASS_COUNT, classOf, FACT_CLASSES, FACT_OFFSETS, type StatedFacts } from './fact-classes.ts';
import { factFeatureHashes, type WithoutFacts } from './fact-features.ts';

/** A text with what it states. */
export interface FactExample {
  readonly text: string;
  readonly facts: StatedFacts;
  /** Who wrote it; a writer is scored by models that have learned from all others. */
  readonly writer: string;
  /** Its writer wrote reports for this purpose: they are scored, all others are learned from only. */
  readonly calibrates: boolean;
}

/** Everything that shapes the model beside its texts. */
export interface FactTrainingOptions {
  readonly seed: number;
  readonly vocabulary: VocabularyOptions;
  readonly machines: SvmOptions;
  readonly bayes: BayesOptions;
  /** Kinds of features that are left out, to measure what they are worth. */
  readonly without?: WithoutFacts;
}

/** Chosen by leaving one writer out after the other. */
export const FACT_TRAINING_OPTIONS: FactTrainingOptions = {
  seed: 20260101,
  vocabulary: { rarityPower: 0.5, leastTexts: 3 },
  machines: { cost: 2, positiveFactor: 1, loss: 'squared', maxEpochs: 30, tolerance: 0.1 },
  bayes: { smoothing: 0.001 },
};

/**
 * Both learners over one vocabulary, first one machine for each class of each fact, then naive Bayes for each fact:
 * {@link CLASS_COUNT} weights a column each, the bias last.
 */
export interface TrainedFacts {
  readonly vocabulary: Vocabulary;
  readonly learners: readonly Float32Array[];
}

/** Scores of all classes of a text that was left out, by each learner. */
export interface HeldOutFacts {
  readonly example: FactExample;
  readonly scores: Scores;
}

/** A text's features as the model takes them. */
export function featuresOf(text: string, without?: WithoutFacts): Uint32Array {
  return factFeatureHashes(cutText(normalise(text)), without);
}

interface Prepared {
  readonly examples: readonly FactExample[];
  readonly hashes: readonly Uint32Array[];
}

function prepare(examples: readonly FactExample[], { without }: FactTrainingOptions): Prepared {
  const hashes = examples.map(({ text }) => featuresOf(text, without));
  return { examples, hashes };
}

function fit({ examples, hashes }: Prepared, chosen: readonly number[], options: FactTrainingOptions): TrainedFacts {
  const texts = chosen.map((at) => hashes[at] ?? new Uint32Array());
  const vocabulary = buildVocabulary(texts, options.vocabulary);
  const rows: readonly SparseRow[] = texts.map((text) => toRow(text, vocabulary));
  const width = vocabulary.hashes.length;
  const [machines, bayes] = [0, 1].map(() => new Float32Array((width + 1) * CLASS_COUNT));
  const random = createRandom(options.seed);
  FACT_CLASSES.forEach((fact, place) => {
    const classes = Int32Array.from(chosen, (at) => classOf(fact, examples[at]?.facts ?? {}));
    const count = fact.values.length + 1;
    const offset = FACT_OFFSETS[place] ?? 0;
    put(machines, offset, trainLinearSvm(rows, classes, count, width, options.machines, random), count);
    put(bayes, offset, trainNaiveBayes(rows, classes, count, width, options.bayes), count);
  });
  return { vocabulary, learners: [machines ?? new Float32Array(), bayes ?? new Float32Array()] };
}

/** Puts the weights of one fact beside those of the others. */
function put(all: Float32Array | undefined, offset: number, own: Float32Array, count: number): void {
  for (let cell = 0; cell < own.length; cell += count) {
    all?.set(own.subarray(cell, cell + count), (cell / count) * CLASS_COUNT + offset);
  }
}

/** The model of all examples. The same examples and options give the same weights, bit by bit. */
export function trainFacts(
  examples: readonly FactExample[],
  options: FactTrainingOptions = FACT_TRAINING_OPTIONS,
): TrainedFacts {
  return fit(prepare(examples, options), [...examples.keys()], options);
}

/** Leaving out one alone would take a training each. */
const MOST_GROUPS = 12;

function groupsOf(writers: readonly string[]): ReadonlySet<string>[] {
  const groups = Array.from({ length: Math.min(MOST_GROUPS, writers.length) }, () => new Set<string>());
  writers.forEach((writer, at) => void groups[at % groups.length]?.add(writer));
  return groups;
}

/**
 * Scores of every text that calibrates, by a model that has seen nothing of its writer: what the model makes of a
 * stranger's texts.
 */
export function leaveWritersOut(
  examples: readonly FactExample[],
  options: FactTrainingOptions = FACT_TRAINING_OPTIONS,
): HeldOutFacts[] {
  const prepared = prepare(examples, options);
  const places = [...examples.keys()];
  const writers = [...new Set(examples.filter(({ calibrates }) => calibrates).map(({ writer }) => writer))];
  return groupsOf(writers).flatMap((group) => {
    const isTheirs = (at: number) => group.has(examples[at]?.writer ?? '');
    const { vocabulary, learners } = fit(
      prepared,
      places.filter((at) => !isTheirs(at)),
      options,
    );
    return places.filter(isTheirs).flatMap((at) => {
      const example = examples[at];
      if (!example?.calibrates) return [];
      const row = toRow(prepared.hashes[at] ?? new Uint32Array(), vocabulary);
      return [{ example, scores: learners.map((own) => classScores(own, row, CLASS_COUNT)) }];
    });
  });
}

/** The part of all classes that one fact has. */
function ofFact(scores: Scores, place: number): Float64Array[] {
  const start = FACT_OFFSETS[place] ?? 0;
  return scores.map((own) => own.subarray(start, start + (FACT_CLASSES[place]?.values.length ?? 0) + 1));
}

/** How the learners are stacked for each fact, in the order of {@link FACT_CLASSES}; "not told" is its background. */
export function calibrateFacts(heldOut: readonly HeldOutFacts[]): Calibration[] {
  return FACT_CLASSES.map((fact, place) =>
    calibrate(
      heldOut.map(({ example, scores }) => ({ label: classOf(fact, example.facts), scores: ofFact(scores, place) })),
    ),
  );
}

/** Stacked scores of all classes. */
export function stackFacts(scores: Scores, calibrations: readonly Calibration[]): Float64Array {
  const all = new Float64Array(CLASS_COUNT);
  calibrations.forEach((calibration, place) => {
    all.set(stacked(ofFact(scores, place), calibration), FACT_OFFSETS[place]);
  });
  return all;
}
