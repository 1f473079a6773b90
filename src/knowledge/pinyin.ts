import { z } from 'zod';
import table from './pinyin-syllables.json' with { type: 'json' };

/**
 * The first character of each syllable in the pinyin order of Unicode CLDR, which Node's own collation keeps: all
 * characters up to the first of the next syllable are read so. Found over the 6763 characters of GB 2312, of which all
 * but 32 fall under a reading of their own. A character with several readings has its most common one.
 */
const syllables = z.record(z.string(), z.string().length(1)).parse(table);

const collator = new Intl.Collator('zh-u-co-pinyin');
const readings = Object.keys(syllables);
const firsts = Object.values(syllables);

/** Beyond the last syllable other scripts and rare characters follow, whose reading nobody mistypes. */
const COMMON = /^[\u4e00-\u9fff]$/;

const read = new Map<string, string>();

/** What people of the south and voice input do not tell apart, and keyboards confuse as easily. */
function blurred(reading: string): string {
  return reading
    .replace(/^([zcs])h/, '$1')
    .replace(/ng$/, 'n')
    .replace(/^l/, 'n');
}

function look(character: string): string {
  if (!COMMON.test(character)) return character;
  let low = 0;
  let high = firsts.length;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (collator.compare(firsts[middle] ?? '', character) <= 0) low = middle;
    else high = middle;
  }
  return blurred(readings[low] ?? character);
}

/**
 * How a word of Han characters sounds, without tones and with sounds that are often mixed up made one: 「右箱」 and 「邮箱」
 * sound alike. Other characters stand for themselves.
 */
export function soundOf(word: string): string {
  let sound = '';
  for (const character of word) {
    let own = read.get(character);
    if (own === undefined) {
      own = look(character);
      read.set(character, own);
    }
    sound += `${own} `;
  }
  return sound;
}
