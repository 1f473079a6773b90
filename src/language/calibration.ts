import { softmax } from './logistic-regression.ts';

/** Scores of both learners for one text: one a topic and, last, the background's. */
export interface Scores {
  readonly regression: Float64Array;
  readonly margins: Float64Array;
}

/** Scores of a text that was left out of training. */
export interface HeldOutScores extends Scores {
  /** Its class; the number of topics for background. */
  readonly label: number;
}

/** Turns scores into probabilities. */
export interface Calibration {
  /** Weight of the regression's scores in the softmax over all classes. */
  readonly regression: number;
  /** Weight of the margins in it. */
  readonly margins: number;
  /** Added to the background's score: its texts are more or less frequent in life than in training. */
  readonly background: number;
}

/** Probabilities of all classes, the background's last: both learners stacked. */
export function chancesOf({ regression, margins }: Scores, weights: Calibration): Float64Array {
  const stacked = margins.map(
    (margin, label) => (regression[label] ?? 0) * weights.regression + margin * weights.margins,
  );
  const last = stacked.length - 1;
  stacked[last] = (stacked[last] ?? 0) + weights.background;
  return softmax(stacked);
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

/** What the three weights are multiplied with in the score of a class. */
function inputsOf({ regression, margins }: Scores, label: number): Float64Array {
  return Float64Array.of(regression[label] ?? 0, margins[label] ?? 0, label === margins.length - 1 ? 1 : 0);
}

/**
 * The weights that make the answers most likely, by maximum likelihood (Platt's scaling, over all classes at once).
 * @param texts scores of texts that the scored models have not seen, written as people write
 */
export function calibrate(texts: readonly HeldOutScores[]): Calibration {
  const [regression = 0, margins = 0, background = 0] = minimise(3, (weights) => {
    const slopes = startSlopes(weights);
    const [regression = 0, margins = 0, background = 0] = weights;
    for (const text of texts) {
      const mean = new Float64Array(3);
      chancesOf(text, { regression, margins, background }).forEach((chance, label) => {
        const inputs = inputsOf(text, label);
        addTo(mean, inputs, chance);
        addOuter(slopes, inputs, chance);
      });
      addOuter(slopes, mean, -1);
      addTo(slopes.gradient, mean, 1);
      addTo(slopes.gradient, inputsOf(text, text.label), -1);
    }
    return slopes;
  });
  return { regression, margins, background };
}
