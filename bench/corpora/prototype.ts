import { calibrate, chancesOf, type HeldOutScores } from '../../src/language/calibration.ts';
import { cutText } from '../../src/language/cut-text.ts';
import { FNV_START, hashOn } from '../../src/language/feature-hash.ts';
import { trainLinearSvm } from '../../src/language/linear-svm.ts';
import { classScores, trainLogisticRegression } from '../../src/language/logistic-regression.ts';
import { normalise } from '../../src/language/normalisation.ts';
import { createRandom } from '../../src/language/random.ts';
import { buildVocabulary, toRow } from '../../src/language/sparse-rows.ts';
import { TRAINING_OPTIONS } from '../../src/language/training.ts';
import type { Ask, Contender } from './contender.ts';
import { labelsOf, type Sample } from './tasks.ts';

/** What a unit of a text is, as a word or a Han character. */
interface Piece {
  readonly word: string;
  readonly han: boolean;
}

function piecesOf(text: string): readonly (readonly Piece[])[] {
  const { text: plain, sentences } = cutText(normalise(text));
  return sentences.map((units) => units.map(({ start, end, han }) => ({ word: plain.slice(start, end), han })));
}

const GRAMS = { least: 2, most: 4 } as const;

function gramsOf(word: string): readonly string[] {
  const framed = `<${word}>`;
  const sizes = Array.from({ length: GRAMS.most - GRAMS.least + 1 }, (_, index) => GRAMS.least + index);
  return sizes.flatMap((size) =>
    Array.from({ length: Math.max(0, framed.length - size + 1) }, (_, from) => framed.slice(from, from + size)),
  );
}

function hanFrom(pieces: readonly Piece[], at: number): readonly string[] {
  const run = pieces.slice(at, at + 3);
  const others = run.findIndex(({ han }) => !han);
  const length = others < 0 ? run.length : others;
  return Array.from(
    { length },
    (_, more) =>
      `h ${run
        .slice(0, more + 1)
        .map(({ word }) => word)
        .join('')}`,
  );
}

/** Words, pairs of words, 2- to 4-grams inside words, and one to three Han characters. */
function featuresOf(text: string): Uint32Array {
  const features = piecesOf(text).flatMap((pieces) =>
    pieces.flatMap((piece, at) => {
      if (piece.han) return hanFrom(pieces, at);
      const next = pieces[at + 1];
      const pair = next && !next.han ? [`b ${piece.word} ${next.word}`] : [];
      return [`w ${piece.word}`, ...pair, ...gramsOf(piece.word)];
    }),
  );
  return Uint32Array.from(features, (feature) => hashOn(FNV_START, feature));
}

const SVM = { cost: 1, positiveFactor: 1, loss: 'squared', maxEpochs: 40, tolerance: 0.1 } as const;

type Score = (text: string) => readonly Float64Array[];

function fitted(samples: readonly Sample[], classes: Int32Array, count: number): Score {
  const texts = samples.map(({ text }) => featuresOf(text));
  const vocabulary = buildVocabulary(texts, { leastTexts: 1, rarityPower: 1 });
  const rows = texts.map((text) => toRow(text, vocabulary));
  const { seed, regression } = TRAINING_OPTIONS;
  const width = vocabulary.hashes.length;
  const learners = [
    trainLogisticRegression(rows, classes, count, width, regression, createRandom(seed)),
    trainLinearSvm(rows, classes, count, width, SVM, createRandom(seed)),
  ];
  return (text) => {
    const row = toRow(featuresOf(text), vocabulary);
    return learners.map((weights) => classScores(weights, row, count));
  };
}

const FOLDS = 3;

function heldOut(samples: readonly Sample[], classes: Int32Array, count: number): readonly HeldOutScores[] {
  // Every class is spread evenly, as its texts stand together.
  return Array.from({ length: FOLDS }, (_, fold) => fold).flatMap((fold) => {
    const learns = (at: number) => at % FOLDS !== fold;
    const own = samples.filter((_, at) => learns(at));
    const score = fitted(
      own,
      classes.filter((_, at) => learns(at)),
      count,
    );
    return samples.flatMap(({ text }, at) => (learns(at) ? [] : [{ label: classes[at] ?? 0, scores: score(text) }]));
  });
}

/**
 * The recogniser by which the goals were found when the product was designed, built again from its description: logistic
 * regression and a linear support vector machine over weighted words and grams, stacked by three folds; in scope is the
 * greatest margin. Its figures were measured on draws of their own, here it stands on the same ones as everybody else.
 */
export const prototype: Contender = { name: 'prototype', learn };

async function learn(samples: readonly Sample[]): Promise<Ask> {
  const labels = labelsOf(samples);
  const classes = Int32Array.from(samples, ({ intent }) => (intent === null ? labels.length : labels.indexOf(intent)));
  const count = labels.length + 1;
  const calibration = calibrate(heldOut(samples, classes, count));
  const score = fitted(samples, classes, count);
  return async ({ text }) => {
    const scores = score(text);
    const chances = chancesOf(scores, calibration);
    const margins = scores[1] ?? new Float64Array(count);
    return {
      intent: labels[chances.indexOf(Math.max(...chances))] ?? null,
      inScope: Math.max(...margins.subarray(0, -1)),
    };
  };
}
