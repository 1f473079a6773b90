import { createHash } from 'node:crypto';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { type Log, withoutLogFields } from '../log.ts';
import { bindable } from './codec.ts';
import { spoilsConnection } from './postgres-failure.ts';

/** How many connections one instance takes, and how long anything may last, in milliseconds. */
export interface PostgresLimits {
  readonly connections: number;
  /** Until a connection is free or made. */
  readonly connectMs: number;
  /** One statement, told to the server, which then stops it; 0 for as long as it takes. */
  readonly statementMs: number;
  readonly lockMs: number;
  /** An open transaction in which nothing happens: an instance that hangs must not hold its locks. */
  readonly idleTransactionMs: number;
}

/** The limits in force where none are given: a person waits at most 15 seconds, so nothing here may take as long. */
export const POSTGRES_LIMITS: PostgresLimits = {
  connections: 10,
  connectMs: 5_000,
  statementMs: 10_000,
  lockMs: 5_000,
  idleTransactionMs: 10_000,
};

const INT8 = 20;

/** Settings of every connection of the product, also of the one that listens. */
export function connectionOptions(databaseUrl: string, limits: PostgresLimits): pg.ClientConfig {
  return {
    connectionString: databaseUrl,
    application_name: 'support-intake-bot',
    connectionTimeoutMillis: limits.connectMs,
    statement_timeout: limits.statementMs,
    lock_timeout: limits.lockMs,
    idle_in_transaction_session_timeout: limits.idleTransactionMs,
    // A server that vanished without a word would keep its clients waiting for minutes.
    query_timeout: limits.statementMs === 0 ? 0 : limits.statementMs + 2_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: {
      // A count comes as int8, which node-postgres hands over as text.
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 ? Number : pg.types.getTypeParser(oid, format === 'binary' ? 'binary' : 'text'),
    },
  };
}

/**
 * The connections of one instance as Kysely wants them: values are checked before they are bound, and each statement is
 * prepared once a connection, because planning costs more than running most of them.
 * @param bind checks the values; the migrator asks the catalogue with booleans, which our own statements may not
 */
export function openPool(
  databaseUrl: string,
  limits: PostgresLimits,
  log: Log,
  bind: (values: readonly unknown[]) => unknown[] = bindable,
): PostgresPool {
  const pool = new pg.Pool({ ...connectionOptions(databaseUrl, limits), max: limits.connections });
  // An idle connection that the server closes reports here; unheard, it would end the process.
  // Told without the ids of the turn in which the connection happened to be opened.
  pool.on('error', (err) =>
    withoutLogFields(() => log.warn({ err }, 'an idle database connection was lost; the next statement opens another')),
  );
  // Lost while it is in use, a connection tells this besides failing its statement, and the pool listens to idle ones only.
  // From its first moment: the server's goodbye may come in one packet with its welcome.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const nameOf = createStatementNames();
  // One wrapper a connection: Kysely knows its connections by identity.
  const wrapped = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    options: {},
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect();
      const wrapper = wrapped.get(client) ?? preparing(client, nameOf, bind);
      wrapped.set(client, wrapper);
      return wrapper;
    },
  };
}

function preparing(
  client: pg.PoolClient,
  nameOf: (text: string) => string | undefined,
  bind: (values: readonly unknown[]) => unknown[],
): PostgresPoolClient {
  let isSpoilt = false;
  // Kysely leaves the type of a row to its caller, and asks for cursors only where rows are streamed, which nothing here does.
  // biome-ignore lint/suspicious/noExplicitAny: the overloads of PostgresPoolClient.query cannot be met without it
  const query = (text: any, parameters: readonly unknown[] = []): any =>
    client.query({ name: nameOf(text), text, values: bind(parameters) }).catch((error: unknown) => {
      isSpoilt ||= spoilsConnection(error);
      throw error;
    });
  return { query, release: (destroy?: boolean) => client.release(destroy === true || isSpoilt) };
}

/** Lists with a varying number of values make new texts; beyond this many they are planned each time. */
const MOST_NAMES = 500;
/** A list of hundreds of values is rare work, and each length of it would lie in the memory of the server, once a connection. */
const LONGEST_NAMED = 1_000;

function createStatementNames(): (text: string) => string | undefined {
  const names = new Map<string, string>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined) return known;
    if (names.size >= MOST_NAMES || text.length > LONGEST_NAMED) return undefined;
    const name = `s${createHash('sha1').update(text).digest('hex').slice(0, 24)}`;
    names.set(text, name);
    return name;
  };
}
