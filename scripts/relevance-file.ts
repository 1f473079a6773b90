import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { localeSchema } from '../src/domain/locale.ts';
import { operatorSchema } from '../src/domain/person.ts';

/** Questions as administrators write them, with the articles that answer them, judged before the search was measured. */
export const RELEVANCE_FILE = 'test/knowledge/relevance.jsonl';

const judgementSchema = z.strictObject({
  text: z.string().trim().min(1),
  lang: localeSchema,
  operator: operatorSchema,
  /** Articles of which any one is right. */
  ids: z.array(z.string()).min(1),
  /** `dev` is for improving the search, `test` only for telling how good it is. */
  part: z.enum(['dev', 'test']),
});

/** A question and the articles that answer it. */
export type Judgement = z.infer<typeof judgementSchema>;

/**
 * Reads judged questions, one JSON object a line.
 * @throws Error with path and number of the first line that is wrong; whatever reading the file throws
 */
export function readJudgements(file: string): readonly Judgement[] {
  return readFileSync(file, 'utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .flatMap((line, at) => (line.trim() === '' ? [] : [parseLine(line, `${file} line ${at + 1}`)]));
}

function parseLine(line: string, where: string): Judgement {
  let content: unknown;
  try {
    content = JSON.parse(line);
  } catch (cause) {
    throw new Error(`${where}: no JSON`, { cause });
  }
  const parsed = judgementSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new Error(`${where}: ${parsed.error.issues.map((one) => `${one.path.join('.')}: ${one.message}`).join('; ')}`);
}
