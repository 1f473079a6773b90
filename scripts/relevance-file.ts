import { z } from 'zod';
import { localeSchema } from '../src/domain/locale.ts';
import { operatorSchema } from '../src/domain/person.ts';
import { readJsonLines } from './json-lines.ts';

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
 * @throws IntakeError `InvalidInput` with path and number of the first line that is wrong
 */
export function readJudgements(file: string): readonly Judgement[] {
  return readJsonLines(file, judgementSchema);
}
