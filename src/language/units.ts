import { isHan } from '../domain/script.ts';

/** What a character is to the model. */
const OTHER = 0;
const HAN = 1;
const LETTER = 2;
const UNKNOWN = 3;

/** The class of each UTF-16 unit, looked up once in the tables of Unicode. */
const classes = new Uint8Array(0x10000).fill(UNKNOWN);

function classOf(codePoint: number): number {
  const known = classes[codePoint] ?? UNKNOWN;
  if (known !== UNKNOWN) return known;
  const character = String.fromCodePoint(codePoint);
  const own = isHan(character) ? HAN : /[\p{L}\p{M}\p{N}]/u.test(character) ? LETTER : OTHER;
  if (codePoint < classes.length) classes[codePoint] = own;
  return own;
}

/** A Han character, or a word or number: letters, marks and digits of all other scripts in a row. */
export interface Unit {
  /** Where it stands in the text, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly han: boolean;
}

const SENTENCE_END = new Set([...'。！？!?；;\n'].map((mark) => mark.charCodeAt(0)));

/**
 * The units of each sentence, in order. Scripts are told apart, so that 「Teams的密码」 is four units and not one.
 */
export function sentencesOf(text: string): Unit[][] {
  const sentences: Unit[][] = [];
  let units: Unit[] = [];
  /** Where the word began that is being read; -1 outside of words. */
  let word = -1;
  for (let at = 0, size = 1; at <= text.length; at += size) {
    // Beyond the end there is no character, which ends a word as any sign does.
    const codePoint = text.codePointAt(at) ?? 0;
    size = codePoint > 0xffff ? 2 : 1;
    const own = classOf(codePoint);
    if (own === LETTER) {
      if (word < 0) word = at;
      continue;
    }
    if (word >= 0) units.push({ start: word, end: at, han: false });
    word = -1;
    if (own === HAN) units.push({ start: at, end: at + size, han: true });
    if (SENTENCE_END.has(codePoint) && units.length > 0) {
      sentences.push(units);
      units = [];
    }
  }
  if (units.length > 0) sentences.push(units);
  return sentences;
}
