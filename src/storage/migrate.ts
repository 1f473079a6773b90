import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { IntakeError } from '../domain/errors.ts';
import type { StorageDialect } from './dialect.ts';
import { initial } from './migrations/0001-initial.ts';
import type { Tables } from './schema.ts';

/**
 * Brings the tables to this version, one transaction a step; harmless to repeat and to run by two processes at once.
 * @throws IntakeError `InvalidConfiguration` when a newer version of the product has already changed the tables,
 *   or the dialect's failure
 */
export async function migrate(db: Kysely<Tables>, dialect: StorageDialect): Promise<void> {
  const migrator = new Migrator({
    db,
    // Written out, not read from the folder: a bundled or half-copied tree must not run fewer steps than it should.
    provider: { getMigrations: async () => ({ '0001-initial': initial(dialect.columns) }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && error.message.startsWith('corrupted migrations')) {
    throw new IntakeError(
      'InvalidConfiguration',
      'The database was changed by a newer version; start that version, or restore the backup made before its first start.',
      { cause: error },
    );
  }
  throw dialect.failure(error) ?? error;
}
