import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';

/** A checkout on Windows hashes the same. Bytes are looked at, as making text of some megabytes holds up every start. */
function withUnixEnds(bytes: Buffer): Buffer {
  return bytes.includes('\r\n') ? Buffer.from(bytes.toString('utf8').replaceAll('\r\n', '\n')) : bytes;
}

function readTrainingFile(folder: string, file: string): Buffer {
  try {
    return withUnixEnds(readFileSync(join(folder, file)));
  } catch (cause) {
    const message = `The training file ${file} cannot be read in ${folder}: restore it from the repository.`;
    throw new IntakeError('InvalidConfiguration', message, { cause });
  }
}

/**
 * Lower-case hex SHA-256 over files of a folder: the mark by which a model knows its texts.
 * @throws IntakeError `InvalidConfiguration` when a file is missing
 */
export function hashOfFiles(folder: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) {
    const bytes = readTrainingFile(folder, file);
    hash.update(`${file}\n`).update(bytes).update('\n');
  }
  return hash.digest('hex');
}

function parseLine<Schema extends z.ZodType>(line: string, where: string, schema: Schema): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    throw new IntakeError('InvalidConfiguration', `${where} is not JSON: correct it.`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'line'}: ${message}`).join('; ');
  throw new IntakeError('InvalidConfiguration', `${where} is no training text (${problems}): correct it.`);
}

/**
 * The lines of a training file, each as its schema gives it; blank ones are skipped.
 * @throws IntakeError `InvalidConfiguration` with file and line when a line is wrong or the file missing
 */
export function readTrainingLines<Schema extends z.ZodType>(
  folder: string,
  file: string,
  schema: Schema,
): z.output<Schema>[] {
  return readTrainingFile(folder, file)
    .toString('utf8')
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseLine(line, `${file} line ${index + 1}`, schema)]));
}
