import { createSieve, type Sifted, type SiftedText } from './sieve.ts';

const sieve = createSieve();
let last: SiftedText | null = null;

/** Takes in a pattern of an entity: all of them are sought in the same text, which is then gone through once for all. */
export function entityPattern(pattern: RegExp): Sifted {
  last = null;
  return sieve.add(pattern);
}

/** A text as the patterns of the entities take it. The last one is kept, since one reader after the other asks for it. */
export function siftedForEntities(text: string): SiftedText {
  if (last?.text !== text) last = sieve.sift(text);
  return last;
}
