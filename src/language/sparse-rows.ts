import { createHashIndex, type HashIndex } from './hash-index.ts';

/** One text as weighted features: columns of the vocabulary and their values, of unit length. */
export interface SparseRow {
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** The known features of a model, in the order of their columns. */
export interface Vocabulary {
  /** Feature hashes by column. */
  readonly hashes: Uint32Array;
  readonly index: HashIndex;
  /** Inverse document frequency by column. */
  readonly rarity: Float32Array;
  /** The first so many columns stand in at least two training texts; the rest in one. */
  readonly commonColumns: number;
}

/** Scales a row to length 1, so that long and short texts weigh the same. */
function unitLength(values: Float64Array): Float64Array {
  let squares = 0;
  for (const value of values) squares += value * value;
  const length = Math.sqrt(squares);
  return length > 0 ? values.map((value) => value / length) : values;
}

/**
 * All features of the texts with smoothed inverse document frequency ln((1 + n) / (1 + df)) + 1.
 * @param texts feature hashes of each training text
 */
export function buildVocabulary(texts: readonly Uint32Array[]): Vocabulary {
  const frequency = new Map<number, number>();
  for (const hashes of texts) {
    for (const hash of new Set(hashes)) frequency.set(hash, (frequency.get(hash) ?? 0) + 1);
  }
  const sorted = [...frequency].sort(([left], [right]) => left - right);
  const common = sorted.filter(([, count]) => count > 1);
  const all = [...common, ...sorted.filter(([, count]) => count === 1)];
  const ordered = Uint32Array.from(all, ([hash]) => hash);
  return {
    hashes: ordered,
    index: createHashIndex(ordered),
    rarity: Float32Array.from(all, ([, count]) => Math.log((1 + texts.length) / (1 + count)) + 1),
    commonColumns: common.length,
  };
}

/** TF-IDF with dampened counts, 1 + ln(count); features outside the vocabulary are not there. */
export function toRow(hashes: Uint32Array, { index, rarity }: Vocabulary): SparseRow {
  const known = new Int32Array(hashes.length);
  let size = 0;
  for (const hash of hashes) {
    const column = index.columnOf(hash);
    if (column >= 0) known[size++] = column;
  }
  const sorted = known.subarray(0, size).sort();
  const columns = new Int32Array(size);
  const values = new Float64Array(size);
  let width = 0;
  for (let at = 0; at < size; ) {
    const column = sorted[at] ?? 0;
    const start = at;
    while (at < size && sorted[at] === column) at++;
    columns[width] = column;
    values[width++] = (1 + Math.log(at - start)) * (rarity[column] ?? 0);
  }
  return { columns: columns.subarray(0, width), values: unitLength(values.subarray(0, width)) };
}
