import { type Kysely, sql } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, type Migration, Migrator } from 'kysely/migration';
import { IntakeError } from '../domain/errors.ts';
import type { StorageDialect } from './dialect.ts';
import { initial } from './migrations/0001-initial.ts';
import { severalInstances } from './migrations/0002-several-instances.ts';
import { boundedQueue } from './migrations/0003-bounded-queue.ts';
import { waitingTurns } from './migrations/0004-waiting-turns.ts';
import { verificationCodes } from './migrations/0005-verification-codes.ts';
import { incidentFollows } from './migrations/0006-incident-follows.ts';
import { attachments } from './migrations/0007-attachments.ts';
import { recognitions } from './migrations/0008-recognitions.ts';
import type { Tables } from './schema.ts';
import { readTableColumns } from './table-columns.ts';

/** Which steps the tables of a database have seen. */
export interface Steps {
  readonly done: readonly string[];
  /** Steps of this version that are still to come. */
  readonly pending: readonly string[];
  /** Steps that this version does not know: a newer one has made them. */
  readonly unknown: readonly string[];
}

/**
 * Brings the tables to this version, all steps in one transaction; harmless to repeat and to run by two processes at once.
 * @param upTo name of the last step to run, for tables as an older version has them; all where it is left out
 * @returns the names of the steps that were run
 * @throws IntakeError `InvalidConfiguration` when a newer version of the product has already changed the tables,
 *   or the dialect's failure
 */
export async function migrate(db: Kysely<Tables>, dialect: StorageDialect, upTo?: string): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations(dialect) } });
  const { error, results = [] } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo));
  if (error === undefined) return results.map(({ migrationName }) => migrationName);
  if (error instanceof Error && error.message.startsWith('corrupted migrations')) throw newerVersion(error);
  throw dialect.failure(error) ?? error;
}

/** Looks which steps were run, and changes nothing. */
export async function readSteps(db: Kysely<Tables>, dialect: StorageDialect): Promise<Steps> {
  const names = Object.keys(migrations(dialect));
  const seen = (await readTableColumns(db)).has(DEFAULT_MIGRATION_TABLE) ? await readSeen(db) : [];
  return {
    done: names.filter((name) => seen.includes(name)),
    pending: names.filter((name) => !seen.includes(name)),
    unknown: seen.filter((name) => !names.includes(name)),
  };
}

/** The refusal of tables that this version does not understand. */
export function newerVersion(cause?: unknown): IntakeError {
  return new IntakeError(
    'InvalidConfiguration',
    'The database was changed by a newer version; start that version, or restore the backup made before its first start.',
    { cause },
  );
}

/** Written out, not read from the folder: a bundled or half-copied tree must not run fewer steps than it should. */
function migrations({ columns }: StorageDialect): Record<string, Migration> {
  return {
    '0001-initial': initial(columns),
    '0002-several-instances': severalInstances(columns),
    '0003-bounded-queue': boundedQueue(columns),
    '0004-waiting-turns': waitingTurns(columns),
    '0005-verification-codes': verificationCodes(columns),
    '0006-incident-follows': incidentFollows(columns),
    '0007-attachments': attachments(columns),
    '0008-recognitions': recognitions(columns),
  };
}

async function readSeen(db: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(db);
  return rows.map(({ name }) => name);
}
