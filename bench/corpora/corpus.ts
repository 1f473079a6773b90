import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readJsonLines } from '../../scripts/json-lines.ts';
import { createRandom, shuffle } from '../../src/language/random.ts';

/** The public corpora that are measured on, each a file `NAME.jsonl` in the folder of the operator. */
const CORPORA = ['rasa-helpdesk', 'clinc150', 'hwu64', 'smp2017', 'xsid'] as const;
export type CorpusName = (typeof CORPORA)[number];

const lineSchema = z.object({
  text: z.string().min(1),
  intent: z.string().min(1),
  lang: z.enum(['en', 'zh']),
  split: z.enum(['train', 'val', 'test']),
});

/** One line of a corpus: a text, what its maker says that it means, and which part of the corpus it belongs to. */
export type CorpusLine = z.infer<typeof lineSchema>;

/** Why a folder cannot be measured on, with what to do; null when it can. */
export function missingCorpora(folder: string | null): string | null {
  const form = 'a folder with NAME.jsonl, lines {text, intent, lang, split}, of each corpus';
  if (folder === null) return `No folder of corpora: name ${form} with --corpora or CORPORA_DIR.`;
  const missing = CORPORA.filter((name) => !existsSync(join(folder, `${name}.jsonl`)));
  return missing.length === 0 ? null : `${missing.join(', ')} not found in ${folder}: name ${form}.`;
}

/** @throws IntakeError `InvalidInput` with the line when a file is not as described */
export function readCorpus(folder: string, name: CorpusName): readonly CorpusLine[] {
  return readJsonLines(join(folder, `${name}.jsonl`), lineSchema);
}

/** The intents of lines, by name. */
export function intentsOf(lines: readonly CorpusLine[]): readonly string[] {
  return [...new Set(lines.map(({ intent }) => intent))].sort();
}

/**
 * At most so many lines of each intent, drawn by a seed.
 * @returns them by intent, intents by name: the same lines give the same draw in whatever order they stand
 */
export function draw(lines: readonly CorpusLine[], perIntent: number, seed: number): readonly CorpusLine[] {
  const random = createRandom(seed);
  return intentsOf(lines).flatMap((intent) => {
    const own = lines.filter((line) => line.intent === intent).sort((left, right) => (left.text < right.text ? -1 : 1));
    return shuffle(own, random).slice(0, perIntent);
  });
}
