import { z } from 'zod';
import { IntakeError } from '../src/domain/errors.ts';
import { topicSchema } from '../src/domain/topics.ts';
import { readJsonLines } from './json-lines.ts';

const lineSchema = z.object({ text: z.string(), lang: z.string().min(1), topic: topicSchema });

/** A text with its language tag and the topic that is right for it. */
export type LabelledLine = z.infer<typeof lineSchema>;

/**
 * The lines {text, lang, topic} of a JSONL file; blank ones are skipped.
 * @throws IntakeError `InvalidInput` with the line for a file that cannot be used, or that holds nothing
 */
export function readLabelledLines(file: string): LabelledLine[] {
  const lines = readJsonLines(file, lineSchema);
  if (lines.length > 0) return lines;
  throw new IntakeError('InvalidInput', `${file} holds no line.`);
}
