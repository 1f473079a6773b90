import type { Calibration } from './calibration.ts';
import type { SparseRow } from './sparse-rows.ts';
import type { TrainedWeights } from './training.ts';

/**
 * A model's numbers as they lie in the file and in memory. All learners are linear and so is their stack: their weights
 * are one matrix, already multiplied with those of the calibration. 8 bits each with one factor a column are a quarter
 * of the size at the same accuracy.
 */
export interface CompactWeights extends CompactMatrix {
  /** Feature hashes in the order of the columns. */
  readonly hashes: Uint32Array;
  readonly rarity: Float32Array;
  /** What every text begins with: one number a class. */
  readonly biases: Float32Array;
}

/** Weights of 8 bits each. */
export interface CompactMatrix {
  /** Factor of each column's cells. */
  readonly scales: Float32Array;
  /** Class beside class for each column. */
  readonly cells: Int8Array;
}

const LARGEST_CELL = 127;

/**
 * Rounds each column to 255 steps between its largest weights of either sign.
 * @param weights class beside class for each column
 */
function compactMatrix(weights: Float32Array, classCount: number): CompactMatrix {
  const columns = weights.length / classCount;
  const cells = new Int8Array(weights.length);
  const scales = new Float32Array(columns);
  for (let column = 0; column < columns; column++) {
    const own = weights.subarray(column * classCount, (column + 1) * classCount);
    const most = own.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0);
    if (most === 0) continue;
    scales[column] = most / LARGEST_CELL;
    cells.set(
      own.map((weight) => Math.round((weight / most) * LARGEST_CELL)),
      column * classCount,
    );
  }
  return { cells, scales };
}

/**
 * Weights in their compact form.
 * @param stacked class beside class for each column, already weighed by the calibration; the biases last
 */
export function compactStacked(
  { hashes, rarity }: Pick<CompactWeights, 'hashes' | 'rarity'>,
  stacked: Float32Array,
  classCount: number,
): CompactWeights {
  const biases = stacked.slice(-classCount);
  return { hashes, rarity, biases, ...compactMatrix(stacked.subarray(0, -classCount), classCount) };
}

/** Trained weights and their calibration in one. */
export function compact({ vocabulary, learners, labels }: TrainedWeights, calibration: Calibration): CompactWeights {
  const classCount = labels.length + 1;
  const weights = new Float32Array((vocabulary.hashes.length + 1) * classCount);
  learners.forEach((own, learner) => {
    const factor = calibration.learners[learner] ?? 0;
    for (let cell = 0; cell < weights.length; cell++) weights[cell] = (weights[cell] ?? 0) + factor * (own[cell] ?? 0);
  });
  weights[weights.length - 1] = (weights.at(-1) ?? 0) + calibration.background;
  return compactStacked(vocabulary, weights, classCount);
}

/** The stacked scores of all classes for a row of the same vocabulary. */
export function stackedScores({ cells, scales, biases }: CompactWeights, { columns, values }: SparseRow): Float64Array {
  const scores = Float64Array.from(biases);
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index] ?? 0;
    const factor = (values[index] ?? 0) * (scales[column] ?? 0);
    const start = column * scores.length;
    for (let label = 0; label < scores.length; label++) {
      scores[label] = (scores[label] ?? 0) + factor * (cells[start + label] ?? 0);
    }
  }
  return scores;
}

/** The weights as bytes, little endian like every processor that Node 24 runs on; parts of 4 bytes first, so that each view is aligned. */
export function encodeWeights({ hashes, rarity, scales, biases, cells }: CompactWeights): Uint8Array {
  const parts = [hashes, rarity, scales, biases, cells].map(
    (part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength),
  );
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}

/** What is needed to find the parts in the bytes. */
export interface WeightsShape {
  readonly columns: number;
  /** Weights a column. */
  readonly classCount: number;
}

/** How many bytes a model of this shape has. */
export function encodedLength({ columns, classCount }: WeightsShape): number {
  return 4 * (3 * columns + classCount) + columns * classCount;
}

/**
 * The weights of bytes from {@link encodeWeights}: views on one copy.
 * @param bytes exactly {@link encodedLength} of them
 */
export function decodeWeights(bytes: Uint8Array, { columns, classCount }: WeightsShape): CompactWeights {
  const { buffer } = Uint8Array.from(bytes);
  const floats = (offset: number, count: number): Float32Array => new Float32Array(buffer, offset, count);
  return {
    hashes: new Uint32Array(buffer, 0, columns),
    rarity: floats(4 * columns, columns),
    scales: floats(8 * columns, columns),
    biases: floats(12 * columns, classCount),
    cells: new Int8Array(buffer, 12 * columns + 4 * classCount),
  };
}
