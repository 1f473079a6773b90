import { hashCodeOn, hashOn } from './feature-hash.ts';
import { HAN, WORD } from './features.ts';
import { withPlaceholders } from './normalisation.ts';
import { charactersLike } from './pinyin.ts';
import type { Vocabulary } from './sparse-rows.ts';
import { sentencesOf, type Unit } from './units.ts';

/** Shorter words turn into each other too easily, longer ones are names, keys or nonsense. */
const WORD_LENGTH = { least: 5, most: 20 } as const;
const LATIN = /^[a-z]+$/;
const [FIRST_LETTER, LAST_LETTER] = ['a'.charCodeAt(0), 'z'.charCodeAt(0)];

/** More unknown words than this are no slips, but another language or a log. */
const MOST_REPAIRS = 6;

/** Han pairs that stand in fewer texts are no better than the unknown one: 20 of 23 000, as {@link Vocabulary.rarity} tells it. */
const RAREST_PAIR = 22.7;

/** How rare a feature is; infinite for an unknown one. */
function rarityOf(hash: number, { index, rarity }: Vocabulary): number {
  const column = index.columnOf(hash >>> 0);
  return column < 0 ? Number.POSITIVE_INFINITY : (rarity[column] ?? Number.POSITIVE_INFINITY);
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
  let least = Number.POSITIVE_INFINITY;
  const propose = (hash: number, slip: () => Slip) => {
    const rarity = rarityOf(hash, vocabulary);
    if (rarity >= least) return;
    least = rarity;
    best = slip();
  };
  let before = WORD;
  for (let at = 1; at <= word.length; at++) {
    before = hashCodeOn(before, word.charCodeAt(at - 1));
    const start = before;
    if (at < word.length) propose(hashOn(start, word, at + 1), () => ({ at, letter: '', from: at + 1 }));
    if (at + 1 < word.length) {
      const swapped = hashCodeOn(hashCodeOn(start, word.charCodeAt(at + 1)), word.charCodeAt(at));
      propose(hashOn(swapped, word, at + 2), () => ({
        at,
        letter: word.charAt(at + 1) + word.charAt(at),
        from: at + 2,
      }));
    }
    for (let code = FIRST_LETTER; code <= LAST_LETTER; code++) {
      const next = hashCodeOn(start, code);
      propose(hashOn(next, word, at), () => ({ at, letter: String.fromCharCode(code), from: at }));
      if (at === word.length) continue;
      propose(hashOn(next, word, at + 1), () => ({ at, letter: String.fromCharCode(code), from: at + 1 }));
    }
  }
  return best === null ? null : putRight(word, best);
}

const putRight = (word: string, { at, letter, from }: Slip): string => word.slice(0, at) + letter + word.slice(from);

function wordRepair(text: string, { start, end }: Unit, vocabulary: Vocabulary): string | null {
  const length = end - start;
  if (length < WORD_LENGTH.least || length > WORD_LENGTH.most) return null;
  const word = text.slice(start, end);
  return LATIN.test(word) && !isKnown(hashOn(WORD, word), vocabulary) ? repairedWord(word, vocabulary) : null;
}

/** The character of the same sound that makes a frequent pair with a neighbour, where no pair with the one written is known. */
function hanRepair(text: string, units: readonly Unit[], at: number, vocabulary: Vocabulary): string | null {
  const characterAt = (unit: Unit | undefined) => (unit?.han ? text.slice(unit.start, unit.end) : '');
  const [before, own, after] = [units[at - 1], units[at], units[at + 1]].map(characterAt);
  if (!own || (!before && !after)) return null;
  if (before && isKnown(hashOn(HAN, before + own), vocabulary)) return null;
  if (after && isKnown(hashOn(HAN, own + after), vocabulary)) return null;
  let best: string | null = null;
  let least = RAREST_PAIR;
  for (const character of charactersLike(own)) {
    const pairs = [before && before + character, after && character + after].filter((pair) => pair !== '');
    for (const pair of pairs) {
      const rarity = rarityOf(hashOn(HAN, pair ?? ''), vocabulary);
      if (rarity >= least) continue;
      least = rarity;
      best = character;
    }
  }
  return best;
}

/**
 * The text with words that no training text has put right, where one slip makes them a known one: 「outlok」, 「右箱」 typed
 * by its sound for 「邮箱」. Known words stay, whatever they mean; so do names that resemble nothing.
 * @param normalised text after `normalise`
 * @returns the same text when nothing was repaired, otherwise one with placeholders, as the features are read from
 */
export function repairSpelling(normalised: string, vocabulary: Vocabulary): string {
  const plain = withPlaceholders(normalised);
  let [repaired, from, count] = ['', 0, 0];
  for (const units of sentencesOf(plain)) {
    for (let at = 0; at < units.length && count < MOST_REPAIRS; at++) {
      const unit = units[at];
      if (!unit) break;
      const better = unit.han ? hanRepair(plain, units, at, vocabulary) : wordRepair(plain, unit, vocabulary);
      if (better === null) continue;
      repaired += plain.slice(from, unit.start) + better;
      from = unit.end;
      count++;
      // The next pair was judged by the character that has just gone.
      if (unit.han) at++;
    }
  }
  return count === 0 ? normalised : repaired + plain.slice(from);
}
