import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';
import { sqliteFailure } from './sqlite-dialect.ts';

/** Result code of sqlite.org/rescode.html: another connection has the lock. */
const BUSY = 5;
const lockedSchema = z.object({ errcode: z.literal(BUSY) });

/**
 * Makes this process the only product on a SQLite file: two would each take what the other claimed for left behind. The
 * lock is one of the operating system on an empty file beside the database, which frees it the moment that the process
 * ends, however it ends; who only reads or copies the database does not ask for it. The file stays: deleting it would let
 * a third process lock a new one while the second has the old.
 * @param path of the database, whose folder is there
 * @param waitMs how long another process may take to end, as one that is replaced by this does
 * @returns gives the file up
 * @throws IntakeError `Unavailable` when another process has it, or the lock cannot be had
 */
export function ownFile(path: string, waitMs: number): () => void {
  const beside = `${path}-owner`;
  try {
    // Only where it is missing: to close it would also give up a lock that this process has on it already.
    closeSync(openSync(beside, 'wx', 0o600));
  } catch {
    // It is there, or the engine says more about what is wrong.
  }
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(beside, { timeout: waitMs });
    // Nothing is written, so the file stays empty and no journal lies beside it.
    lock.exec('begin exclusive');
  } catch (error) {
    lock?.close();
    if (lockedSchema.safeParse(error).success) throw taken(error);
    throw sqliteFailure(error) ?? error;
  }
  const held = lock;
  return () => {
    if (held.isOpen) held.close();
  };
}

function taken(cause: unknown): IntakeError {
  return new IntakeError(
    'Unavailable',
    'Another instance runs on the database file of DATABASE_URL; end it first. Several instances need PostgreSQL.',
    { cause },
  );
}
