import { type Kysely, sql } from 'kysely';
import { IntakeError } from '../domain/errors.ts';
import type { Log } from '../log.ts';
import { ALL_TABLES, type AnyRow, COPIED_TABLES, checkFit, nameRow, withoutInstance } from './copied-tables.ts';
import type { DatabaseAddress } from './database-address.ts';
import { isSameDatabase } from './database-name.ts';
import { migrate, newerVersion, readSteps } from './migrate.ts';
import { namingFailures, reasonOf } from './named-failure.ts';
import type { OpenDatabase } from './open-database.ts';
import type { Tables } from './schema.ts';
import { readTableColumns, type TableColumn } from './table-columns.ts';
import { countRows, createPageWriter, hasRows, readPage, type TablePages } from './table-pages.ts';
import { useDatabase } from './use-database.ts';

/** How many rows of a table are in a copy. */
export interface CopiedTable {
  readonly table: string;
  readonly rows: number;
}

/** How far work has come: `what` is a table, or pages of a file. */
export interface Progress {
  readonly what: string;
  readonly done: number;
}

/** A copy from one database into another. */
export interface CopyOrder {
  readonly from: DatabaseAddress;
  readonly to: DatabaseAddress;
  readonly log: Log;
  /** Whether tables of an older version are copied as they are; otherwise they have to be brought to this version first. */
  readonly acceptsOlder?: boolean;
  /** Told after each page how much has been written; what it throws ends the copy. */
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * Copies everything that was committed at one moment into an empty database, in one transaction there: whatever ends it,
 * the other database is as it was. `from` may be in use meanwhile; what is written to it later is not in the copy.
 * Leases and claims stay behind, see {@link withoutInstance}.
 * @returns the tables in the order in which they were written, with rows that were counted again on both sides
 * @throws IntakeError `InvalidConfiguration` for tables of another version or the same address twice, `Conflict` when `to`
 *   holds rows, `InvalidInput` for a row that cannot be kept, `Unavailable` when a database cannot be used; each names the
 *   database, and the row where it is about one
 */
export async function copyDatabase(order: CopyOrder): Promise<readonly CopiedTable[]> {
  const { from, to, log } = order;
  if (isSameDatabase(from, to)) {
    throw new IntakeError(
      'InvalidConfiguration',
      'Both addresses mean the same database; name another one to copy to.',
    );
  }
  return useDatabase(from, { access: 'read', log }, (source) =>
    inSnapshot(source, async (reading) => {
      const version = await namingFailures(source, () => readVersion(reading, source, order));
      return useDatabase(to, { access: 'write', log }, async (target) => {
        const tables = await target.db.transaction().execute(async (writing) => {
          await prepare(writing, target, version);
          return copyTables({ ...order, source, target, reading, writing });
        });
        await target.dialect.flush();
        return tables;
      });
    }),
  );
}

/** Everything read inside is of one moment: SQLite's is the first read, PostgreSQL's the first statement. */
function inSnapshot<Result>(
  { address, db }: OpenDatabase,
  work: (reading: Kysely<Tables>) => Promise<Result>,
): Promise<Result> {
  const begin = address.engine === 'sqlite' ? 'begin' : 'begin isolation level repeatable read, read only';
  return db.connection().execute(async (reading) => {
    await sql.raw(begin).execute(reading);
    try {
      return await work(reading);
    } finally {
      // Where the connection is lost, the server has ended the transaction by itself.
      await sql`rollback`.execute(reading).catch(() => undefined);
    }
  });
}

async function readVersion(
  reading: Kysely<Tables>,
  { dialect }: OpenDatabase,
  { acceptsOlder = false }: CopyOrder,
): Promise<string> {
  const { done, pending, unknown } = await readSteps(reading, dialect);
  if (unknown.length > 0) throw newerVersion();
  const version = done.at(-1);
  if (version === undefined) throw foreign();
  if (pending.length === 0 || acceptsOlder) return version;
  throw new IntakeError(
    'InvalidConfiguration',
    'Its tables are those of an older version; make a backup, then bring them to this version with npm run db -- migrate.',
  );
}

/** The refusal of a database in which this product never was. */
export function foreign(): IntakeError {
  return new IntakeError('InvalidConfiguration', 'It holds no tables of this product; correct the address.');
}

async function prepare(writing: Kysely<Tables>, target: OpenDatabase, version: string): Promise<void> {
  await migrate(writing, target.dialect, version);
  const present = await readTableColumns(writing);
  const tables = ALL_TABLES.filter((table) => present.has(table));
  if (target.address.engine === 'postgres') {
    // An instance that runs on the target already would write between the pages.
    const names = sql.join(tables.map((table) => sql.table(table)));
    await sql`lock table ${names} in share row exclusive mode`.execute(writing);
  }
  for (const table of tables) {
    if (!(await hasRows(writing, table))) continue;
    throw new IntakeError('Conflict', `It has rows in ${table} already; name an empty database. Nothing was changed.`);
  }
}

/** A copy under way: both databases, each with the transaction in which it is used. */
interface RunningCopy extends CopyOrder {
  readonly source: OpenDatabase;
  readonly target: OpenDatabase;
  readonly reading: Kysely<Tables>;
  readonly writing: Kysely<Tables>;
}

async function copyTables(copy: RunningCopy): Promise<readonly CopiedTable[]> {
  const present = await readTableColumns(copy.writing);
  const copied: CopiedTable[] = [];
  for (const { table, key } of COPIED_TABLES) {
    const columns = present.get(table);
    // An older version may not have it yet.
    if (!columns) continue;
    const pages = { table, key, columns: columns.map(({ name }) => name) };
    copied.push({ table, rows: await copyTable(copy, pages, columns) });
  }
  if (copy.target.address.engine === 'postgres') {
    // A server plans by what it knows of its tables, and of these it knows nothing yet.
    await sql`analyze ${sql.join(copied.map(({ table }) => sql.table(table)))}`.execute(copy.writing);
  }
  return copied;
}

async function copyTable(copy: RunningCopy, pages: TablePages, columns: readonly TableColumn[]): Promise<number> {
  const { source, reading, writing, onProgress } = copy;
  const { table, key } = pages;
  const write = createPageWriter(writing, pages);
  const read = (last: AnyRow | null) =>
    namingFailures(
      source,
      () => readPage(reading, pages, last),
      () => `Reading ${table} after ${last ? nameRow(key, last) : 'its start'}`,
    );
  let rows = 0;
  for (let page = await read(null); page.length > 0; page = await read(page.at(-1) ?? null)) {
    const current = page;
    await namingFailures(source, () => checkFit(pages, columns, current));
    await writePage(
      copy,
      pages,
      write,
      current.map((row) => withoutInstance(table, row)),
    );
    rows += current.length;
    onProgress?.({ what: table, done: rows });
  }
  const there = await namingFailures(source, () => countRows(reading, table));
  const here = await countRows(writing, table);
  if (there === rows && here === rows) return rows;
  throw new IntakeError(
    'Unavailable',
    `${table} has ${there} rows, ${rows} were read and ${here} written; nothing was kept. Check the indexes of both databases and copy again.`,
  );
}

/** Where the engine refuses a page for what is in it, its rows are tried one by one, so that somebody can find the one. */
async function writePage(
  { target, writing }: RunningCopy,
  { table, key }: TablePages,
  write: (rows: readonly AnyRow[]) => Promise<void>,
  page: readonly AnyRow[],
): Promise<void> {
  await sql`savepoint page`.execute(writing);
  try {
    await write(page);
  } catch (error) {
    if (target.dialect.failure(error)?.code === 'Unavailable') throw error;
    await sql`rollback to savepoint page`.execute(writing);
    for (const row of page) await write([row]).catch((cause: unknown) => refuse(table, nameRow(key, row), cause));
  }
  await sql`release savepoint page`.execute(writing);
}

function refuse(table: string, row: string, cause: unknown): never {
  throw new IntakeError(
    'InvalidInput',
    `The row ${row} of ${table} cannot be written (${reasonOf(cause)}). Correct it where it comes from and copy again; nothing was written.`,
    { cause },
  );
}
