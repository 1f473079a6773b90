import { z } from 'zod';
import { type ErrorCode, IntakeError } from '../domain/errors.ts';

const engineErrorSchema = z.object({ code: z.string(), message: z.string() });

/** Codes of "PostgreSQL Error Codes" (appendix A), by their first two characters or in full. */
const FAILURES: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  '23505': ['Conflict', 'The same thing was stored a moment ago; load it again.'],
  '08': ['Unavailable', 'The connection to the database was lost; try again.'],
  '28': ['Unavailable', 'The database refuses this user; check user and password in DATABASE_URL.'],
  '3D': ['Unavailable', 'The database does not exist; create it or correct its name in DATABASE_URL.'],
  '40': ['Unavailable', 'Other instances change the same rows all the time; try again.'],
  '42501': ['Unavailable', 'The user of DATABASE_URL may not do this; let it own its schema.'],
  '53': ['Unavailable', 'The database is out of connections, memory or disk space; make room and try again.'],
  '54': ['InvalidInput', 'An id or a text of this is longer than the database can keep; nothing was stored.'],
  '55': ['Unavailable', 'A row was locked for too long by another program; try again.'],
  '57': ['Unavailable', 'The database is stopping or took too long for a statement; try again.'],
  '58': ['Unavailable', 'The database has trouble with its own files; look at its log.'],
  '0A000': ['Unavailable', 'The tables were changed by another version; try again, or start this version again.'],
  '25P03': ['Unavailable', 'A transaction stood still for too long and was ended; try again.'],
  '25006': ['Unavailable', 'The database can only be read, as a standby can; set DATABASE_URL to the primary.'],
};

/** Codes of node:net and node:tls, and what node-postgres says without any code. */
const NETWORK =
  /^(ECONN\w+|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET\w*|ERR_TLS\w*|CERT_\w+|DEPTH_\w+|SELF_SIGNED\w+|UNABLE_TO\w+)$/;
const CONNECTION_LOST =
  /^(Connection terminated|Client has encountered a connection error|timeout expired|timeout exceeded when trying to connect|Query read timeout|The server does not support SSL|Client was closed)/;
/** What node-postgres says when the server asks for a password and it has none, or gets an answer that proves nothing. */
const REFUSED_BEFORE_ASKING = /^SASL: /;
const UNREACHABLE = 'The database cannot be reached; check that it runs and that DATABASE_URL names it.';

/** A prepared statement whose result another version has changed with its tables, while this one is still running. */
const OUTDATED_STATEMENT = '0A000';

/** Serialisation failure, deadlock, an outdated statement, and the ways a server says that it is full, going down or not up yet. */
const PASSING = new Set([
  '40001',
  '40P01',
  OUTDATED_STATEMENT,
  '25P03',
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08003',
  '08006',
  '53300',
]);

/**
 * What an error of PostgreSQL means for the caller.
 * @returns `Conflict` for a row that is already there, `InvalidInput` for what is too long for it, `Unavailable` with the next
 *   step where the database cannot serve, null for everything else
 */
export function postgresFailure(error: unknown): IntakeError | null {
  if (isConnectionLost(error)) return new IntakeError('Unavailable', UNREACHABLE, { cause: error });
  if (error instanceof Error && REFUSED_BEFORE_ASKING.test(error.message)) return refusal('28', error);
  const { data } = engineErrorSchema.safeParse(error);
  return data ? refusal(data.code, error) : null;
}

function refusal(code: string, cause: unknown): IntakeError | null {
  const known = FAILURES[code] ?? FAILURES[code.slice(0, 2)];
  return known ? new IntakeError(known[0], known[1], { cause }) : null;
}

/**
 * Whether the same statements will work in a moment: two transactions got in each other's way, or the server restarts.
 * @returns the reason as a label of the metrics, or null
 */
export function passingFailure(error: unknown): 'conflict' | 'connection' | null {
  if (isConnectionLost(error)) return 'connection';
  const { data } = engineErrorSchema.safeParse(error);
  if (!data || !PASSING.has(data.code)) return null;
  return data.code.startsWith('40') ? 'conflict' : 'connection';
}

/**
 * Whether a connection on which this happened is of no more use: it may still owe the answer that was given up, or all that
 * was prepared on it is outdated.
 */
export function spoilsConnection(error: unknown): boolean {
  return isConnectionLost(error) || engineErrorSchema.safeParse(error).data?.code === OUTDATED_STATEMENT;
}

function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // Several addresses of one host fail together.
  if (error instanceof AggregateError) return error.errors.every(isConnectionLost);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return NETWORK.test(code) || CONNECTION_LOST.test(error.message);
}
