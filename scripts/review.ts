import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readEnvironment } from '../src/config.ts';
import { IntakeError } from '../src/domain/errors.ts';
import { readTrainingTexts, TRAINING_FOLDER } from '../src/language/training-data.ts';
import { createLog } from '../src/log.ts';
import { settingsSchema } from '../src/settings.ts';
import { readDatabaseAddress } from '../src/storage/database-address.ts';
import { nameDatabase, withoutPasswords } from '../src/storage/database-name.ts';
import { newerVersion, readSteps } from '../src/storage/migrate.ts';
import type { OpenDatabase } from '../src/storage/open-database.ts';
import { createSqlStore } from '../src/storage/sql-store.ts';
import { useDatabase } from '../src/storage/use-database.ts';
import { readLabelledLines } from './labelled-lines.ts';
import { MEASURES } from './measures.ts';
import { namesInDirectory } from './review/known-names.ts';
import { type Review, type ReviewParts, reviewLines } from './review/review-lines.ts';

// Usage: npm run review -- [--since DATE] [--most N] [--out FILE]; docs/reference/review.md tells what to do with it.

const USAGE = `Writes the messages of the database from which the recogniser can learn most, masked, in the training format.
  npm run review -- [--since DATE] [--most N] [--out FILE]
    --since DATE   only messages since this day (2026-03-02, UTC) or moment (2026-03-02T09:00:00Z); all when left out
    --most N       at most so many lines; 200
    --out FILE     a new file that only you can read; the standard output when left out
The database is the one of DATABASE_URL; nothing is changed in it, and the product may run.
Exit status: 0 done, also when nothing was found, 2 wrong call, 3 it could not be done.`;

/** Exit status of a wrong call, as of most Unix tools. */
const WRONG_USE = 2;
const FAILED = 3;
const MOST = 200;

/** A command line that nothing can be done with. */
class WrongUse extends Error {}

interface CommandLine {
  readonly since: string | undefined;
  readonly most: number;
  readonly out: string | undefined;
  readonly help: boolean;
}

const momentSchema = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);
const mostSchema = z.coerce.number().int().min(1).max(10_000);

function readCommandLine(): CommandLine {
  const { since, most, out, help } = parsedWords();
  if (since !== undefined && !momentSchema.safeParse(since).success) {
    throw new WrongUse('--since takes a day such as 2026-03-02, or a moment such as 2026-03-02T09:00:00Z.');
  }
  const number = mostSchema.safeParse(most ?? MOST);
  if (!number.success) throw new WrongUse('--most takes a whole number from 1 to 10000.');
  return { since: since && new Date(since).toISOString(), most: number.data, out, help: help ?? false };
}

function parsedWords() {
  try {
    return parseArgs({
      options: {
        since: { type: 'string' },
        most: { type: 'string' },
        out: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error));
  }
}

type Texts = Pick<ReviewParts, 'trained' | 'measured' | 'names'>;

/** What is in files: the texts that are known, and names to mask. */
function readTexts(): Texts {
  const directory = readEnvironment().DIRECTORY_FILE?.trim();
  return {
    trained: readTrainingTexts(TRAINING_FOLDER).map(({ text }) => text),
    measured: MEASURES.flatMap(readLabelledLines).map(({ text }) => text),
    names: directory ? namesInDirectory(directory) : { people: [], organisations: [] },
  };
}

async function review({ db, dialect }: OpenDatabase, { since, most }: CommandLine, texts: Texts): Promise<Review> {
  const { pending, unknown } = await readSteps(db, dialect);
  if (unknown.length > 0) throw newerVersion();
  if (pending.length > 0) {
    throw new IntakeError(
      'InvalidConfiguration',
      'It has no tables of this version. Correct DATABASE_URL, or run npm run db -- migrate.',
    );
  }
  const store = createSqlStore(db, dialect, 'review');
  return reviewLines({ store, most, ...(since !== undefined && { since }), ...texts });
}

/** People's words: nobody else's eyes, and no file of before is written over. */
function write(file: string, text: string): void {
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
  } catch (cause) {
    const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    const why = exists ? 'exists already; name a new file.' : `cannot be written (${wordsOf(cause)}).`;
    throw new IntakeError('InvalidInput', `${file} ${why}`, { cause });
  }
}

function tell({ lines, read, worthwhile, untrained, known }: Review): string {
  const left = [
    ...(known > 0 ? [`${known} are in the training or test files already`] : []),
    ...(untrained > 0 ? [`${untrained} are of topics that are only chosen in the form`] : []),
  ];
  const of = `${lines.length} lines of ${worthwhile} messages worth labelling, ${read} recognised ones in all`;
  return `${of}${left.length > 0 ? `; ${left.join(', ')}` : ''}.`;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function run(): Promise<void> {
  const commandLine = readCommandLine();
  if (commandLine.help) return console.log(USAGE);
  const url = readEnvironment().DATABASE_URL?.trim() || undefined;
  const address = readDatabaseAddress(url ?? settingsSchema.shape.DATABASE_URL.parse(undefined));
  const log = createLog({ level: 'silent' });
  const texts = readTexts();
  const found = await useDatabase(address, { access: 'read', log }, (database) => review(database, commandLine, texts));
  const text = found.lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  if (commandLine.out === undefined) process.stdout.write(text);
  else write(commandLine.out, text);
  console.error(`${nameDatabase(address)}: ${tell(found)}`);
  if (found.lines.length > 0) {
    console.error(
      'What nobody can know is not masked: look for names and anything private before it leaves this machine.',
    );
  }
}

try {
  await run();
} catch (error) {
  if (error instanceof WrongUse) console.error(`${error.message}\n${USAGE}`);
  else console.error(error instanceof IntakeError ? error.message : withoutPasswords(wordsOf(error)));
  process.exitCode = error instanceof WrongUse ? WRONG_USE : FAILED;
}
