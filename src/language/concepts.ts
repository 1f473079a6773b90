import { z } from 'zod';
import table from './concepts.json' with { type: 'json' };

/** The terms of each notion, with commas between; a term ends in `*` when it stands for every word that begins so. */
const concepts = z.record(z.string(), z.string().min(1)).parse(table);

const LONGEST_HAN_TERM = 8;
const MOST_WORDS = 3;
const LONGEST_PHRASE = 40;
/** A shorter beginning of a word would fit too much. */
const SHORTEST_STEM = 3;

/** Units with which a term of several units begins; every other unit is looked up alone, which is most of them. */
const openers = new Set<string>();
const exact = new Map<string, string[]>();
const stems = new Map<string, string[]>();
for (const [concept, terms] of Object.entries(concepts)) {
  for (const term of terms.split(', ')) {
    // Words are cut at hyphens and apostrophes, so the terms are as well.
    const words = term.replace(/[-']/g, ' ');
    const [place, key] = words.endsWith('*') ? [stems, words.slice(0, -1)] : [exact, words];
    place.set(key, [...(place.get(key) ?? []), concept]);
    openers.add(/^\p{Script=Han}/u.test(key) ? key.charAt(0) : (key.split(' ')[0] ?? ''));
  }
}

function addAll(found: Set<string>, names: readonly string[] | undefined): void {
  for (const name of names ?? []) found.add(name);
}

function addStems(phrase: string, found: Set<string>): void {
  for (let size = SHORTEST_STEM; size <= Math.min(phrase.length, LONGEST_PHRASE); size++)
    addAll(found, stems.get(phrase.slice(0, size)));
}

function addHanTerms(units: readonly string[], start: number, found: Set<string>): void {
  let joined = '';
  for (let at = start; at < Math.min(start + LONGEST_HAN_TERM, units.length); at++) {
    joined += units[at];
    addAll(found, exact.get(joined));
  }
}

function addPhrases(units: readonly string[], start: number, found: Set<string>): void {
  let phrase = units[start] ?? '';
  for (let at = start + 1; at < Math.min(start + MOST_WORDS, units.length); at++) {
    phrase += ` ${units[at]}`;
    if (phrase.length > LONGEST_PHRASE) return;
    addAll(found, exact.get(phrase));
    addStems(phrase, found);
  }
}

/**
 * The notions that a text speaks of in either language, such as `forward` for 转发 and "redirect": what the two
 * languages share, so that an example in one teaches the other.
 * @param units words and single Han characters in the order of the text
 */
export function conceptsOf(units: readonly string[]): Set<string> {
  const found = new Set<string>();
  units.forEach((unit, start) => {
    if (/^\p{Script=Han}/u.test(unit)) {
      if (openers.has(unit)) addHanTerms(units, start, found);
      return;
    }
    addAll(found, exact.get(unit));
    addStems(unit, found);
    if (openers.has(unit)) addPhrases(units, start, found);
  });
  return found;
}
