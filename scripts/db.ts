import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readEnvironment } from '../src/config.ts';
import { IntakeError } from '../src/domain/errors.ts';
import { createLog } from '../src/log.ts';
import { settingsSchema } from '../src/settings.ts';
import { backupDatabase } from '../src/storage/backup-database.ts';
import { type CopiedTable, copyDatabase, type Progress } from '../src/storage/copy-database.ts';
import { type DatabaseAddress, readDatabaseAddress } from '../src/storage/database-address.ts';
import { nameDatabase, withoutPasswords } from '../src/storage/database-name.ts';
import { migrate, newerVersion, readSteps } from '../src/storage/migrate.ts';
import { useDatabase } from '../src/storage/use-database.ts';

// Usage: npm run db -- COMMAND; docs/reference/database.md tells when to use which.

const USAGE = `Looks after the database while the product runs or stands still.
  npm run db -- migrate [URL]           brings the tables to this version
  npm run db -- migrate --check [URL]   only tells whether that is needed
  npm run db -- copy FROM TO            copies everything into an empty database
  npm run db -- backup [URL] FILE       writes everything into a new SQLite file
URL, FROM and TO are file:PATH, postgres://user:password@host/database, or the name of a variable of the environment or
of .env that holds such an address: then no password stands in the command. Where URL is left out, it is DATABASE_URL.
Exit status: 0 done, 1 --check found steps to run, 2 wrong call, 3 it could not be done.`;

const CHECK_FOUND_STEPS = 1;
/** Exit status of a wrong call, as of most Unix tools. */
const WRONG_USE = 2;
const FAILED = 3;

/** Rows or pages between two lines about the progress. */
const PROGRESS_STEP = 50_000;

/** A command line that nothing can be done with. */
class WrongUse extends Error {}

// What the log would tell is an error of the command as well, and there it is told in words.
const log = createLog({ level: 'silent' });
const stopped = new AbortController();

function readCommandLine(): { words: string[]; check: boolean; help: boolean } {
  try {
    const options = { check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    return { words: positionals, check: values.check ?? false, help: values.help ?? false };
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error));
  }
}

/** An address as it is, or by the name of the variable that holds it. */
function addressOf(word = 'DATABASE_URL'): DatabaseAddress {
  if (!/^[A-Za-z]\w*$/.test(word)) return readDatabaseAddress(word, 'The address');
  const value = readEnvironment()[word]?.trim() || undefined;
  if (word === 'DATABASE_URL') return readDatabaseAddress(value ?? settingsSchema.shape.DATABASE_URL.parse(value));
  if (value !== undefined) return readDatabaseAddress(value, word);
  throw new WrongUse(`${word} is neither an address nor a variable that is set.`);
}

async function runMigrate(words: readonly string[], check: boolean): Promise<void> {
  const [url, ...more] = words;
  if (more.length > 0) throw new WrongUse('migrate takes one address at most.');
  const address = addressOf(url);
  const name = nameDatabase(address);
  if (check && address.engine === 'sqlite' && !existsSync(address.path)) {
    console.log(`${name}: does not exist yet; the first start or migrate makes it.`);
    process.exitCode = CHECK_FOUND_STEPS;
    return;
  }
  const steps = await useDatabase(address, { access: check ? 'read' : 'write', log }, async ({ db, dialect }) => {
    if (!check) return migrate(db, dialect);
    const { pending, unknown } = await readSteps(db, dialect);
    if (unknown.length > 0) throw newerVersion();
    return pending;
  });
  if (check && steps.length > 0) process.exitCode = CHECK_FOUND_STEPS;
  const found = check ? 'still to run' : 'done';
  const result =
    steps.length > 0 ? `${found}: ${steps.join(', ')}.` : 'nothing to do, its tables are those of this version.';
  console.log(`${name}: ${result}`);
}

async function runCopy(words: readonly string[]): Promise<void> {
  const [first, second, ...more] = words;
  if (first === undefined || second === undefined || more.length > 0) throw new WrongUse('copy takes two addresses.');
  const from = addressOf(first);
  const to = addressOf(second);
  console.log(`Copying ${nameDatabase(from)} to ${nameDatabase(to)}`);
  stopOnSignal();
  const tables = await copyDatabase({ from, to, log, onProgress });
  printTables(tables);
  if (tables.every(({ rows }) => rows === 0)) console.log('There was nothing to copy. Is FROM the right database?');
  console.log(`Everything that was committed when the copy began is there. What has been written to the first database
since is not: for a move, stop every instance before the copy, and start them with the new DATABASE_URL after it.`);
}

async function runBackup(words: readonly string[]): Promise<void> {
  const [url, file] = words.length === 1 ? [undefined, words[0]] : words;
  if (!file || words.length > 2) throw new WrongUse('backup takes an address, which may be left out, and a file.');
  if (/^(file|postgres(ql)?):/i.test(file)) throw new WrongUse('FILE is the path of a new file, not an address.');
  const address = addressOf(url);
  console.log(`Backing up ${nameDatabase(address)} to ${file}`);
  stopOnSignal();
  printTables(await backupDatabase({ address, file, log, onProgress }));
  console.log('The file is whole and its integrity was checked. DATABASE_URL=file:… starts the product on it.');
}

/** Half a copy is taken away again; a migration that is killed is undone by its database. */
function stopOnSignal(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => stopped.abort(new IntakeError('Unavailable', 'Stopped; nothing was kept.')));
  }
}

const told = new Map<string, number>();

/** Tells each table once and long ones again, and ends the work when somebody wants to stop. */
function onProgress({ what, done }: Progress): void {
  stopped.signal.throwIfAborted();
  const step = Math.floor(done / PROGRESS_STEP);
  if (told.get(what) === step) return;
  told.set(what, step);
  console.error(`  ${what}: ${done} so far`);
}

function printTables(tables: readonly CopiedTable[]): void {
  for (const { table, rows } of tables) console.log(`  ${String(rows).padStart(10)}  ${table}`);
}

async function run(): Promise<void> {
  const { words, check, help } = readCommandLine();
  const [command, ...rest] = words;
  if (command === undefined || help) return console.log(USAGE);
  if (check && command !== 'migrate') throw new WrongUse('--check belongs to migrate.');
  if (command === 'migrate') return runMigrate(rest, check);
  if (command === 'copy') return runCopy(rest);
  if (command === 'backup') return runBackup(rest);
  throw new WrongUse('There is no such command.');
}

try {
  await run();
} catch (error) {
  const words = error instanceof Error ? error.message : String(error);
  if (error instanceof WrongUse) console.error(`${words}\n${USAGE}`);
  else console.error(error instanceof IntakeError ? words : withoutPasswords(words));
  process.exitCode = error instanceof WrongUse ? WRONG_USE : FAILED;
}
