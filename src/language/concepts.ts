import { z } from 'zod';
import table from './concepts.json' with { type: 'json' };
import { createNotionTable } from './notion-table.ts';
import type { Unit } from './units.ts';

const MOST_WORDS = 3;

/** The terms of each notion that both languages share, as {@link createNotionTable} takes them. */
export const CONCEPTS = z.record(z.string(), z.string().min(1)).parse(table);

const concepts = createNotionTable(CONCEPTS, MOST_WORDS);

/**
 * The notions that a text speaks of in either language, such as `forward` for 转发 and "redirect": what the two
 * languages share, so that an example in one teaches the other.
 * @param sentences the units of each sentence of the text
 * @returns each notion once, in alphabetical order
 */
export function notionsOf(text: string, sentences: readonly (readonly Unit[])[]): string[] {
  const found = new Uint8Array(concepts.names.length);
  for (const units of sentences) for (const notion of concepts.read(text, units)) found[notion] = 1;
  return concepts.names.filter((_, notion) => found[notion] === 1);
}
