import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import { IntakeError } from '../domain/errors.ts';
import type { Log } from '../log.ts';
import type { DatabaseAddress } from './database-address.ts';
import type { StorageDialect } from './dialect.ts';
import { createPostgresDialect } from './postgres-dialect.ts';
import { openPool, POSTGRES_LIMITS } from './postgres-pool.ts';
import type { Tables } from './schema.ts';
import { type OpenSqlite, openSqlite } from './sqlite-database.ts';
import { createSqliteDialect, sqliteFailure } from './sqlite-dialect.ts';

/** A database for work on the whole of it: nothing is migrated, and nothing ends it but `db.destroy()`. */
export interface OpenDatabase {
  readonly address: DatabaseAddress;
  readonly db: Kysely<Tables>;
  readonly dialect: StorageDialect;
}

/** How a database is opened. */
export interface OpenOptions {
  /** `read` changes nothing and wants the file of a SQLite database to be there; `write` creates folder and file. */
  readonly access: 'read' | 'write';
  readonly log: Log;
  /** How long a statement waits for a lock on a file that another process holds. */
  readonly busyTimeoutMs?: number;
  /** How long a connection to a server may take. */
  readonly connectMs?: number;
}

/** Work on a whole database may wait this long for what an instance has only milliseconds for. */
const BUSY_TIMEOUT_MS = 10_000;

/** A change or copy of a large table takes as long as it takes, and others wait for it. */
const PATIENT = { statementMs: 0, lockMs: 0, idleTransactionMs: 0, connections: 2 };

/**
 * Opens a database for a migration, a copy or, as a file, for the store. A server is connected to at the first statement.
 * @throws IntakeError `Unavailable` with the next step when a file cannot be used
 */
export function openDatabase(address: DatabaseAddress, options: OpenOptions): OpenDatabase {
  const dialect =
    address.engine === 'sqlite'
      ? createSqliteDialect(openFile(address.path, options))
      : createPostgresDialect(openPatientPool(address.url, options), 'whole-database');
  return { address, dialect, db: new Kysely<Tables>({ dialect: dialect.kysely }) };
}

/** Its values are not checked: the catalogue is asked with booleans, and what is copied has a check of its own. */
function openPatientPool(url: string, { log, connectMs = POSTGRES_LIMITS.connectMs }: OpenOptions) {
  return openPool(url, { ...POSTGRES_LIMITS, ...PATIENT, connectMs }, log, (values) => [...values]);
}

function openFile(path: string, { access, busyTimeoutMs = BUSY_TIMEOUT_MS }: OpenOptions): OpenSqlite {
  if (access === 'write') createFile(path);
  else if (!existsSync(path)) throw new IntakeError('Unavailable', 'There is no such file; correct the path.');
  try {
    return openSqlite(path, busyTimeoutMs, access);
  } catch (error) {
    throw sqliteFailure(error) ?? error;
  }
}

/** The file holds names, phone numbers and conversations: nobody else's eyes, also in a folder that everybody may enter. */
function createFile(path: string): void {
  const folder = dirname(path);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new IntakeError(
      'Unavailable',
      `The folder ${folder} of the database cannot be created; create it or set DATABASE_URL to another path.`,
      { cause },
    );
  }
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch {
    // The engine says more about what is wrong with a path, and opens a file that can only be read.
  }
}
