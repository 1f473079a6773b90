import { type ErrorCode, IntakeError } from '../domain/errors.ts';
import type { DatabaseAddress } from './database-address.ts';
import { nameDatabase, withoutPasswords } from './database-name.ts';
import type { StorageDialect } from './dialect.ts';

/** A failure whose sentence begins with the database in which it happened. */
class NamedFailure extends IntakeError {}

/**
 * Runs work on one of several databases, so that its failures tell in which one they happened. Inside other such work the
 * innermost name stays.
 * @param doing what is tried, for failures that are in no list of known ones; without it these are thrown as they are
 * @throws IntakeError with the name of the database in front
 */
export async function namingFailures<Result>(
  { address, dialect }: { readonly address: DatabaseAddress; readonly dialect: Pick<StorageDialect, 'failure'> },
  work: () => Promise<Result> | Result,
  doing?: () => string,
): Promise<Result> {
  const named = (code: ErrorCode, sentence: string, cause: unknown) =>
    new NamedFailure(code, `${nameDatabase(address)}: ${sentence}`, { cause });
  try {
    return await work();
  } catch (error) {
    if (error instanceof NamedFailure) throw error;
    const known = error instanceof IntakeError ? error : dialect.failure(error);
    if (known) throw named(known.code, known.message, error);
    if (doing) throw named('Unavailable', `${doing()} failed (${reasonOf(error)}).`, error);
    throw error;
  }
}

/** What an engine says of a failure, for people; PostgreSQL keeps the values of rows out of this part. */
export function reasonOf(error: unknown): string {
  return withoutPasswords(error instanceof Error ? error.message : String(error));
}
