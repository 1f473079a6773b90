import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { IntakeError } from '../../src/domain/errors.ts';

/** What runs in Azure for minutes or hours. */
export type JobKind = 'import' | 'train' | 'deploy';

const unfinishedSchema = z.object({
  endpoint: z.string(),
  project: z.string(),
  /** Where the service tells how the job stands. */
  url: z.url(),
  startedAt: z.iso.datetime(),
  /** The model that is trained or deployed; null for an import. */
  model: z.string().nullable(),
});
/** A job that was begun and not followed to its end. */
export type UnfinishedJob = z.infer<typeof unfinishedSchema>;

/** The note of one kind of job, by which a command that was interrupted goes on. There is no key in it. */
export interface JobNote {
  /** @throws IntakeError `InvalidInput` for a note that cannot be read */
  read(): UnfinishedJob | null;
  write(job: UnfinishedJob): void;
  remove(): void;
}

/** The note in a file of its own, whose folder is made when it is needed. */
export function createJobNote(file: string): JobNote {
  return {
    read() {
      const text = readIfThere(file);
      if (text === null) return null;
      const parsed = unfinishedSchema.safeParse(parseJson(text));
      if (parsed.success) return parsed.data;
      throw new IntakeError(
        'InvalidInput',
        `${file} is no note of a job. Remove it, and look at the project in Azure.`,
      );
    },
    write(job) {
      mkdirSync(dirname(file), { recursive: true });
      // Half a note would be worse than none.
      writeFileSync(`${file}.new`, `${JSON.stringify(job, null, 2)}\n`);
      renameSync(`${file}.new`, file);
    },
    remove: () => rmSync(file, { force: true }),
  };
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
