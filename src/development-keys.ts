import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { IntakeError } from './domain/errors.ts';

const developmentKeysSchema = z.strictObject({ directLineSecret: z.string().min(32), staffApiKey: z.string().min(32) });
/** Secrets of a machine on which somebody develops; never used in production. */
export type DevelopmentKeys = z.infer<typeof developmentKeysSchema>;

/**
 * The keys in `dev-keys.json` of a folder, made once: the same after every start, so that tokens survive it.
 * @throws IntakeError `InvalidConfiguration` when the file cannot be read or written
 */
export function readDevelopmentKeys(folder: string): DevelopmentKeys {
  const file = join(folder, 'dev-keys.json');
  try {
    mkdirSync(folder, { recursive: true });
    writeKeysOnce(file);
    return developmentKeysSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new IntakeError(
      'InvalidConfiguration',
      `The development keys in ${file} cannot be used. Delete that file and start again, or set DIRECTLINE_SECRET and STAFF_API_KEY.`,
      { cause },
    );
  }
}

function writeKeysOnce(file: string): void {
  if (existsSync(file)) return;
  const keys: DevelopmentKeys = { directLineSecret: randomKey(), staffApiKey: randomKey() };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  try {
    // A link appears whole and only once: of two starts at the same moment the first wins and both read its keys.
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
}

function randomKey(): string {
  return randomBytes(32).toString('base64url');
}
