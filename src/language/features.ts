import { notionsOf } from './concepts.ts';
import { withPlaceholders } from './normalisation.ts';
import { productsNamed } from './product-names.ts';
import { sentencesOf, type Unit } from './units.ts';

/** Longer words are logs, keys or nonsense; more of their characters tells nothing and costs time. */
const LONGEST_WORD = 24;
/** Shorter grams stand in every other word, and longer ones are words. */
const GRAM_SIZES = { least: 3, most: 5 } as const;

/** Kinds of features, by which `npm run ablate` leaves out one after the other. */
export const FEATURE_GROUPS = ['words', 'neighbours', 'grams', 'han', 'notions', 'products', 'question'] as const;
export type FeatureGroup = (typeof FEATURE_GROUPS)[number];

/** Groups that are left out. */
export type Without = ReadonlySet<FeatureGroup>;
const NOTHING: Without = new Set();

const FNV_START = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** The hash of a feature so far, going on with a part of a text; a signed number until the feature is complete. */
function hashOn(hash: number, text: string, start = 0, end = text.length): number {
  let next = hash;
  for (let at = start; at < end; at++) next = Math.imul(next ^ text.charCodeAt(at), FNV_PRIME);
  return next;
}

/** 32-bit FNV-1a over UTF-16 units: the name of a feature in the model file, which therefore holds no text. */
export function featureHash(feature: string): number {
  return hashOn(FNV_START, feature) >>> 0;
}

/** Hashes of what features begin with: none is ever put together, it is hashed where it stands in the text. */
const WORD = hashOn(FNV_START, 'w ');
const HAN = hashOn(FNV_START, 'h ');
const PAIR = hashOn(FNV_START, 'b ');
const NOTION = hashOn(FNV_START, 'k ');
const PRODUCT = hashOn(FNV_START, 'p ');
const QUESTION = hashOn(FNV_START, 'q ?');

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
      for (let at = first; at < first + size; at++) hash = Math.imul(hash ^ (framed[at] ?? 0), FNV_PRIME);
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
 * 5-grams inside words (`<tea`), single Han characters and pairs of them (`h 密码`; no word segmenter), notions that both
 * languages share (`k forward`), the products that are named by any nickname (`p teams`), and whether it asks (`q ?`).
 * What else was tried stands in decision 23.
 * @param normalised text after `normalise`
 * @param without what is left out, to measure what it is worth
 * @returns {@link featureHash} of each feature, with repetitions, as many as they occur
 */
export function featureHashes(normalised: string, without: Without = NOTHING): Uint32Array {
  const plain = withPlaceholders(normalised);
  const sentences = sentencesOf(plain);
  const hashes: number[] = [];
  for (const units of sentences) addUnits(plain, units, hashes, without);
  if (!without.has('notions')) for (const notion of notionsOf(plain, sentences)) hashes.push(hashOn(NOTION, notion));
  if (!without.has('products')) for (const product of productsNamed(plain)) hashes.push(hashOn(PRODUCT, product));
  if (!without.has('question') && /[?？]/.test(plain)) hashes.push(QUESTION);
  return new Uint32Array(hashes);
}
