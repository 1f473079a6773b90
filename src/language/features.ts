import { notionsOf } from './concepts.ts';
import { withPlaceholders } from './normalisation.ts';
import { productsNamed } from './product-names.ts';
import { sentencesOf, type Unit } from './units.ts';

/** Longer words are logs, keys or nonsense; more of their characters tells nothing and costs time. */
const LONGEST_WORD = 24;
/** Bounds the pairs of a very long text. */
const MOST_NOTIONS = 30;

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
  for (let size = 2; size <= 4; size++) {
    for (let first = 0; first + size <= length + 2; first++) {
      let hash = FNV_START;
      for (let at = first; at < first + size; at++) hash = Math.imul(hash ^ (framed[at] ?? 0), FNV_PRIME);
      hashes.push(hash | 0);
    }
  }
}

function addNeighbours(text: string, units: readonly Unit[], hashes: number[]): void {
  for (let index = 0; index < units.length; index++) {
    const [first, second, third] = [units[index], units[index + 1], units[index + 2]];
    if (!first) return;
    hashes.push(hashOn(first.han ? HAN : WORD, text, first.start, first.end));
    if (!first.han) addGrams(text, first, hashes);
    if (!second) return;
    if (!first.han || !second.han) {
      const start = hashOn(hashOn(PAIR, text, first.start, first.end), ' ');
      hashes.push(hashOn(start, text, second.start, second.end));
      continue;
    }
    const pair = hashOn(hashOn(HAN, text, first.start, first.end), text, second.start, second.end);
    hashes.push(pair);
    if (third?.han) hashes.push(hashOn(pair, text, third.start, third.end));
  }
}

/** Notions and pairs of them: "who" and "admin" together ask for something that neither asks alone. */
function addNotions(notions: readonly string[], hashes: number[]): void {
  const told = notions.slice(0, MOST_NOTIONS);
  told.forEach((notion, index) => {
    const alone = hashOn(NOTION, notion);
    hashes.push(alone);
    const start = hashOn(alone, ' ');
    for (let other = index + 1; other < told.length; other++) hashes.push(hashOn(start, told[other] ?? ''));
  });
}

/**
 * What the model sees of a text, as hashes: Latin words (`w teams`), pairs of neighbours (`b teams 的`), character 2- to
 * 4-grams inside words (`<tea`), single Han characters and Han 2- and 3-grams (`h 密码`; no word segmenter), notions that
 * both languages share and their pairs (`k forward mail`), the products that are named by any nickname (`p teams`), and
 * whether it asks (`q ?`).
 * @param normalised text after `normalise`
 * @returns {@link featureHash} of each feature, with repetitions, as many as they occur
 */
export function featureHashes(normalised: string): Uint32Array {
  const plain = withPlaceholders(normalised);
  const sentences = sentencesOf(plain);
  const hashes: number[] = [];
  for (const units of sentences) addNeighbours(plain, units, hashes);
  addNotions(notionsOf(plain, sentences), hashes);
  for (const product of productsNamed(plain)) hashes.push(hashOn(PRODUCT, product));
  if (plain.includes('?') || plain.includes('？')) hashes.push(QUESTION);
  return new Uint32Array(hashes);
}
