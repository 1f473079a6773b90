import type { DatabaseAddress } from './database-address.ts';
import { namingFailures } from './named-failure.ts';
import { type OpenDatabase, type OpenOptions, openDatabase } from './open-database.ts';

/**
 * Opens a database for some work and closes it whatever happens.
 * @throws IntakeError with the name of the database in front, see {@link namingFailures}
 */
export async function useDatabase<Result>(
  address: DatabaseAddress,
  options: OpenOptions,
  work: (database: OpenDatabase) => Promise<Result>,
): Promise<Result> {
  const unopened = { address, dialect: { failure: () => null } };
  const database = await namingFailures(unopened, () => openDatabase(address, options));
  try {
    return await namingFailures(database, () => work(database));
  } finally {
    await database.db.destroy();
  }
}
