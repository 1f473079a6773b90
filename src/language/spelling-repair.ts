import { type CutText, cut } from './cut-text.ts';
import { hashCodeOn, hashOn } from './feature-hash.ts';
import { HAN, WORD } from './features.ts';
import { charactersLike } from './pinyin.ts';
import type { Vocabulary } from './sparse-rows.ts';
import type { Unit } from './units.ts';

/** Shorter words turn into each other too easily, longer ones are names, keys or nonsense. */
const WORD_LENGTH = { least: 6, most: 20 } as const;
const LATIN = /^[a-z]+$/;
const [FIRST_LETTER, LAST_LETTER] = ['a'.charCodeAt(0), 'z'.charCodeAt(0)];

/** More slips than this are none, but another language or a log, which stays as it is. */
const MOST_REPAIRS = 6;
/** So many unknown words and characters are looked at, whatever the text. */
const MOST_TRIED = 40;

/**
 * Only what stands in many texts can have been meant, as {@link Vocabulary.rarity} tells it of 30 500 texts: words of 13,
 * since names differ from rare words by a letter too, and pairs of Han characters of 26.
 */
const RAREST = { word: 25.5, pair: 22.7 } as const;

/** How rare a feature is; infinite for an unknown one. */
function rarityOf(hash: number, { index, rarity, rarityStep }: Vocabulary): number {
  const column = index.columnOf(hash >>> 0);
  return column < 0 ? Number.POSITIVE_INFINITY : (rarity[column * rarityStep] ?? Number.POSITIVE_INFINITY);
}

const isKnown = (hash: number, { index }: Vocabulary): boolean => index.columnOf(hash >>> 0) >= 0;

/** A slip in a word, put right: `letter` goes between its first `at` letters and those from `from` on. */
interface Slip {
  readonly at: number;
  readonly letter: string;
  readonly from: number;
}

/**
 * The known word that differs by one slip: a letter too many, missing, exchanged, or two swapped; the first one stands.
 * Some hundred spellings are hashed for one word, so none of them is put together before it is the one.
 */
function repairedWord(word: string, vocabulary: Vocabulary): string | null {
  let best: Slip | null = null;
  let least: number = RAREST.word;
  const isBetter = (hash: number): boolean => {
    const rarity = rarityOf(hash, vocabulary);
    if (rarity >= least) return false;
    least = rarity;
    return true;
  };
  let start = WORD;
  for (let at = 1; at <= word.length; at++) {
    start = hashCodeOn(start, word.charCodeAt(at - 1));
    if (at < word.length && isBetter(hashOn(start, word, at + 1))) best = { at, letter: '', from: at + 1 };
    if (at + 1 < word.length) {
      const swapped = hashCodeOn(hashCodeOn(start, word.charCodeAt(at + 1)), word.charCodeAt(at));
      if (isBetter(hashOn(swapped, word, at + 2)))
        best = { at, letter: word.charAt(at + 1) + word.charAt(at), from: at + 2 };
    }
    for (let code = FIRST_LETTER; code <= LAST_LETTER; code++) {
      const next = hashCodeOn(start, code);
      if (isBetter(hashOn(next, word, at))) best = { at, letter: String.fromCharCode(code), from: at };
      if (at < word.length && isBetter(hashOn(next, word, at + 1)))
        best = { at, letter: String.fromCharCode(code), from: at + 1 };
    }
  }
  return best === null ? null : putRight(word, best);
}

const putRight = (word: string, { at, letter, from }: Slip): string => word.slice(0, at) + letter + word.slice(from);

/** Whether a word is long enough for a slip to show, and unknown. */
function isStrange(text: string, { start, end }: Unit, vocabulary: Vocabulary): boolean {
  const length = end - start;
  if (length < WORD_LENGTH.least || length > WORD_LENGTH.most) return false;
  const word = text.slice(start, end);
  return LATIN.test(word) && !isKnown(hashOn(WORD, word), vocabulary);
}

/** Whether no pair of a Han character with a neighbour is known. */
function isStrangeHan(text: string, units: readonly Unit[], at: number, vocabulary: Vocabulary): boolean {
  const pairs = neighbours(text, units, at).map(({ before, after }) => before + characterAt(text, units[at]) + after);
  return pairs.length > 0 && !pairs.some((pair) => isKnown(hashOn(HAN, pair), vocabulary));
}

const characterAt = (text: string, unit: Unit | undefined): string =>
  unit?.han ? text.slice(unit.start, unit.end) : '';

/** What stands before or after a Han character in each pair with a neighbour. */
function neighbours(text: string, units: readonly Unit[], at: number): { before: string; after: string }[] {
  const [before, after] = [characterAt(text, units[at - 1]), characterAt(text, units[at + 1])];
  return [...(before ? [{ before, after: '' }] : []), ...(after ? [{ before: '', after }] : [])];
}

/** The character of the same sound that makes the most frequent pair with a neighbour. */
function repairedHan(text: string, units: readonly Unit[], at: number, vocabulary: Vocabulary): string | null {
  let best: string | null = null;
  let least: number = RAREST.pair;
  for (const character of charactersLike(characterAt(text, units[at]))) {
    for (const { before, after } of neighbours(text, units, at)) {
      const rarity = rarityOf(hashOn(HAN, before + character + after), vocabulary);
      if (rarity >= least) continue;
      least = rarity;
      best = character;
    }
  }
  return best;
}

/**
 * The text with words that no training text has put right, where one slip makes them a frequent one: 「outlok」, 「右箱」
 * typed by its sound for 「邮箱」. Known words stay, whatever they mean; so do names, unless they resemble a frequent word.
 * @returns the same text when nothing was repaired
 */
export function repairSpelling(given: CutText, vocabulary: Vocabulary): CutText {
  const { text, sentences } = given;
  let [repaired, from, count, tried] = ['', 0, 0, 0];
  for (const units of sentences) {
    for (let at = 0; at < units.length && tried < MOST_TRIED; at++) {
      const unit = units[at];
      if (!unit) break;
      const strange = unit.han ? isStrangeHan(text, units, at, vocabulary) : isStrange(text, unit, vocabulary);
      if (!strange) continue;
      tried++;
      const better = unit.han
        ? repairedHan(text, units, at, vocabulary)
        : repairedWord(text.slice(unit.start, unit.end), vocabulary);
      if (better === null) continue;
      if (++count > MOST_REPAIRS) return given;
      repaired += text.slice(from, unit.start) + better;
      from = unit.end;
      // The next pair was judged by the character that has just gone.
      if (unit.han) at++;
    }
  }
  return count === 0 ? given : cut(repaired + text.slice(from));
}

/** The numbers by which this file decides, as a part of what a model belongs to. */
export const SPELLING_REPAIR = JSON.stringify([WORD_LENGTH, MOST_REPAIRS, MOST_TRIED, RAREST]);
