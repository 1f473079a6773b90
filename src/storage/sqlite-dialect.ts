import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Kysely,
  type QueryResult,
  type SqlBool,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  sql,
} from 'kysely';
import { z } from 'zod';
import { type ErrorCode, IntakeError } from '../domain/errors.ts';
import type { StorageDialect } from './dialect.ts';
import { runDirectly } from './direct-statements.ts';
import type { Tables } from './schema.ts';
import type { OpenSqlite } from './sqlite-database.ts';

/** SQLite over one connection; Kysely's own lock lets one statement or transaction at a time use it. */
export function createSqliteDialect(database: OpenSqlite): StorageDialect {
  const standard = new SqliteDialect({ database });
  const kysely: Dialect = {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => new ImmediateDriver(database),
    createIntrospector: (db) => standard.createIntrospector(db),
    createQueryCompiler: () => standard.createQueryCompiler(),
  };
  return {
    kysely,
    columns: { text: 'text', json: 'text', integer: 'integer', bytes: 'blob' },
    locksRows: false,
    failure: sqliteFailure,
    // What fails here fails for longer than anybody should wait, and a lock was waited for already.
    persist: (work) => work(),
    transaction: (db, work) => writeInTransaction(database, db, work),
    // Between two transactions a statement that answers within its call meets nobody.
    opened: (db) => runDirectly(db, (compiled) => (database.inTransaction() ? null : runStatement(database, compiled))),
    flush: database.flush,
    announce: async () => undefined,
    // A file has one instance: whoever else wrote to it runs no more.
    isGone: (holder, self) => sql<SqlBool>`${holder} <> ${self}`,
  };
}

/**
 * A transaction without the query builder between its statements: the one connection is held from begin to end, and
 * compiled statements run on it directly.
 */
function writeInTransaction<Result>(
  database: OpenSqlite,
  db: Kysely<Tables>,
  work: (transaction: Kysely<Tables>) => Promise<Result>,
): Promise<Result> {
  return db.connection().execute(async (connection) => {
    runDirectly(connection, (compiled) => runStatement(database, compiled));
    database.prepare('begin immediate').run([]);
    try {
      const result = await work(connection);
      database.prepare('commit').run([]);
      return result;
    } catch (error) {
      // A full disk makes SQLite roll back by itself; a second rollback would hide the reason behind its own error.
      if (database.inTransaction()) database.prepare('rollback').run([]);
      throw error;
    }
  });
}

const rowsSchema = z.array(z.custom<never>());

/** As Kysely's own connection answers, and at once. */
function runStatement<Row>(database: OpenSqlite, { sql: text, parameters }: CompiledQuery<Row>): QueryResult<Row> {
  const statement = database.prepare(text);
  if (statement.reader) return { rows: rowsSchema.parse(statement.all(parameters)) };
  const { changes } = statement.run(parameters);
  return { numAffectedRows: BigInt(changes), rows: [] };
}

/** SQLite does undo table changes; Kysely assumes otherwise, and a crash would then leave half a migration behind. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class ImmediateDriver extends SqliteDriver {
  readonly #database: OpenSqlite;

  constructor(database: OpenSqlite) {
    super({ database });
    this.#database = database;
  }

  /** A plain `begin` takes the write lock at the first write, where a second process gets an error at once instead of waiting. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** A full disk makes SQLite roll back by itself; a second rollback would hide the reason behind its own error. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction()) await connection.executeQuery(CompiledQuery.raw('rollback'));
  }
}

const engineErrorSchema = z.object({ errcode: z.int(), message: z.string() });

/** Result codes of sqlite.org/rescode.html; the low byte of an extended code is its family. */
const CONFLICTS = [1555, 2067];
const FAMILIES: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  5: ['Unavailable', 'The database is locked by another program; close that program or try again later.'],
  6: ['Unavailable', 'The database is locked by another statement; try again.'],
  8: ['Unavailable', 'The database can only be read; make its file and folder writable for this user.'],
  10: ['Unavailable', 'The disk failed while the database was used; check the disk and its mount.'],
  11: ['Unavailable', 'The database file is damaged; stop the product and restore a backup.'],
  13: ['Unavailable', 'The disk is full; make room and try again.'],
  14: [
    'Unavailable',
    'The database file cannot be opened; check that its path is a file in a folder that this user may write to.',
  ],
  26: ['Unavailable', 'The file is no SQLite database; set DATABASE_URL to another path.'],
};

/**
 * What an error of node:sqlite means for the caller.
 * @returns `Conflict` for a row that is already there, `Unavailable` with the next step for a locked, read-only, full or
 *   broken file, null for everything else
 */
export function sqliteFailure(error: unknown): IntakeError | null {
  const { data } = engineErrorSchema.safeParse(error);
  if (!data) return null;
  if (CONFLICTS.includes(data.errcode)) {
    return new IntakeError('Conflict', 'The same thing was stored a moment ago; load it again.', { cause: error });
  }
  const family = FAMILIES[data.errcode & 0xff];
  return family ? new IntakeError(family[0], family[1], { cause: error }) : null;
}
