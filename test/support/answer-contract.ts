import assert from 'node:assert/strict';
import { z } from 'zod';
import type { RawAnswer } from './raw-request.ts';

const errorSchema = z.strictObject({
  error: z.strictObject({ code: z.string().regex(/^[A-Za-z]+$/), message: z.string() }),
});

/** Words of the machinery that no caller may read: files, libraries, stacks, values that were not checked. */
const INNER =
  /node:|node_modules|\.ts\b|\/src\/|\bat \S+ \(|zod|sqlite|kysely|TypeError|RangeError|SyntaxError|\[object /i;

/** A message is a sentence or two; a longer one repeats what was sent. */
const LONGEST_MESSAGE = 2500;

/** Server errors that a contract foresees: a file that cannot be sent here, a limit, a part that does not answer. */
const FORESEEN = new Set([501, 503]);

/**
 * Checks an answer to bad input: done or refused, but no fault of the server; refused in the one error shape, with
 * words for people and nothing inner.
 * @returns the code of a refusal, null for an answer that is none
 */
export function checkContract(answer: RawAnswer, asked: string): string | null {
  const { status, body, headers } = answer;
  const told = `${asked.slice(0, 400)}\nwas answered ${status} ${body.slice(0, 400)}`;
  assert.ok(status < 500 || FORESEEN.has(status), told);
  if (status < 400) return null;
  assert.match(headers['content-type'] ?? '', /^application\/json/, told);
  const { error } = errorSchema.parse(JSON.parse(body));
  assert.ok(error.message.length > 10 && error.message.length < LONGEST_MESSAGE, told);
  assert.doesNotMatch(error.message, INNER, told);
  return error.code;
}
