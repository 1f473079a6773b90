import { notionsOf } from './concepts.ts';
import type { CutText } from './cut-text.ts';
import { FNV_START, hashCodeOn, hashOn } from './feature-hash.ts';
import type { Unit } from './units.ts';

/** Longer words are logs, keys or nonsense; more of their characters tells nothing and costs time. */
const LONGEST_WORD = 24;
/** Shorter grams stand in every other word, and longer ones are words. */
const GRAM_SIZES = { least: 3, most: 5 } as const;

/** Kinds of features, by which `npm run ablate` leaves out one after the other. */
export const FEATURE_GROUPS = ['words', 'neighbours', 'grams', 'han', 'ends', 'notions'] as const;
export type FeatureGroup = (typeof FEATURE_GROUPS)[number];

/** Groups that are left out. */
export type Without = ReadonlySet<FeatureGroup>;
const NOTHING: Without = new Set();

// Hashes of what features begin with: none is ever put together, it is hashed where it stands in the text.

/** What Latin words begin with. */
export const WORD = hashOn(FNV_START, 'w ');
/** What Han characters and pairs of them begin with. */
export const HAN = hashOn(FNV_START, 'h ');

const PAIR = hashOn(FNV_START, 'b ');
const FIRST = hashOn(FNV_START, '^ ');
const LAST = hashOn(FNV_START, '$ ');
const NOTION = hashOn(FNV_START, 'k ');

/** The word whose grams are taken, between angle brackets; set anew for each word. */
const framed = new Uint16Array(LONGEST_WORD + 2);

/** Grams carry no prefix: they hold no blank, every other feature does, so the two are never mistaken. */
function addGrams(text: string, { start, end }: Unit, hashes: number[]): void {
  const length = Math.min(end - start, LONGEST_WORD);
  framed[0] = 0x3c;
  for (let at = 0; at < length; at++) framed[at + 1] = text.charCodeAt(start + at);
  framed[length + 1] = 0x3e;
  for (let size: number = GRAM_SIZES.least; size <= GRAM_SIZES.most; size++) {
    for (let first = 0; first + size <= length + 2; first++) {
      let hash = FNV_START;
      for (let at = first; at < first + size; at++) hash = hashCodeOn(hash, framed[at] ?? 0);
      hashes.push(hash | 0);
    }
  }
}

function addWord(text: string, word: Unit, hashes: number[], without: Without): void {
  if (!without.has('words')) hashes.push(hashOn(WORD, text, word.start, word.end));
  if (!without.has('grams')) addGrams(text, word, hashes);
}

/** Neighbours of which one is a word. */
function addPair(text: string, first: Unit, second: Unit, hashes: number[]): void {
  const start = hashOn(hashOn(PAIR, text, first.start, first.end), ' ');
  hashes.push(hashOn(start, text, second.start, second.end));
}

/** What a sentence begins and ends with: 「什么」 at the end asks otherwise than in the middle. */
function addEnds(text: string, units: readonly Unit[], hashes: number[]): void {
  const [first, last] = [units[0], units.at(-1)];
  if (first) hashes.push(hashOn(FIRST, text, first.start, first.end));
  if (last) hashes.push(hashOn(LAST, text, last.start, last.end));
}

function addUnits(text: string, units: readonly Unit[], hashes: number[], without: Without): void {
  for (let index = 0; index < units.length; index++) {
    const [unit, next] = [units[index], units[index + 1]];
    if (!unit) return;
    if (!unit.han) addWord(text, unit, hashes, without);
    else if (!without.has('han')) {
      const alone = hashOn(HAN, text, unit.start, unit.end);
      hashes.push(alone);
      if (next?.han) hashes.push(hashOn(alone, text, next.start, next.end));
    }
    if (next && !(unit.han && next.han) && !without.has('neighbours')) addPair(text, unit, next, hashes);
  }
}

/**
 * What the model sees of a text, as hashes: Latin words (`w teams`), pairs of neighbours (`b teams 的`), character 3- to
 * 5-grams inside words (`<tea`), single Han characters and pairs of them (`h 密码`; no word segmenter), what each
 * sentence begins and ends with (`^ can`, `$ 吗`), and notions that both languages share (`k forward`). What else was
 * tried stands in decision 23.
 * @param without what is left out, to measure what it is worth
 * @returns `featureHash` of each feature, with repetitions, as many as they occur
 */
export function featureHashes({ text, sentences }: CutText, without: Without = NOTHING): Uint32Array {
  const hashes: number[] = [];
  for (const units of sentences) {
    addUnits(text, units, hashes, without);
    if (!without.has('ends')) addEnds(text, units, hashes);
  }
  if (!without.has('notions')) for (const notion of notionsOf(text, sentences)) hashes.push(hashOn(NOTION, notion));
  return new Uint32Array(hashes);
}
