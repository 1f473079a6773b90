import type { Dialect, Expression } from 'kysely';
import type { IntakeError } from '../domain/errors.ts';

/** SQL types of the columns, written out by the engine so that text sorts by code unit and numbers come back as numbers. */
export interface ColumnTypes {
  /** Text that is compared and sorted byte by byte. */
  readonly text: 'text' | Expression<string>;
  /** JSON text: the stored words are the ones that were written, also what a JSON type would refuse. */
  readonly json: 'text';
  /** A whole number of at most 31 bits. */
  readonly integer: 'integer';
}

/** All that differs between the engines; migrations and repositories know nothing else of them. */
export interface StorageDialect {
  readonly kysely: Dialect;
  readonly columns: ColumnTypes;
  /** The engine's failure in the product's words, or null for a fault of the program that nobody can do anything about. */
  failure(error: unknown): IntakeError | null;
}
