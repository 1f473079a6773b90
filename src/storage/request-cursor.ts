import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';

/** Where a page of the staff list ended: the sort columns of its last row, in the list's order. */
export interface RequestPosition {
  readonly dueOrder: string;
  readonly createdAt: string;
  readonly id: string;
}

const positionSchema = z.tuple([z.iso.datetime(), z.iso.datetime(), z.uuid()]);
const cursorSchema = z
  .string()
  .max(400)
  .regex(/^[\w-]+$/);

/** The position as opaque base64url text (RFC 4648 section 5). */
export function writeCursor({ dueOrder, createdAt, id }: RequestPosition): string {
  return Buffer.from(JSON.stringify([dueOrder, createdAt, id])).toString('base64url');
}

/** @throws IntakeError `InvalidInput` for a cursor that {@link writeCursor} never wrote */
export function readCursor(cursor: string): RequestPosition {
  const text = cursorSchema.safeParse(cursor);
  try {
    const [dueOrder, createdAt, id] = positionSchema.parse(
      JSON.parse(Buffer.from(text.success ? text.data : '', 'base64url').toString()),
    );
    return { dueOrder, createdAt, id };
  } catch (cause) {
    throw new IntakeError('InvalidInput', 'The cursor is not one of this list; start again without a cursor.', {
      cause,
    });
  }
}
