import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { IntakeError } from '../src/domain/errors.ts';

/**
 * The lines of a JSONL file, each as its schema gives it; blank ones are skipped.
 * @throws IntakeError `InvalidInput` with the line for a file that cannot be used
 */
export function readJsonLines<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema>[] {
  return readWhole(file)
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseLine(line, `${file} line ${index + 1}`, schema)]));
}

function readWhole(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new IntakeError('InvalidInput', `${file} cannot be read: ${wordsOf(cause)}`, { cause });
  }
}

function parseLine<Schema extends z.ZodType>(line: string, where: string, schema: Schema): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new IntakeError('InvalidInput', `${where}: no JSON (${wordsOf(cause)})`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'line'}: ${message}`);
  throw new IntakeError('InvalidInput', `${where}: ${problems.join('; ')}`);
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
