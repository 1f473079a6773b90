import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { PostgresDialect, type PostgresPool, type SqlBool, sql } from 'kysely';
import type { StorageDialect } from './dialect.ts';
import { passingFailure, postgresFailure } from './postgres-failure.ts';

/** By this channel instances tell each other which conversations have grown. */
export const CHANGES_CHANNEL = 'conversation_changes';

/** As long as a server needs to restart, and short enough for the person who waits. */
const PATIENCE_MS = 9_000;
/** The pauses stay short, so that work goes on soon after the server is back. */
const BACKOFF = { initialDelay: 25, maxDelay: 500 };

/**
 * PostgreSQL over a pool of connections.
 * @param instance id of this instance, sent along with each announcement so that it can pass over its own
 * @param onRetry told each repetition with its reason, for the metrics
 * @param patienceMs milliseconds after which work that keeps failing is not begun again
 */
export function createPostgresDialect(
  pool: PostgresPool,
  instance: string,
  onRetry: (reason: string) => void = () => undefined,
  patienceMs = PATIENCE_MS,
): StorageDialect {
  const backoff = new ExponentialBackoff(BACKOFF);

  function persist<Result>(work: () => Promise<Result>): Promise<Result> {
    const started = performance.now();
    // By time and not by number: an attempt may fail at once, or wait for seconds until it is given a connection.
    const mayPass = (error: unknown) => passingFailure(error) !== null && performance.now() - started < patienceMs;
    const policy = retry(handleWhen(mayPass), { maxAttempts: Number.POSITIVE_INFINITY, backoff });
    policy.onRetry((event) => onRetry(('error' in event ? passingFailure(event.error) : null) ?? 'other'));
    return policy.execute(work);
  }

  return {
    kysely: new PostgresDialect({ pool }),
    // The order of the bytes, as SQLite sorts: that of a language would page the staff list differently on each server.
    columns: { text: sql`text collate "C"`, json: 'text', integer: 'integer', bytes: 'bytea' },
    locksRows: true,
    failure: postgresFailure,
    persist,
    transaction: (db, work) => db.transaction().execute(work),
    opened: () => undefined,
    // The server has done so before it answers a commit.
    flush: async () => undefined,
    announce: async (transaction, conversationId) => {
      await sql`select pg_notify(${CHANGES_CHANNEL}, ${`${instance} ${conversationId}`})`.execute(transaction);
    },
    // Each instance holds a lock of its own name for as long as it lives; who gets that lock has outlived it.
    isGone: (holder, self) =>
      sql<SqlBool>`(${holder} <> ${self} and pg_try_advisory_xact_lock(hashtextextended(${holder}, 0)))`,
  };
}
