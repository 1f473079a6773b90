import { DatabaseSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { bindable } from './codec.ts';
import { createLogFlush, type LogFlush } from './log-flush.ts';

/** Statements kept ready; preparing costs more than most of them take to run, and the product has well under this many. */
const KEPT_STATEMENTS = 200;

/** Pages of 4 kB in the log before they are carried over into the file; that holds everybody up, so it is done less often than SQLite would. */
const CHECKPOINT_PAGES = 4000;

/** The part of better-sqlite3 that Kysely speaks, over node:sqlite, and what the store needs besides. */
export interface OpenSqlite extends SqliteDatabase {
  readonly inTransaction: () => boolean;
  /** Resolves when everything that was committed before the call is on the disk. */
  flush(): Promise<void>;
}

/**
 * Opens a database file for safe writing: readers of other processes are not blocked (WAL), and a lock of another process is
 * waited for at most `busyTimeoutMs`. A commit survives the end of the process when it returns, and a power cut after the
 * next `flush`: SQLite would wait for the disk within each commit (`synchronous=FULL`) and hold up everybody meanwhile, the
 * write-ahead log is therefore flushed beside the event loop, once for all turns that wait for it. Checkpoints keep their
 * own flushes (`synchronous=NORMAL`), so the file is whole after a power cut in any case.
 * @param path of the file, or `:memory:`
 * @param access `read` refuses to write and leaves the file in the mode it is in, so that it may be one that cannot be changed
 * @throws the engine's own error, with its number in `errcode`
 */
export function openSqlite(path: string, busyTimeoutMs: number, access: 'read' | 'write' = 'write'): OpenSqlite {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs, enableForeignKeyConstraints: true });
  let log: LogFlush;
  try {
    log = access === 'read' ? readOnly(database) : prepareWriting(database, path);
  } catch (error) {
    database.close();
    throw error;
  }
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => {
      log.close();
      database.close();
    },
    inTransaction: () => database.isTransaction,
    flush: log.flush,
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

const NOTHING_TO_FLUSH: LogFlush = { flush: async () => undefined, close: () => undefined };

function readOnly(database: DatabaseSync): LogFlush {
  database.exec('pragma query_only = on');
  return NOTHING_TO_FLUSH;
}

/** A file system without shared memory, such as some network drives, knows no write-ahead log: there each commit waits itself. */
function prepareWriting(database: DatabaseSync, path: string): LogFlush {
  const { journal_mode: mode } = database.prepare('pragma journal_mode = wal').get() ?? {};
  database.exec(
    `pragma synchronous = ${mode === 'wal' ? 'normal' : 'full'}; pragma wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
  );
  return mode === 'wal' ? createLogFlush(path) : NOTHING_TO_FLUSH;
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
