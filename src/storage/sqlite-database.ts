import { DatabaseSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { bindable } from './codec.ts';

/** Statements kept ready; preparing costs more than most of them take to run, and the product has well under this many. */
const KEPT_STATEMENTS = 200;

/** The part of better-sqlite3 that Kysely speaks, over node:sqlite, and whether a transaction is open. */
export interface OpenSqlite extends SqliteDatabase {
  readonly inTransaction: () => boolean;
}

/**
 * Opens a database file for safe writing: a commit is on the disk when it returns (`synchronous=FULL`), readers of other
 * processes are not blocked (WAL), and a lock of another process is waited for at most `busyTimeoutMs`.
 * @param path of the file, or `:memory:`
 * @throws the engine's own error, with its number in `errcode`
 */
export function openSqlite(path: string, busyTimeoutMs: number): OpenSqlite {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
  try {
    database.exec('pragma journal_mode = wal; pragma synchronous = full;');
  } catch (error) {
    database.close();
    throw error;
  }
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    inTransaction: () => database.isTransaction,
    prepare: (sql) => {
      const known = kept.get(sql);
      if (known) return known;
      const statement = prepare(database, sql);
      const [oldest] = kept.keys();
      if (kept.size >= KEPT_STATEMENTS && oldest !== undefined) kept.delete(oldest);
      kept.set(sql, statement);
      return statement;
    },
  };
}

function prepare(database: DatabaseSync, sql: string): SqliteStatement {
  const statement = database.prepare(sql);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...bindable(parameters)),
    run: (parameters) => statement.run(...bindable(parameters)),
    iterate: (parameters) => statement.iterate(...bindable(parameters)),
  };
}
