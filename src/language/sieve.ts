import { requiredWords } from './required-words.ts';
import { createTrie, type Trie } from './trie.ts';

/** A pattern of a sieve. */
export interface Sifted {
  readonly pattern: RegExp;
  /** Its number in the sieve. */
  readonly number: number;
}

/** A text and which patterns of a sieve may fit it: one bit each, by number. */
export interface SiftedText {
  readonly text: string;
  readonly marks: readonly number[];
}

/**
 * Many patterns of which few fit any text. One pass over a text tells which of them it is worth to try: those of whose
 * required words it holds one.
 */
export interface Sieve {
  /** Takes a pattern in, the same one once. It may have the flags `i` and, for {@link mayFit} alone, `g`; not `y`, `u` or `v`. */
  add(pattern: RegExp): Sifted;
  /** Reads a text for the patterns that were added before. */
  sift(text: string): SiftedText;
  /** The sources of all patterns, in alphabetical order: changes when one of them does. */
  sources(): string[];
}

/** Bits of one mark: as many as a small integer has for certain. */
const BITS = 30;

const lowered = (unit: number): number => (unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit);

interface Net {
  readonly trie: Trie;
  /** The patterns whose word ends at a node. */
  readonly patternsAt: readonly (readonly number[] | undefined)[];
  /** The marks of a text with no word at all: of patterns of which nothing is known. */
  readonly unmarked: readonly number[];
}

function setMark(marks: number[], number: number): void {
  const place = Math.floor(number / BITS);
  marks[place] = (marks[place] ?? 0) | (1 << (number % BITS));
}

function makeNet(patterns: readonly RegExp[]): Net {
  const words = patterns.map(requiredWords);
  const all = [...new Set(words.flatMap((own) => own ?? []))];
  const trie = createTrie(all);
  const nodes = new Map(all.map((word, place) => [word, trie.ends[place] ?? 0]));
  const patternsAt = new Array<number[] | undefined>(trie.size).fill(undefined);
  const unmarked = new Array<number>(Math.ceil(patterns.length / BITS)).fill(0);
  words.forEach((own, number) => {
    if (own === null) setMark(unmarked, number);
    for (const word of own ?? []) {
      const node = nodes.get(word) ?? 0;
      const here = patternsAt[node];
      if (here) here.push(number);
      else patternsAt[node] = [number];
    }
  });
  return { trie, patternsAt, unmarked };
}

function markFrom(start: number, text: string, marks: number[], { trie, patternsAt }: Net): void {
  let node = 0;
  for (let at = start; at < text.length; at++) {
    node = trie.step(node, lowered(text.charCodeAt(at)));
    if (node === 0) return;
    for (const number of patternsAt[node] ?? []) setMark(marks, number);
  }
}

/** An empty sieve. The net of all words is made when the first text comes, so that a start does not wait for it. */
export function createSieve(): Sieve {
  const patterns: RegExp[] = [];
  const taken = new Map<RegExp, Sifted>();
  let net: Net | null = null;
  return {
    add(pattern) {
      const known = taken.get(pattern);
      if (known) return known;
      net = null;
      const sifted = { pattern, number: patterns.push(pattern) - 1 };
      taken.set(pattern, sifted);
      return sifted;
    },
    sift(text) {
      net ??= makeNet(patterns);
      const marks = net.unmarked.slice();
      for (let start = 0; start < text.length; start++) markFrom(start, text, marks, net);
      return { text, marks };
    },
    sources: () => patterns.map(({ source }) => source).sort(),
  };
}

/** Whether a pattern is worth to be tried on a text. */
export function mayFit({ number }: Sifted, { marks }: SiftedText): boolean {
  return ((marks[Math.floor(number / BITS)] ?? 0) & (1 << (number % BITS))) !== 0;
}

/** Whether a pattern fits a text that was read by its sieve. */
export function fits(sifted: Sifted, text: SiftedText): boolean {
  return mayFit(sifted, text) && sifted.pattern.test(text.text);
}

/** Where a pattern first fits a text that was read by its sieve; null when it does not. */
export function firstMatch(sifted: Sifted, text: SiftedText): RegExpExecArray | null {
  return mayFit(sifted, text) ? sifted.pattern.exec(text.text) : null;
}
