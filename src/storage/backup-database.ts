import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type BackupProgressInfo, backup, DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';
import type { Log } from '../log.ts';
import { COPIED_TABLES } from './copied-tables.ts';
import { type CopiedTable, copyDatabase, foreign, type Progress } from './copy-database.ts';
import type { DatabaseAddress } from './database-address.ts';
import { readSteps } from './migrate.ts';
import { namingFailures } from './named-failure.ts';
import { sqliteFailure } from './sqlite-dialect.ts';
import { readTableColumns } from './table-columns.ts';
import { countRows } from './table-pages.ts';
import { useDatabase } from './use-database.ts';

/** A backup of one database. */
export interface Backup {
  readonly address: DatabaseAddress;
  /** Path of the file to make; it may not exist, its folder must. */
  readonly file: string;
  readonly log: Log;
  /** Told now and then how much has been written; what it throws ends the backup. */
  readonly onProgress?: (progress: Progress) => void;
}

/** 1 MB of a file at a time: between two of them the event loop, and with it a wish to stop, has its turn. */
const PAGES_AT_ONCE = 250;
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Writes what was committed at one moment into a SQLite file that the product can be started on, while instances go on
 * writing: a file page by page, a server's tables by {@link copyDatabase}. The file appears under its name only when it
 * is whole and its integrity has been checked; only its owner may read it.
 * @returns how many rows each table has
 * @throws IntakeError `Conflict` for a file that exists, `Unavailable` or `InvalidConfiguration` when the database cannot be
 *   read or the file cannot be written: then no file is left
 */
export async function backupDatabase(order: Backup): Promise<readonly CopiedTable[]> {
  const file = resolve(order.file);
  const part = `${file}.part`;
  reserve(file, part);
  try {
    await (order.address.engine === 'sqlite' ? copyFile(order, order.address.path, part) : copyServer(order, part));
    const tables = await check(order, part);
    renameSync(part, file);
    return tables;
  } catch (error) {
    for (const trace of ['', '-journal', '-wal', '-shm']) rmSync(`${part}${trace}`, { force: true });
    throw error;
  }
}

/** Creates the file that is written to. Whoever else backs up to the same name fails here, and so does who would overwrite. */
function reserve(file: string, part: string): void {
  if (existsSync(file)) throw new IntakeError('Conflict', `${file} exists already; name another file.`);
  try {
    closeSync(openSync(part, 'wx', 0o600));
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null;
    if (code === 'EEXIST') {
      throw new IntakeError(
        'Conflict',
        `${part} exists: a backup is writing it, or was cut off. Delete it if none runs.`,
      );
    }
    const reason = code === 'ENOENT' ? `there is no folder ${dirname(file)}` : String(code ?? cause);
    throw new IntakeError('Unavailable', `${part} cannot be written: ${reason}; name another place.`, { cause });
  }
}

async function copyFile({ address, log, onProgress }: Backup, path: string, part: string): Promise<void> {
  await useDatabase(address, { access: 'read', log }, async ({ db, dialect }) => {
    const { done, unknown } = await readSteps(db, dialect);
    if (done.length + unknown.length === 0) throw foreign();
  });
  await namingFailures({ address, dialect: { failure: sqliteFailure } }, async () => {
    const source = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    try {
      // The engine begins anew whenever another process has written, and would never end beside a busy one; inside a read
      // transaction it sees one moment.
      source.exec('pragma query_only = on; begin');
      source.prepare('select count(*) from sqlite_schema').get();
      const progress = ({ totalPages, remainingPages }: BackupProgressInfo) =>
        onProgress?.({ what: 'pages', done: totalPages - remainingPages });
      const totalPages = await backup(source, part, { rate: PAGES_AT_ONCE, progress });
      // The last step is not told by itself.
      progress({ totalPages, remainingPages: 0 });
    } finally {
      source.close();
    }
  });
}

/** The backup before an upgrade may well be made with the new version. */
async function copyServer({ address, log, onProgress }: Backup, part: string): Promise<void> {
  const to = { engine: 'sqlite', path: part } as const;
  await copyDatabase({ from: address, to, log, acceptsOlder: true, ...(onProgress ? { onProgress } : {}) });
}

/** Makes one plain file of it, which can be read on media that cannot be written to, and looks whether all is there. */
async function check({ log }: Backup, part: string): Promise<readonly CopiedTable[]> {
  const database = new DatabaseSync(part);
  try {
    database.exec('pragma journal_mode = delete');
    const result = integritySchema.parse(database.prepare('pragma integrity_check').get());
    if (result.integrity_check !== 'ok') throw damaged(result.integrity_check);
  } catch (error) {
    throw sqliteFailure(error) ?? error;
  } finally {
    database.close();
  }
  return useDatabase({ engine: 'sqlite', path: part }, { access: 'read', log }, async ({ db }) => {
    const present = await readTableColumns(db);
    const counts: CopiedTable[] = [];
    for (const { table } of COPIED_TABLES) {
      if (present.has(table)) counts.push({ table, rows: await countRows(db, table) });
    }
    return counts;
  });
}

const integritySchema = z.object({ integrity_check: z.string() });

function damaged(finding: string): IntakeError {
  return new IntakeError(
    'Unavailable',
    `The database is damaged (${finding.split('\n')[0]}); no backup was kept. Stop the product and restore an earlier one.`,
  );
}
