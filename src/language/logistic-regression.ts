import { type Random, shuffle } from './random.ts';
import type { SparseRow } from './sparse-rows.ts';

/** How the regression is trained. */
export interface RegressionOptions {
  /** Weight of the squared weights against the mean loss. */
  readonly ridge: number;
  readonly epochs: number;
  /** Step size of the first update. */
  readonly rate: number;
}

/** Probabilities that are proportional to e^score; safe for large scores. */
export function softmax(scores: Float64Array): Float64Array {
  let most = Number.NEGATIVE_INFINITY;
  for (let label = 0; label < scores.length; label++) most = Math.max(most, scores[label] ?? 0);
  const chances = new Float64Array(scores.length);
  let sum = 0;
  for (let label = 0; label < scores.length; label++) {
    const power = Math.exp((scores[label] ?? 0) - most);
    chances[label] = power;
    sum += power;
  }
  for (let label = 0; label < scores.length; label++) chances[label] = (chances[label] ?? 0) / sum;
  return chances;
}

/**
 * Scores of every class: the row times weights that lie class beside class, the bias last.
 * Columns beyond the weights count nothing.
 */
export function classScores(weights: Float32Array | Float64Array, row: SparseRow, classCount: number): Float64Array {
  const bias = weights.length - classCount;
  const scores = Float64Array.from({ length: classCount }, (_, label) => weights[bias + label] ?? 0);
  for (let index = 0; index < row.columns.length; index++) {
    const start = (row.columns[index] ?? 0) * classCount;
    if (start >= bias) continue;
    const value = row.values[index] ?? 0;
    for (let label = 0; label < classCount; label++) {
      scores[label] = (scores[label] ?? 0) + value * (weights[start + label] ?? 0);
    }
  }
  return scores;
}

function descend(weights: Float64Array, row: SparseRow, slopes: Float64Array, step: number): void {
  const classCount = slopes.length;
  const bias = weights.length - classCount;
  for (let label = 0; label < classCount; label++) {
    weights[bias + label] = (weights[bias + label] ?? 0) - step * (slopes[label] ?? 0);
  }
  for (let index = 0; index < row.columns.length; index++) {
    const start = (row.columns[index] ?? 0) * classCount;
    if (start >= bias) continue;
    const scaled = step * (row.values[index] ?? 0);
    for (let label = 0; label < classCount; label++) {
      weights[start + label] = (weights[start + label] ?? 0) - scaled * (slopes[label] ?? 0);
    }
  }
}

/**
 * Multinomial logistic regression by stochastic gradient descent with the step size of Bottou ("Stochastic gradient
 * descent tricks", 2012): rate / (1 + rate * ridge * t).
 * The weights are kept as `scale * weights`, so that shrinking all of them costs one multiplication.
 * @param classes class of each row, from 0; rows of other numbers are left out
 * @param width columns that are learned; later ones of the rows are ignored
 * @returns weights with the classes of one column side by side; the bias is the last column
 */
export function trainLogisticRegression(
  rows: readonly SparseRow[],
  classes: Int32Array,
  classCount: number,
  width: number,
  options: RegressionOptions,
  random: Random,
): Float32Array {
  const weights = new Float64Array((width + 1) * classCount);
  const order = Int32Array.from(rows.keys()).filter(
    (at) => (classes[at] ?? -1) >= 0 && (classes[at] ?? -1) < classCount,
  );
  let scale = 1;
  let seen = 0;
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    for (const at of shuffle(order, random)) {
      const row = rows[at];
      if (row === undefined) continue;
      const step = options.rate / (1 + options.rate * options.ridge * seen++);
      const slopes = softmax(classScores(weights, row, classCount).map((score) => score * scale));
      const own = classes[at] ?? 0;
      slopes[own] = (slopes[own] ?? 0) - 1;
      scale *= 1 - step * options.ridge;
      descend(weights, row, slopes, step / scale);
    }
  }
  return Float32Array.from(weights, (weight) => weight * scale);
}
