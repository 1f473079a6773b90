import { conceptsOf } from './concepts.ts';
import { normalise, withPlaceholders } from './normalisation.ts';
import { productsNamed } from './product-names.ts';

/** Characters of one word or number; scripts are told apart so that 「Teams的密码」 is three things and not one. */
const UNIT = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+/gu;
const HAN = /^\p{Script=Han}$/u;
const SENTENCE_END = /[。！？!?；;\n]/;
/** Longer words are logs, keys or nonsense; more of their characters tells nothing and costs time. */
const LONGEST_WORD = 24;
/** Bounds the pairs of a very long text. */
const MOST_NOTIONS = 30;

/** Grams carry no prefix: they hold no blank, every other feature does, so the two are never mistaken. */
function addWord(word: string, features: string[]): void {
  features.push(`w ${word}`);
  const framed = `<${word.slice(0, LONGEST_WORD)}>`;
  for (let size = 2; size <= 4; size++) {
    for (let start = 0; start + size <= framed.length; start++) features.push(framed.slice(start, start + size));
  }
}

function addNeighbours(units: readonly string[], features: string[]): void {
  for (let index = 0; index < units.length; index++) {
    const [first, second, third] = [units[index] ?? '', units[index + 1], units[index + 2]];
    const han = HAN.test(first);
    if (han) features.push(`h ${first}`);
    else addWord(first, features);
    if (second === undefined) continue;
    const hanPair = han && HAN.test(second);
    features.push(hanPair ? `h ${first}${second}` : `b ${first} ${second}`);
    if (hanPair && third !== undefined && HAN.test(third)) features.push(`h ${first}${second}${third}`);
  }
}

/** Notions and pairs of them: "who" and "admin" together ask for something that neither asks alone. */
function addNotions(notions: readonly string[], features: string[]): void {
  const told = notions.slice(0, MOST_NOTIONS);
  told.forEach((notion, index) => {
    features.push(`k ${notion}`);
    for (const other of told.slice(index + 1)) features.push(`k ${notion} ${other}`);
  });
}

/**
 * What the model sees of a text: Latin words, pairs of neighbours, character 2- to 4-grams inside words, single Han
 * characters and Han 2- and 3-grams (no word segmenter), notions that both languages share and their pairs, the products
 * that are named by any nickname, and whether it asks.
 * @returns features with repetitions, as many as they occur
 */
export function featuresOf(text: string): string[] {
  const plain = withPlaceholders(normalise(text));
  const features: string[] = [];
  const notions = new Set<string>();
  for (const sentence of plain.split(SENTENCE_END)) {
    const units = sentence.match(UNIT) ?? [];
    addNeighbours(units, features);
    for (const notion of conceptsOf(units)) notions.add(notion);
  }
  addNotions([...notions].sort(), features);
  for (const product of productsNamed(plain)) features.push(`p ${product}`);
  if (/[?？]/.test(plain)) features.push('q ?');
  return features;
}

/** 32-bit FNV-1a over UTF-16 units: the name of a feature in the model file, which therefore holds no text. */
export function featureHash(feature: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < feature.length; index++) {
    hash = Math.imul(hash ^ feature.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** The hashes of all features of a text. */
export function featureHashes(text: string): Uint32Array {
  return Uint32Array.from(featuresOf(text), featureHash);
}
