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
}

/** Scales a row to length 1, so that long and short texts weigh the same. */
function toUnitLength(values: Float64Array): void {
  let squares = 0;
  for (let index = 0; index < values.length; index++) squares += (values[index] ?? 0) ** 2;
  const length = Math.sqrt(squares) || 1;
  for (let index = 0; index < values.length; index++) values[index] = (values[index] ?? 0) / length;
}

/** What a vocabulary takes from texts. */
export interface VocabularyOptions {
  /** Features of fewer texts are left out. */
  readonly leastTexts: number;
  /** 1 is what textbooks take; more makes rare features tell more than their frequency says. */
  readonly rarityPower: number;
}

/**
 * The features of the texts with smoothed inverse document frequency, (ln((1 + n) / (1 + df)) + 1) ^ power.
 * @param texts feature hashes of each training text
 */
export function buildVocabulary(
  texts: readonly Uint32Array[],
  { leastTexts, rarityPower }: VocabularyOptions,
): Vocabulary {
  const frequency = new Map<number, number>();
  for (const hashes of texts) {
    for (const hash of new Set(hashes)) frequency.set(hash, (frequency.get(hash) ?? 0) + 1);
  }
  const known = [...frequency].filter(([, count]) => count >= leastTexts).sort(([left], [right]) => left - right);
  const hashes = Uint32Array.from(known, ([hash]) => hash);
  return {
    hashes,
    index: createHashIndex(hashes),
    rarity: Float32Array.from(known, ([, count]) => (Math.log((1 + texts.length) / (1 + count)) + 1) ** rarityPower),
  };
}

/** Columns of the known features in ascending order, as often as each occurs. */
function knownColumns(hashes: Uint32Array, index: HashIndex): Int32Array {
  const known = new Int32Array(hashes.length);
  let size = 0;
  for (let at = 0; at < hashes.length; at++) {
    const column = index.columnOf(hashes[at] ?? 0);
    if (column >= 0) known[size++] = column;
  }
  return known.subarray(0, size).sort();
}

/** TF-IDF with dampened counts, 1 + ln(count); features outside the vocabulary are not there. */
export function toRow(hashes: Uint32Array, { index, rarity }: Vocabulary): SparseRow {
  const known = knownColumns(hashes, index);
  const values = new Float64Array(known.length);
  let width = 0;
  for (let at = 0; at < known.length; ) {
    const column = known[at] ?? 0;
    const start = at;
    while (at < known.length && known[at] === column) at++;
    // Never ahead of what is still to be read, so the same array holds each column once.
    known[width] = column;
    values[width++] = (1 + Math.log(at - start)) * (rarity[column] ?? 0);
  }
  const row = { columns: known.subarray(0, width), values: values.subarray(0, width) };
  toUnitLength(row.values);
  return row;
}
