import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Kysely } from 'kysely';
import { IntakeError } from '../domain/errors.ts';
import type { Store } from '../domain/ports.ts';
import { migrate } from './migrate.ts';
import type { Tables } from './schema.ts';
import { createSqlStore } from './sql-store.ts';
import { type OpenSqlite, openSqlite } from './sqlite-database.ts';
import { createSqliteDialect, sqliteFailure } from './sqlite-dialect.ts';

/**
 * How long a statement waits for a lock that another process holds. node:sqlite waits without giving the event loop back,
 * so this is also how long everybody may stand still; a lock of a healthy process lasts milliseconds.
 */
const BUSY_TIMEOUT_MS = 2000;

/**
 * Opens the store that a database address names, creating folder, file and tables where they are missing.
 * @param databaseUrl `file:` and a path, relative to the working directory or absolute, for instance `file:./data/intake.db`
 * @throws IntakeError `InvalidConfiguration` for an address that is not supported or tables of a newer version,
 *   `Unavailable` with the next step when the file cannot be used
 */
export async function openStore(databaseUrl: string, { busyTimeoutMs = BUSY_TIMEOUT_MS } = {}): Promise<Store> {
  const database = openFile(sqlitePath(databaseUrl), busyTimeoutMs);
  const dialect = createSqliteDialect(database);
  const db = new Kysely<Tables>({ dialect: dialect.kysely });
  try {
    await migrate(db, dialect);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return createSqlStore(db, dialect);
}

function sqlitePath(databaseUrl: string): string {
  const [, path] = /^file:([^?#\0]+)$/i.exec(databaseUrl) ?? [];
  if (path === undefined || path.endsWith('/')) {
    // Only the scheme is told: the rest of an address may hold a password.
    const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(databaseUrl)?.[0] ?? 'an address without a scheme';
    throw new IntakeError(
      'InvalidConfiguration',
      `DATABASE_URL (${scheme}) is not supported; use file: and the path of a SQLite file, for instance file:./data/intake.db.`,
    );
  }
  return path.startsWith('//') ? fromFileUrl(databaseUrl) : resolve(path);
}

function fromFileUrl(databaseUrl: string): string {
  try {
    return fileURLToPath(databaseUrl);
  } catch (cause) {
    throw new IntakeError(
      'InvalidConfiguration',
      'DATABASE_URL names a file of another host; use file:/absolute/path.',
      {
        cause,
      },
    );
  }
}

function openFile(path: string, busyTimeoutMs: number): OpenSqlite {
  const folder = dirname(path);
  try {
    // The file holds names, phone numbers and conversations: nobody else's eyes.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new IntakeError(
      'Unavailable',
      `The folder ${folder} of the database cannot be created; create it or set DATABASE_URL to another path.`,
      { cause },
    );
  }
  try {
    return openSqlite(path, busyTimeoutMs);
  } catch (error) {
    throw sqliteFailure(error) ?? error;
  }
}
