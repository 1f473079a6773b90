import pg from 'pg';
import { z } from 'zod';

/** A connection to a database as another program has one. */
export interface PostgresSession {
  /** Runs one statement and gives its rows. */
  rows(statement: string, values?: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** The first value of the first row, as text. */
  value(statement: string, values?: readonly unknown[]): Promise<string>;
  close(): Promise<void>;
}

const rowsSchema = z.array(z.record(z.string(), z.unknown()));

/**
 * Opens a session of its own, whose end is nobody's failure.
 * @throws the engine's own error when it cannot connect
 */
export async function openSession(databaseUrl: string, options: pg.ClientConfig = {}): Promise<PostgresSession> {
  const client = new pg.Client({ connectionString: databaseUrl, ...options });
  client.on('error', () => undefined);
  await client.connect();
  const rows = async (statement: string, values: readonly unknown[] = []) =>
    rowsSchema.parse((await client.query(statement, [...values])).rows);
  return {
    rows,
    value: async (statement, values) => String(Object.values((await rows(statement, values))[0] ?? {})[0]),
    close: () => client.end(),
  };
}
