import { type CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import type { AnyRow, KeyColumns } from './copied-tables.ts';
import type { Tables } from './schema.ts';

/** What a table is read and written by. */
export interface TablePages {
  readonly table: string;
  readonly key: KeyColumns;
  /** Names of the columns that are read and written. */
  readonly columns: readonly string[];
}

/**
 * Rows held at once. The largest hold a message or a piece of a file of 256 KiB, so that a page is at most some 25 MB, and of usual ones it is
 * large enough that the way to the server is not what a copy waits for.
 */
const PAGE_ROWS = 100;

/** The rows after one of them by the order of the key, or the first ones; at most {@link PAGE_ROWS}. */
export async function readPage(
  db: Kysely<Tables>,
  { table, key, columns }: TablePages,
  after: AnyRow | null,
): Promise<readonly AnyRow[]> {
  const start = after === null ? sql`` : sql`where (${names(key)}) > (${sql.join(key.map((column) => after[column]))})`;
  const page = sql<AnyRow>`select ${names(columns)} from ${sql.table(table)} ${start}
    order by ${names(key)} limit ${PAGE_ROWS}`;
  return (await page.execute(db)).rows;
}

/**
 * A function that inserts rows in one statement. What it builds for a number of rows is kept for the next ones of as many:
 * building a statement for a page costs more than the engine takes to run it.
 */
export function createPageWriter(
  db: Kysely<Tables>,
  { table, columns }: TablePages,
): (rows: readonly AnyRow[]) => Promise<void> {
  const kept = new Map<number, CompiledQuery>();
  return async (rows) => {
    const parameters = rows.flatMap((row) => columns.map((column) => row[column]));
    const known = kept.get(rows.length);
    const compiled = known ?? insertion(table, columns, rows).compile(db);
    if (!known) kept.set(rows.length, compiled);
    await db.executeQuery({ ...compiled, parameters });
  };
}

/** How many rows a table has. */
export async function countRows(db: Kysely<Tables>, table: string): Promise<number> {
  const { rows } = await sql`select count(*) as rows from ${sql.table(table)}`.execute(db);
  return countSchema.parse(rows)[0].rows;
}

/** Whether a table has any row; quick also where counting them takes minutes. */
export async function hasRows(db: Kysely<Tables>, table: string): Promise<boolean> {
  return (await sql`select 1 as found from ${sql.table(table)} limit 1`.execute(db)).rows.length > 0;
}

const countSchema = z.tuple([z.object({ rows: z.int() })]);

function insertion(table: string, columns: readonly string[], rows: readonly AnyRow[]): RawBuilder<unknown> {
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`);
  return sql`insert into ${sql.table(table)} (${names(columns)}) values ${sql.join(values)}`;
}

function names(columns: readonly string[]): RawBuilder<unknown> {
  return sql.join(columns.map((column) => sql.ref(column)));
}
