import { z } from 'zod';
import table from './pinyin.json' with { type: 'json' };

/**
 * The 6763 characters of GB 2312 under their syllables, a character with several readings under its most common one:
 * read off the pinyin order of Unicode CLDR. Traditional characters are made simplified before they come here.
 */
const syllables = z.record(z.string(), z.string().min(1)).parse(table);

/** What people of the south and voice input do not tell apart, and keyboards confuse as easily. */
function blurred(syllable: string): string {
  return syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/ng$/, 'n')
    .replace(/^l/, 'n');
}

const sounds = new Map<string, string>();
const groups = new Map<string, string>();
for (const [syllable, characters] of Object.entries(syllables)) {
  const sound = blurred(syllable);
  for (const character of characters) sounds.set(character, sound);
  groups.set(sound, (groups.get(sound) ?? '') + characters);
}

/**
 * How a word of Han characters sounds, without tones and with sounds that are often mixed up made one: 「右箱」 and 「邮箱」
 * sound alike. Other characters stand for themselves.
 */
export function soundOf(word: string): string {
  let sound = '';
  for (const character of word) sound += `${sounds.get(character) ?? character} `;
  return sound;
}

/** All characters that sound like one, itself among them; none for what has no reading. */
export function charactersLike(character: string): string {
  return groups.get(sounds.get(character) ?? '') ?? '';
}
