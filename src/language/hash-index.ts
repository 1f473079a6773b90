/** Where a feature hash stands in the vocabulary; -1 when it does not. */
export interface HashIndex {
  columnOf(hash: number): number;
}

/** Slots for each hash, at least. More of them would spread over more memory, which costs more than a second look. */
const SLOTS_A_HASH = 1.4;
/** Of all unknown hashes one in eleven or fewer passes the sieve. A power of two. */
const SIEVE_BITS_A_SLOT = 8;

/**
 * A hash table in one typed array with open addressing: built from the hashes of a model file in about a
 * millisecond, where a Map of numbers beyond 31 bits takes ten times as long and answers slower.
 * @param hashes unsigned 32-bit numbers in the order of their columns, each once, with well mixed low bits
 */
export function createHashIndex(hashes: Uint32Array): HashIndex {
  // The sieve fills at least one whole number of 32 bits.
  const size = 2 ** Math.max(3, Math.ceil(Math.log2(SLOTS_A_HASH * hashes.length + 2)));
  const mask = size - 1;
  // Hash and column side by side, so that a look-up waits for memory once; the column is one higher, 0 marks a free slot.
  const slots = new Uint32Array(2 * size);
  // One bit a hash, small enough for the processor's cache: most hashes that are asked for are unknown, and end here.
  const bits = new Uint32Array((SIEVE_BITS_A_SLOT * size) / 32);
  const bitMask = SIEVE_BITS_A_SLOT * size - 1;
  // The low bits of FNV are its best mixed ones, so they alone choose the slot.
  for (let column = 0; column < hashes.length; column++) {
    const hash = hashes[column] ?? 0;
    bits[(hash & bitMask) >>> 5] = (bits[(hash & bitMask) >>> 5] ?? 0) | (1 << (hash & 31));
    let slot = hash & mask;
    while (slots[2 * slot + 1] !== 0) slot = (slot + 1) & mask;
    slots[2 * slot] = hash;
    slots[2 * slot + 1] = column + 1;
  }
  return {
    columnOf(hash) {
      if ((((bits[(hash & bitMask) >>> 5] ?? 0) >>> (hash & 31)) & 1) === 0) return -1;
      let slot = hash & mask;
      for (;;) {
        const next = slots[2 * slot + 1] ?? 0;
        if (next === 0 || slots[2 * slot] === hash) return next - 1;
        slot = (slot + 1) & mask;
      }
    },
  };
}
