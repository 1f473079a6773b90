import { softmax } from './logistic-regression.ts';

/** Scores of both learners for one text. */
export interface Scores {
  /** One score a topic. */
  readonly regression: Float64Array;
  /** One margin a topic and, last, the background's. */
  readonly margins: Float64Array;
}

/** Scores of a text that was left out of training. */
export interface HeldOutScores extends Scores {
  /** Its class; the number of topics for background. */
  readonly label: number;
}

/** Turns scores into probabilities. */
export interface Calibration {
  /** Weight of the regression's scores in the softmax over topics. */
  readonly regression: number;
  /** Weight of the margins in the softmax over topics. */
  readonly margins: number;
  /** Weights in the logistic function of being in scope: of the nearest topic's margin, of the background's, and alone. */
  readonly nearest: number;
  readonly background: number;
  readonly offset: number;
}

function nearestMargin(margins: Float64Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let label = 0; label < margins.length - 1; label++) most = Math.max(most, margins[label] ?? 0);
  return most;
}

/** Probabilities of the topics, given that the text is in scope: both learners stacked. */
export function topicChances(
  { regression, margins }: Scores,
  weights: Pick<Calibration, 'regression' | 'margins'>,
): Float64Array {
  const stacked = new Float64Array(regression.length);
  for (let label = 0; label < stacked.length; label++) {
    stacked[label] = (regression[label] ?? 0) * weights.regression + (margins[label] ?? 0) * weights.margins;
  }
  return softmax(stacked);
}

/**
 * Probability of being in scope, from how far the nearest topic claims the text (the softmax would claim any text for
 * some topic) and how far the background does.
 */
export function scopeChance(margins: Float64Array, { nearest, background, offset }: Calibration): number {
  const score = nearest * nearestMargin(margins) + background * (margins.at(-1) ?? 0) + offset;
  return 1 / (1 + Math.exp(-score));
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

/** Stacking weights of the two learners by maximum likelihood. */
function fitStacking(texts: readonly HeldOutScores[]): Float64Array {
  return minimise(2, (weights) => {
    const slopes = startSlopes(weights);
    const [regression = 0, margins = 0] = weights;
    for (const text of texts) {
      const mean = new Float64Array(2);
      topicChances(text, { regression, margins }).forEach((chance, label) => {
        const scores = Float64Array.of(text.regression[label] ?? 0, text.margins[label] ?? 0);
        addTo(mean, scores, chance);
        addOuter(slopes, scores, chance);
      });
      addOuter(slopes, mean, -1);
      addTo(slopes.gradient, mean, 1);
      addTo(slopes.gradient, Float64Array.of(text.regression[text.label] ?? 0, text.margins[text.label] ?? 0), -1);
    }
    return slopes;
  });
}

/** Platt's scaling in two margins: in scope or background. */
function fitScope(texts: readonly HeldOutScores[]): Float64Array {
  return minimise(3, (weights) => {
    const slopes = startSlopes(weights);
    const [nearest = 0, background = 0, offset = 0] = weights;
    for (const { label, margins } of texts) {
      const inputs = Float64Array.of(nearestMargin(margins), margins.at(-1) ?? 0, 1);
      const chance = scopeChance(margins, { nearest, background, offset, regression: 0, margins: 0 });
      addTo(slopes.gradient, inputs, chance - (label < margins.length - 1 ? 1 : 0));
      addOuter(slopes, inputs, chance * (1 - chance));
    }
    return slopes;
  });
}

/**
 * Fits all weights on texts that the scored models have not seen.
 * Without background texts the scope is not learned and every text counts as in scope.
 */
export function calibrate(texts: readonly HeldOutScores[]): Calibration {
  const known = texts.filter(({ label, margins }) => label < margins.length - 1);
  const [regression = 1, margins = 1] = fitStacking(known);
  if (known.length === texts.length) return { regression, margins, nearest: 0, background: 0, offset: 20 };
  const [nearest = 1, background = -1, offset = 0] = fitScope(texts);
  return { regression, margins, nearest, background, offset };
}
