import type { TrainedWeights } from './training.ts';

/** Weights of one learner, 8 bits each with one scale a column: a quarter of the size at the same accuracy. */
export interface CompactMatrix {
  /** Class beside class for each column; the last column is the bias, columns beyond count nothing. */
  readonly cells: Int8Array;
  /** Factor of each column's cells. */
  readonly scales: Float32Array;
}

/** A model's numbers as they lie in the file and in memory. */
export interface CompactWeights {
  /** Feature hashes in the order of the columns. */
  readonly hashes: Uint32Array;
  readonly rarity: Float32Array;
  readonly svm: CompactMatrix;
  readonly regression: CompactMatrix;
}

const LARGEST_CELL = 127;

/** Rounds each column to 255 steps between its largest weights of either sign. */
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

/** Trained weights in their compact form. */
export function compact({ vocabulary, svm, regression, labels }: TrainedWeights): CompactWeights {
  return {
    hashes: vocabulary.hashes,
    rarity: vocabulary.rarity,
    svm: compactMatrix(svm, labels.length + 1),
    regression: compactMatrix(regression, labels.length + 1),
  };
}

/** The parts of the file in order; those of 4 bytes first, so that each view is aligned. */
function partsOf({ hashes, rarity, svm, regression }: CompactWeights): (Uint32Array | Float32Array | Int8Array)[] {
  return [hashes, rarity, svm.scales, regression.scales, svm.cells, regression.cells];
}

/** The weights as bytes, little endian like every processor that Node 24 runs on. */
export function encodeWeights(weights: CompactWeights): Uint8Array {
  const parts = partsOf(weights).map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
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
  readonly commonColumns: number;
  readonly labelCount: number;
}

/** How many bytes a model of this shape has. */
export function encodedLength({ columns, commonColumns, labelCount }: WeightsShape): number {
  const fourByteParts = 2 * columns + (columns + 1) + (commonColumns + 1);
  return 4 * fourByteParts + (columns + 1 + commonColumns + 1) * (labelCount + 1);
}

/**
 * The weights of bytes from {@link encodeWeights}: views on one copy.
 * @param bytes exactly {@link encodedLength} of them
 */
export function decodeWeights(bytes: Uint8Array, { columns, commonColumns, labelCount }: WeightsShape): CompactWeights {
  const { buffer } = Uint8Array.from(bytes);
  let at = 0;
  const take = <View>(create: (offset: number) => View, size: number): View => {
    at += size;
    return create(at - size);
  };
  const floats = (count: number): Float32Array => take((offset) => new Float32Array(buffer, offset, count), 4 * count);
  const cells = (count: number): Int8Array => take((offset) => new Int8Array(buffer, offset, count), count);
  const hashes = take((offset) => new Uint32Array(buffer, offset, columns), 4 * columns);
  const rarity = floats(columns);
  const [svmScales, regressionScales] = [floats(columns + 1), floats(commonColumns + 1)];
  const svmCells = cells((columns + 1) * (labelCount + 1));
  const regressionCells = cells((commonColumns + 1) * (labelCount + 1));
  return {
    hashes,
    rarity,
    svm: { cells: svmCells, scales: svmScales },
    regression: { cells: regressionCells, scales: regressionScales },
  };
}
