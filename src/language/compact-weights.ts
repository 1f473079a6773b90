import type { Calibration } from './calibration.ts';
import { createHashIndex } from './hash-index.ts';
import type { SparseRow, Vocabulary } from './sparse-rows.ts';
import type { TrainedWeights } from './training.ts';

/**
 * A model's numbers as they lie in the file and in memory. All learners are linear and so is their stack: their weights
 * are one matrix, already multiplied with those of the calibration. 8 bits each with one factor a column are a quarter
 * of the size at the same accuracy.
 */
export interface CompactWeights {
  /** Feature hashes in the order of the columns. */
  readonly hashes: Uint32Array;
  /** What every text begins with: one number a class. */
  readonly biases: Float32Array;
  readonly rows: WeightRows;
}

/**
 * All that is known of each column side by side: its rarity and the factor of its weights, of 4 bytes each, then a weight
 * a class of 1 byte, then zeros up to a multiple of 4. A text's features are far from each other, and each place costs a
 * wait for memory, which is most of the time that a text takes.
 */
export interface WeightRows {
  readonly bytes: Int8Array;
  /** The same memory, of which the first two numbers of a row are meant. */
  readonly numbers: Float32Array;
}

/** Numbers before the weights of a row: rarity and factor. */
const NUMBERS = 2;
const NUMBER_BYTES = 4;

/** Bytes of one column. */
const rowLength = (classCount: number): number => NUMBER_BYTES * (NUMBERS + Math.ceil(classCount / NUMBER_BYTES));

/** Numbers of 4 bytes from the rarity of one column to that of the next. */
const rarityStep = (classCount: number): number => rowLength(classCount) / NUMBER_BYTES;

const LARGEST_CELL = 127;

/**
 * Weights in their compact form: each column rounded to 255 steps between its largest weights of either sign.
 * @param stacked class beside class for each column, already weighed by the calibration; the biases last
 */
export function compactStacked(
  { hashes, rarity }: Pick<Vocabulary, 'hashes' | 'rarity'>,
  stacked: Float32Array,
  classCount: number,
): CompactWeights {
  const length = rowLength(classCount);
  const numbers = new Float32Array((hashes.length * length) / NUMBER_BYTES);
  const bytes = new Int8Array(numbers.buffer);
  for (let column = 0; column < hashes.length; column++) {
    const own = stacked.subarray(column * classCount, (column + 1) * classCount);
    const most = own.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0);
    const start = (column * length) / NUMBER_BYTES;
    numbers[start] = rarity[column] ?? 0;
    numbers[start + 1] = most / LARGEST_CELL;
    if (most === 0) continue;
    bytes.set(
      own.map((weight) => Math.round((weight / most) * LARGEST_CELL)),
      column * length + NUMBERS * NUMBER_BYTES,
    );
  }
  return { hashes, biases: stacked.slice(-classCount), rows: { bytes, numbers } };
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

/** The vocabulary of a model, whose rarities stay where they lie. */
export function vocabularyOf({ hashes, biases, rows }: CompactWeights): Vocabulary {
  return { hashes, index: createHashIndex(hashes), rarity: rows.numbers, rarityStep: rarityStep(biases.length) };
}

/** The stacked scores of all classes for a row of the same vocabulary. */
export function stackedScores({ biases, rows }: CompactWeights, { columns, values }: SparseRow): Float64Array {
  const { bytes, numbers } = rows;
  const scores = Float64Array.from(biases);
  const length = rowLength(scores.length);
  for (let index = 0; index < columns.length; index++) {
    const start = (columns[index] ?? 0) * length;
    const factor = (values[index] ?? 0) * (numbers[start / NUMBER_BYTES + 1] ?? 0);
    const first = start + NUMBERS * NUMBER_BYTES;
    for (let label = 0; label < scores.length; label++) {
      scores[label] = (scores[label] ?? 0) + factor * (bytes[first + label] ?? 0);
    }
  }
  return scores;
}

/** What one occurrence of a feature says for a class against another, in a text of any length. */
export function speaksFor({ biases, rows }: CompactWeights, column: number, label: number, other: number): number {
  const start = column * rowLength(biases.length);
  const first = start + NUMBERS * NUMBER_BYTES;
  const [rarity, factor] = [rows.numbers[start / NUMBER_BYTES] ?? 0, rows.numbers[start / NUMBER_BYTES + 1] ?? 0];
  return rarity * factor * ((rows.bytes[first + label] ?? 0) - (rows.bytes[first + other] ?? 0));
}

/** The weights as bytes, little endian like every processor that Node 24 runs on; all parts are of 4 bytes, so that each view is aligned. */
export function encodeWeights({ hashes, biases, rows }: CompactWeights): Uint8Array {
  const parts = [hashes, biases, rows.bytes].map(
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
  return NUMBER_BYTES * (columns + classCount) + columns * rowLength(classCount);
}

/**
 * The weights of bytes from {@link encodeWeights}, as views on them, or on a copy where they lie askew in memory.
 * @param bytes exactly {@link encodedLength} of them, which nobody changes any more
 */
export function decodeWeights(bytes: Uint8Array, { columns, classCount }: WeightsShape): CompactWeights {
  const { buffer, byteOffset, byteLength } = bytes.byteOffset % NUMBER_BYTES === 0 ? bytes : Uint8Array.from(bytes);
  const biases = byteOffset + NUMBER_BYTES * columns;
  const rows = biases + NUMBER_BYTES * classCount;
  const length = byteLength - (rows - byteOffset);
  return {
    hashes: new Uint32Array(buffer, byteOffset, columns),
    biases: new Float32Array(buffer, biases, classCount),
    rows: {
      bytes: new Int8Array(buffer, rows, length),
      numbers: new Float32Array(buffer, rows, length / NUMBER_BYTES),
    },
  };
}
