import { IntakeError } from '../domain/errors.ts';
import { INSTANCE_LOST } from './outgoing-claims.ts';
import type { Tables } from './schema.ts';
import type { TableColumn } from './table-columns.ts';

/** A row of any table as an engine hands it over. */
export type AnyRow = Readonly<Record<string, unknown>>;

/** The columns by which a table's rows are told apart and put in order. */
export type KeyColumns = readonly string[];

type KeysOf<Table> = readonly (keyof Table & string)[];

/**
 * The key of every table, in an order in which no row comes before one that it refers to; null for a table that is not
 * copied. Leases say what running instances are working on, and no instance runs on a copy.
 */
const KEYS: { readonly [Table in keyof Tables]: KeysOf<Tables[Table]> | null } = {
  conversations: ['id'],
  activities: ['conversation_id', 'seq'],
  requests: ['id'],
  request_events: ['request_id', 'seq'],
  deliveries: ['request_id', 'backend'],
  counters: ['tenant', 'name'],
  outgoing_messages: ['id'],
  conversation_leases: null,
  verification_codes: ['id'],
  incident_follows: ['id'],
  attachment_blobs: ['owner', 'sha256'],
  attachment_parts: ['owner', 'sha256', 'part'],
  attachments: ['id'],
  recognitions: ['conversation_id', 'seq'],
};

/** Every table of the product, also those that are not copied. */
export const ALL_TABLES: readonly string[] = Object.keys(KEYS);

/** The tables that are copied, in the order in which they can be written. */
export const COPIED_TABLES: readonly { readonly table: string; readonly key: KeyColumns }[] = Object.entries(
  KEYS,
).flatMap(([table, key]) => (key === null ? [] : [{ table, key }]));

/**
 * A row without what belongs to the instances of the database it comes from. Claims fall, since their holder will never
 * settle anything in the copy. Messages that were being sent become `unclear`, exactly what they become when their
 * instance dies: as `pending` they would be shown a second time, and left out they would be lost without a trace. With
 * that reason they are still sent when the channel, which got no answer, asks once more.
 */
export function withoutInstance(table: string, row: AnyRow): AnyRow {
  if (!('claimed_by' in row)) return row;
  const free = { ...row, claimed_by: null, claimed_until: null };
  const isBeingSent = table === 'outgoing_messages' && row.status === 'sending';
  return isBeingSent ? { ...free, status: 'unclear', last_error: INSTANCE_LOST } : free;
}

/** Whole numbers of the tables have at most 31 bits and a sign, see `ColumnTypes`. */
const LARGEST_INTEGER = 2 ** 31 - 1;

/**
 * Checks that every engine can keep rows as they are: a SQLite file takes any value in any column, PostgreSQL does not.
 * @throws IntakeError `InvalidInput` with table, key and column of the first that does not fit, and nothing of what is in it
 */
export function checkFit(
  { table, key }: { readonly table: string; readonly key: KeyColumns },
  columns: readonly TableColumn[],
  rows: readonly AnyRow[],
): void {
  for (const row of rows) {
    for (const column of columns) {
      const problem = misfit(column, row[column.name]);
      if (problem === null) continue;
      throw new IntakeError(
        'InvalidInput',
        `The row ${nameRow(key, row)} of ${table} cannot be copied: ${column.name} holds ${problem}. Correct that row and copy again; nothing was written.`,
      );
    }
  }
}

/** A row by its key, for instance `conversation_id="directline/1", seq=2`. */
export function nameRow(key: KeyColumns, row: AnyRow): string {
  return key.map((column) => `${column}=${JSON.stringify(row[column])}`).join(', ');
}

function misfit({ kind, isNullable }: TableColumn, value: unknown): string | null {
  if (value === null) return isNullable ? null : 'nothing where something must be';
  if (kind === 'bytes') return value instanceof Uint8Array ? null : 'something else than bytes';
  if (kind === 'text') {
    if (typeof value !== 'string') return 'bytes instead of text';
    return value.includes('\0') ? 'the character NUL' : null;
  }
  const fits = typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= LARGEST_INTEGER;
  return fits ? null : 'something else than a whole number of 31 bits';
}
