import { IntakeError } from '../domain/errors.ts';
import type { Instant } from '../domain/locale.ts';

/** What every engine binds alike; there is no boolean, date or object among them on purpose. */
export type Bindable = string | number | bigint | Uint8Array | null;

/**
 * Checks bind values before an engine sees them. node:sqlite would bind `true` as 1 and NaN as NULL without a word, and
 * PostgreSQL refuses the character NUL that SQLite stores, so a mistake would show as a changed row instead of an error.
 * @throws IntakeError `InvalidInput` for NaN, an infinity, undefined, a boolean, an object or a text that holds NUL
 */
export function bindable(values: readonly unknown[]): Bindable[] {
  return values.map((value, index) => {
    if (value === null || typeof value === 'bigint' || value instanceof Uint8Array) return value;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (typeof value === 'string' && !value.includes('\0')) return value;
    const what =
      value instanceof Date
        ? 'a Date'
        : typeof value === 'string'
          ? 'a text with the character NUL'
          : String(typeof value);
    throw new IntakeError(
      'InvalidInput',
      `Value ${index + 1} cannot be stored: ${what} has to be turned into text or a finite number first.`,
    );
  });
}

/**
 * A value as JSON text for a column.
 * @throws IntakeError `InvalidInput` for what JSON cannot hold as a whole: undefined, a function, a cycle, a bigint
 */
export function toJson(value: unknown): string {
  try {
    const text: string | undefined = JSON.stringify(value);
    if (text !== undefined) return text;
  } catch (cause) {
    throw new IntakeError('InvalidInput', 'A value cannot be stored, because it is no JSON.', { cause });
  }
  throw new IntakeError('InvalidInput', `A value cannot be stored, because ${typeof value} is no JSON.`);
}

/** JSON text of a column read back; `undefined`, which no JSON is, for a text that cannot be read. */
export function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * A moment in the one form that sorts as text: UTC with milliseconds. A moment without milliseconds would sort after the
 * same second with them.
 * @throws IntakeError `InvalidInput` for a text that is no moment
 */
export function toInstant(text: string): Instant {
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime()))
    throw new IntakeError('InvalidInput', `"${text.slice(0, 40)}" is no moment and cannot be stored.`);
  return moment.toISOString();
}

/** The error of a row that this version cannot read: it names the row and holds nothing of what is in it. */
export function unreadableRow(row: string, cause?: unknown): IntakeError {
  const options = cause === undefined ? undefined : { cause };
  return new IntakeError(
    'Unavailable',
    `The stored ${row} cannot be read by this version; correct the row or restore it from a backup.`,
    options,
  );
}
