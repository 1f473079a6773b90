import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { IntakeError } from '../src/domain/errors.ts';
import { topicSchema } from '../src/domain/topics.ts';

const lineSchema = z.object({ text: z.string(), lang: z.string().min(1), topic: topicSchema });

/** A text with its language tag and the topic that is right for it. */
export type LabelledLine = z.infer<typeof lineSchema>;

/**
 * The lines {text, lang, topic} of a JSONL file; blank ones are skipped.
 * @throws IntakeError `InvalidInput` with the line for a file that cannot be used, or that holds nothing
 */
export function readLabelledLines(file: string): LabelledLine[] {
  const lines = readWhole(file)
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((line, index) => ({ line, where: `${file} line ${index + 1}` }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, where }) => parseLine(line, where));
  if (lines.length > 0) return lines;
  throw new IntakeError('InvalidInput', `${file} holds no line.`);
}

function readWhole(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new IntakeError('InvalidInput', `${file} cannot be read: ${wordsOf(cause)}`, { cause });
  }
}

function parseLine(line: string, where: string): LabelledLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new IntakeError('InvalidInput', `${where}: no JSON (${wordsOf(cause)})`, { cause });
  }
  const parsed = lineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'line'}: ${message}`);
  throw new IntakeError('InvalidInput', `${where}: ${problems.join('; ')}`);
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
