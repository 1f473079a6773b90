import { softmax } from './logistic-regression.ts';

/** Scores of each learner for one text: one a class, the background's last. */
export type Scores = readonly Float64Array[];

/** Scores of a text that was left out of training. */
export interface HeldOutScores {
  /** Its class; the last one is the background. */
  readonly label: number;
  readonly scores: Scores;
}

/** Turns scores into probabilities. */
export interface Calibration {
  /** The weight of each learner in the softmax over all classes. */
  readonly learners: readonly number[];
  /** Added to the background's score: its texts are more or less frequent in life than in training. */
  readonly background: number;
}

/** The learners' weighted scores, added up, and the background's weight: what the softmax takes. */
export function stacked(scores: Scores, { learners, background }: Calibration): Float64Array {
  const sums = new Float64Array(scores[0]?.length ?? 0);
  scores.forEach((own, learner) => {
    addTo(sums, own, learners[learner] ?? 0);
  });
  const last = sums.length - 1;
  sums[last] = (sums[last] ?? 0) + background;
  return sums;
}

/** Probabilities of all classes, the background's last. */
export function chancesOf(scores: Scores, calibration: Calibration): Float64Array {
  return softmax(stacked(scores, calibration));
}

/** Gradient and Hessian of a loss, summed over texts. */
interface Slopes {
  readonly gradient: Float64Array;
  readonly hessian: readonly Float64Array[];
}

/** A small pull towards zero, which keeps the optimum finite when the texts can be told apart without an error. */
const PULL = 0.01;

function startSlopes(at: Float64Array): Slopes {
  const hessian = Array.from(at, (_, row) => Float64Array.from(at, (_value, column) => (row === column ? PULL : 0)));
  return { gradient: at.map((value) => PULL * value), hessian };
}

/** Adds `factor * left * right^T` to the Hessian. */
function addOuter({ hessian }: Slopes, vector: Float64Array, factor: number): void {
  hessian.forEach((cells, row) => {
    for (let column = 0; column < cells.length; column++) {
      cells[column] = (cells[column] ?? 0) + factor * (vector[row] ?? 0) * (vector[column] ?? 0);
    }
  });
}

function addTo(gradient: Float64Array, vector: Float64Array, factor: number): void {
  for (let index = 0; index < gradient.length; index++) {
    gradient[index] = (gradient[index] ?? 0) + factor * (vector[index] ?? 0);
  }
}

/** Solves hessian * step = gradient for a positive definite matrix, by elimination. */
function newtonStep({ gradient, hessian }: Slopes): Float64Array {
  const rows = hessian.map((cells, row) => Float64Array.of(...cells, gradient[row] ?? 0));
  rows.forEach((pivot, index) => {
    const head = pivot[index] ?? 1;
    for (const other of rows) {
      if (other !== pivot) addTo(other, pivot.slice(), -(other[index] ?? 0) / head);
    }
  });
  return Float64Array.from(rows, (row, index) => (row.at(-1) ?? 0) / (row[index] ?? 1));
}

/**
 * Newton's method on a convex loss of a few weights, from zero, where no chance is near 0 or 1 and the loss is well
 * curved; long steps are shortened.
 */
function minimise(count: number, slopesAt: (weights: Float64Array) => Slopes): Float64Array {
  let weights = new Float64Array(count);
  for (let round = 0; round < 100; round++) {
    const step = newtonStep(slopesAt(weights));
    const longest = step.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    weights = weights.map((value, index) => value - (step[index] ?? 0) * Math.min(1, 1 / longest));
    if (longest < 1e-6) break;
  }
  return weights;
}

/** What the weights are multiplied with in the score of a class. */
function inputsOf(scores: Scores, label: number): Float64Array {
  const isBackground = label === (scores[0]?.length ?? 0) - 1;
  return Float64Array.of(...scores.map((own) => own[label] ?? 0), isBackground ? 1 : 0);
}

function calibrationOf(weights: Float64Array): Calibration {
  return { learners: [...weights.subarray(0, -1)], background: weights.at(-1) ?? 0 };
}

/**
 * The weights that make the answers most likely, by maximum likelihood (Platt's scaling, over all classes at once).
 * @param texts scores of texts that the scored models have not seen, written as people write; each by the same learners
 */
export function calibrate(texts: readonly HeldOutScores[]): Calibration {
  const count = (texts[0]?.scores.length ?? 0) + 1;
  const weights = minimise(count, (weights) => {
    const slopes = startSlopes(weights);
    const calibration = calibrationOf(weights);
    for (const { scores, label: own } of texts) {
      const mean = new Float64Array(count);
      chancesOf(scores, calibration).forEach((chance, label) => {
        const inputs = inputsOf(scores, label);
        addTo(mean, inputs, chance);
        addOuter(slopes, inputs, chance);
      });
      addOuter(slopes, mean, -1);
      addTo(slopes.gradient, mean, 1);
      addTo(slopes.gradient, inputsOf(scores, own), -1);
    }
    return slopes;
  });
  return calibrationOf(weights);
}
