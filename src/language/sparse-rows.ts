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
  /** Inverse document frequency of each column, that of the next one `rarityStep` numbers further. */
  readonly rarity: Float32Array;
  readonly rarityStep: number;
}

/** Scales a row to length 1, so that long and short texts weigh the same. */
function toUnitLength(values: Float64Array): void {
  let squares = 0;
  for (let index = 0; index < values.length; index++) squares += (values[index] ?? 0) * (values[index] ?? 0);
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
    rarityStep: 1,
  };
}

/** Known features of one text, each once. */
interface CountedColumns {
  readonly columns: Int32Array;
  /** How often each occurs. */
  readonly counts: Int32Array;
}

/** Spreads columns over a table; the odd number next to 2^32 over the golden ratio (Knuth). */
const SPREAD = 0x9e3779b1;

/** Counts by a small hash table: to sort the columns would take four times as long. */
function countKnown(hashes: Uint32Array, index: HashIndex): CountedColumns {
  const columns = new Int32Array(hashes.length);
  const counts = new Int32Array(hashes.length);
  const bits = Math.ceil(Math.log2(2 * hashes.length + 2));
  const mask = 2 ** bits - 1;
  /** Where a column stands in `columns`, one higher. */
  const places = new Int32Array(mask + 1);
  let size = 0;
  for (let at = 0; at < hashes.length; at++) {
    const column = index.columnOf(hashes[at] ?? 0);
    if (column < 0) continue;
    let slot = Math.imul(column, SPREAD) >>> (32 - bits);
    for (;;) {
      const place = (places[slot] ?? 0) - 1;
      if (place < 0) {
        columns[size] = column;
        counts[size++] = 1;
        places[slot] = size;
        break;
      }
      if (columns[place] === column) {
        counts[place] = (counts[place] ?? 0) + 1;
        break;
      }
      slot = (slot + 1) & mask;
    }
  }
  return { columns: columns.subarray(0, size), counts: counts.subarray(0, size) };
}

/** 1 + ln(count) of counts that are usual: the logarithm would be a third of the work on a row. */
const DAMPENED = Float64Array.from({ length: 64 }, (_, count) => 1 + Math.log(count));
const dampened = (count: number): number => DAMPENED[count] ?? 1 + Math.log(count);

/** TF-IDF with dampened counts, 1 + ln(count); features outside the vocabulary are not there. */
export function toRow(hashes: Uint32Array, { index, rarity, rarityStep }: Vocabulary): SparseRow {
  const { columns, counts } = countKnown(hashes, index);
  const values = new Float64Array(columns.length);
  for (let at = 0; at < columns.length; at++) {
    values[at] = dampened(counts[at] ?? 0) * (rarity[(columns[at] ?? 0) * rarityStep] ?? 0);
  }
  toUnitLength(values);
  return { columns, values };
}
