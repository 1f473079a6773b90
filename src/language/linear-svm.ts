import { type Random, shuffle } from './random.ts';
import type { SparseRow } from './sparse-rows.ts';

/** How a support vector machine is trained. */
export interface SvmOptions {
  /** Penalty of a training error; larger fits closer. */
  readonly cost: number;
  /** Factor on the penalty for the texts of the class itself, which are few against all the rest. */
  readonly positiveFactor: number;
  /** `squared` is the L2-loss, `hinge` the L1-loss. */
  readonly loss: 'squared' | 'hinge';
  readonly maxEpochs: number;
  /** Stops when the projected gradients differ by less. */
  readonly tolerance: number;
}

/** The constant column after the last feature. */
const BIAS = 1;

function margin(weights: Float64Array, { columns, values }: SparseRow): number {
  let sum = (weights[weights.length - 1] ?? 0) * BIAS;
  for (let index = 0; index < columns.length; index++)
    sum += (weights[columns[index] ?? 0] ?? 0) * (values[index] ?? 0);
  return sum;
}

function move(weights: Float64Array, { columns, values }: SparseRow, step: number): void {
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index] ?? 0;
    weights[column] = (weights[column] ?? 0) + step * (values[index] ?? 0);
  }
  const last = weights.length - 1;
  weights[last] = (weights[last] ?? 0) + step * BIAS;
}

/** The gradient, or 0 where the box of the dual variable stops the step in that direction. */
function projected(gradient: number, dual: number, upper: number): number {
  if (dual <= 0) return Math.min(gradient, 0);
  return dual >= upper ? Math.max(gradient, 0) : gradient;
}

/**
 * One class against the rest by dual coordinate descent (Hsieh et al., "A dual coordinate descent method for
 * large-scale linear SVM", ICML 2008, algorithm 1).
 * @param isPositive 1 for the texts of the class, 0 for all others
 * @param width columns of the vocabulary
 * @returns weights by column, the bias last
 */
export function trainBinarySvm(
  rows: readonly SparseRow[],
  isPositive: Uint8Array,
  width: number,
  options: SvmOptions,
  random: Random,
): Float64Array {
  const weights = new Float64Array(width + 1);
  const duals = new Float64Array(rows.length);
  const squares = rows.map(({ values }) => values.reduce((sum, value) => sum + value * value, BIAS * BIAS));
  const order = Int32Array.from(rows.keys());
  for (let epoch = 0; epoch < options.maxEpochs; epoch++) {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const at of shuffle(order, random)) {
      const row = rows[at];
      if (row === undefined) continue;
      const sign = isPositive[at] === 1 ? 1 : -1;
      const cost = sign === 1 ? options.cost * options.positiveFactor : options.cost;
      const [upper, ridge] = options.loss === 'squared' ? [Number.POSITIVE_INFINITY, 0.5 / cost] : [cost, 0];
      const dual = duals[at] ?? 0;
      const gradient = sign * margin(weights, row) - 1 + ridge * dual;
      const step = projected(gradient, dual, upper);
      least = Math.min(least, step);
      most = Math.max(most, step);
      if (step === 0) continue;
      const next = Math.min(Math.max(dual - gradient / ((squares[at] ?? 1) + ridge), 0), upper);
      duals[at] = next;
      move(weights, row, (next - dual) * sign);
    }
    if (most - least < options.tolerance) break;
  }
  return weights;
}

/**
 * One machine a class, each against all other rows.
 * @param classes class of each row, from 0
 * @returns weights with the classes of one column side by side; the bias is the last column
 */
export function trainLinearSvm(
  rows: readonly SparseRow[],
  classes: Int32Array,
  classCount: number,
  width: number,
  options: SvmOptions,
  random: Random,
): Float32Array {
  const all = new Float32Array((width + 1) * classCount);
  for (let label = 0; label < classCount; label++) {
    const weights = trainBinarySvm(
      rows,
      Uint8Array.from(classes, (own) => (own === label ? 1 : 0)),
      width,
      options,
      random,
    );
    for (let column = 0; column <= width; column++) all[column * classCount + label] = weights[column] ?? 0;
  }
  return all;
}
