import { createTrie } from './trie.ts';
import type { Unit } from './units.ts';

/** Words that stand for notions, and how they are found in a text. */
export interface NotionTable {
  /** Every notion, in alphabetical order: its place here is its number. */
  readonly names: readonly string[];
  /**
   * The numbers of the notions that a row of units speaks of, in the order in which their words begin, as often as they do.
   * @param units of `text`
   */
  read(text: string, units: readonly Unit[]): number[];
}

const LONGEST_PHRASE = 40;
const BLANK = 0x20;

interface Term {
  readonly words: string;
  readonly notion: number;
  readonly stem: boolean;
}

function termsOf(terms: string, notion: number): Term[] {
  return terms.split(', ').map((term) => {
    // Words are cut at hyphens and apostrophes, so the terms are as well.
    const words = term.replace(/[-']/g, ' ');
    const stem = words.endsWith('*');
    return { words: stem ? words.slice(0, -1) : words, notion, stem };
  });
}

/**
 * Finds notions by their terms.
 * @param table the terms of each notion, with ", " between; a term ends in `*` when it stands for every word that begins so
 * @param mostWords words of the longest term
 */
export function createNotionTable(table: Readonly<Record<string, string>>, mostWords: number): NotionTable {
  const names = Object.keys(table).sort();
  const terms = names.flatMap((name, notion) => termsOf(table[name] ?? '', notion));
  const trie = createTrie(terms.map(({ words }) => words));
  /** The notions of the terms that end at each node. */
  const exact = new Array<number[] | undefined>(trie.size).fill(undefined);
  const stems = new Array<number[] | undefined>(trie.size).fill(undefined);
  terms.forEach(({ notion, stem }, place) => {
    const ends = stem ? stems : exact;
    const node = trie.ends[place] ?? 0;
    const here = ends[node];
    if (here) here.push(notion);
    else ends[node] = [notion];
  });

  function tell(found: number[], notions: readonly number[] | undefined): void {
    for (const notion of notions ?? []) found.push(notion);
  }

  /** Follows one unit from a node and tells the stems on its way; 0 when no term goes on like this. */
  function follow(text: string, { start, end }: Unit, from: number, found: number[]): number {
    let node = from;
    for (let at = start; at < end; at++) {
      node = trie.step(node, text.charCodeAt(at));
      if (node === 0) return 0;
      tell(found, stems[node]);
    }
    return node;
  }

  function readHanTerms(text: string, units: readonly Unit[], first: number, found: number[]): void {
    let node = 0;
    for (let at = first; at < units.length; at++) {
      const unit = units[at];
      node = unit ? follow(text, unit, node, found) : 0;
      if (node === 0) return;
      tell(found, exact[node]);
    }
  }

  function readPhrases(text: string, units: readonly Unit[], first: number, found: number[]): void {
    let node = 0;
    let length = -1;
    for (let at = first; at < Math.min(first + mostWords, units.length); at++) {
      const unit = units[at];
      if (!unit) return;
      length += 1 + unit.end - unit.start;
      if (at > first) node = length > LONGEST_PHRASE ? 0 : trie.step(node, BLANK);
      if (at > first && node === 0) return;
      node = follow(text, unit, node, found);
      if (node === 0) return;
      tell(found, exact[node]);
    }
  }

  return {
    names,
    read(text, units) {
      const found: number[] = [];
      for (let first = 0; first < units.length; first++) {
        if (units[first]?.han) readHanTerms(text, units, first, found);
        else readPhrases(text, units, first, found);
      }
      return found;
    },
  };
}
