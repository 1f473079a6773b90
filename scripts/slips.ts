import { soundOf } from '../src/language/pinyin.ts';

/** Shorter words lose their meaning with a letter. */
const SHORTEST = 6;

/** Makes slips of the kinds that people make, always the same for a text. */
export interface Slips {
  /**
   * The text with one slip: the letter in the middle of its longest word left out, or, where it has no long word, the Han
   * character in its middle exchanged for another one that sounds the same; null where neither can be.
   */
  slip(text: string): string | null;
}

/**
 * Slips for measuring how well they are forgiven.
 * @param texts where the Han characters come from that a keyboard could offer instead
 */
export function createSlips(texts: Iterable<string>): Slips {
  const bySound = new Map<string, string[]>();
  for (const character of new Set(
    Array.from(texts)
      .join('')
      .match(/\p{Script=Han}/gu) ?? [],
  )) {
    const sound = soundOf(character);
    bySound.set(sound, [...(bySound.get(sound) ?? []), character]);
  }
  return {
    slip(text) {
      return withoutLetter(text) ?? withHomophone(text, bySound);
    },
  };
}

function withoutLetter(text: string): string | null {
  const words = text.match(/(?<![\w-])[a-zA-Z]+(?![\w-])/g) ?? [];
  const longest = words.reduce((best, word) => (word.length > best.length ? word : best), '');
  if (longest.length < SHORTEST) return null;
  const middle = Math.floor(longest.length / 2);
  return text.replace(longest, longest.slice(0, middle) + longest.slice(middle + 1));
}

/** From the middle outwards, the first character that has another one of its sound. */
function withHomophone(text: string, bySound: ReadonlyMap<string, readonly string[]>): string | null {
  const characters = Array.from(text);
  const middle = Math.floor(characters.length / 2);
  const nearest = characters.map((_, at) => at).sort((one, other) => Math.abs(one - middle) - Math.abs(other - middle));
  for (const at of nearest) {
    const own = characters[at] ?? '';
    const other = bySound.get(soundOf(own))?.find((character) => character !== own);
    if (/\p{Script=Han}/u.test(own) && other) return characters.with(at, other).join('');
  }
  return null;
}
