import type { Dialect, Expression, Kysely, SqlBool } from 'kysely';
import type { IntakeError } from '../domain/errors.ts';
import type { Tables } from './schema.ts';

/** SQL types of the columns, written out by the engine so that text sorts by code unit and numbers come back as numbers. */
export interface ColumnTypes {
  /** Text that is compared and sorted byte by byte. */
  readonly text: 'text' | Expression<string>;
  /** JSON text: the stored words are the ones that were written, also what a JSON type would refuse. */
  readonly json: 'text';
  /** A whole number of at most 31 bits. */
  readonly integer: 'integer';
  /** Bytes as they are. */
  readonly bytes: 'blob' | 'bytea';
}

/** All that differs between the engines; migrations and repositories know nothing else of them. */
export interface StorageDialect {
  readonly kysely: Dialect;
  readonly columns: ColumnTypes;
  /** Whether a select can lock the rows it found and pass over those that others have locked. */
  readonly locksRows: boolean;
  /** The engine's failure in the product's words, or null for a fault of the program that nobody can do anything about. */
  failure(error: unknown): IntakeError | null;
  /** Runs work that may be repeated as a whole, again after failures that pass by themselves. */
  persist<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Runs work in a transaction that is begun for writing; what it is given is all that the work may use. */
  transaction<Result>(db: Kysely<Tables>, work: (transaction: Kysely<Tables>) => Promise<Result>): Promise<Result>;
  /** Told the database once it is open. */
  opened(db: Kysely<Tables>): void;
  /** Resolves when what was committed before the call survives a power cut. */
  flush(): Promise<void>;
  /** Tells other instances, as part of the transaction, that a conversation has grown. */
  announce(transaction: Kysely<Tables>, conversationId: string): Promise<void>;
  /** Whether the instance that a column names does not run any more; `self` is always taken for running. */
  isGone(holder: Expression<string | null>, self: string): Expression<SqlBool>;
}
