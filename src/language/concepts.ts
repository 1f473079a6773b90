import { z } from 'zod';
import table from './concepts.json' with { type: 'json' };
import { createTrie } from './trie.ts';
import type { Unit } from './units.ts';

/** The terms of each notion, with commas between; a term ends in `*` when it stands for every word that begins so. */
const concepts = z.record(z.string(), z.string().min(1)).parse(table);

/** Every notion, in alphabetical order: its place here is its number. */
const NOTIONS: readonly string[] = Object.keys(concepts).sort();

const MOST_WORDS = 3;
const LONGEST_PHRASE = 40;

const BLANK = 0x20;

interface Term {
  readonly words: string;
  readonly notion: number;
  readonly stem: boolean;
}

const terms: readonly Term[] = NOTIONS.flatMap((name, notion) =>
  (concepts[name] ?? '').split(', ').map((term) => {
    // Words are cut at hyphens and apostrophes, so the terms are as well.
    const words = term.replace(/[-']/g, ' ');
    const stem = words.endsWith('*');
    return { words: stem ? words.slice(0, -1) : words, notion, stem };
  }),
);
const trie = createTrie(terms.map(({ words }) => words));

/** The notions of the terms that end at each node. */
const exact: number[][] = Array.from({ length: trie.size }, () => []);
const stems: number[][] = Array.from({ length: trie.size }, () => []);
terms.forEach(({ notion, stem }, place) => {
  (stem ? stems : exact)[trie.ends[place] ?? 0]?.push(notion);
});

function mark(found: Uint8Array, notions: readonly number[] | undefined): void {
  for (const notion of notions ?? []) found[notion] = 1;
}

/** Follows one unit from a node and marks the stems on its way; 0 when no term goes on like this. */
function follow(text: string, { start, end }: Unit, from: number, found: Uint8Array): number {
  let node = from;
  for (let at = start; at < end; at++) {
    node = trie.step(node, text.charCodeAt(at));
    if (node === 0) return 0;
    mark(found, stems[node]);
  }
  return node;
}

function markHanTerms(text: string, units: readonly Unit[], first: number, found: Uint8Array): void {
  let node = 0;
  for (let at = first; at < units.length; at++) {
    const unit = units[at];
    node = unit ? follow(text, unit, node, found) : 0;
    if (node === 0) return;
    mark(found, exact[node]);
  }
}

function markPhrases(text: string, units: readonly Unit[], first: number, found: Uint8Array): void {
  let node = 0;
  let length = -1;
  for (let at = first; at < Math.min(first + MOST_WORDS, units.length); at++) {
    const unit = units[at];
    if (!unit) return;
    length += 1 + unit.end - unit.start;
    if (at > first) node = length > LONGEST_PHRASE ? 0 : trie.step(node, BLANK);
    if (at > first && node === 0) return;
    node = follow(text, unit, node, found);
    if (node === 0) return;
    mark(found, exact[node]);
  }
}

/**
 * The notions that a text speaks of in either language, such as `forward` for 转发 and "redirect": what the two
 * languages share, so that an example in one teaches the other.
 * @param sentences the units of each sentence of the text
 * @returns each notion once, in alphabetical order
 */
export function notionsOf(text: string, sentences: readonly (readonly Unit[])[]): string[] {
  const found = new Uint8Array(NOTIONS.length);
  for (const units of sentences) {
    for (let first = 0; first < units.length; first++) {
      if (units[first]?.han) markHanTerms(text, units, first, found);
      else markPhrases(text, units, first, found);
    }
  }
  return NOTIONS.filter((_, notion) => found[notion] === 1);
}
