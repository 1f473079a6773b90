import { DateTime } from 'luxon';
import { IntakeError } from './errors.ts';
import { BEIJING } from './local-time.ts';
import type { Instant } from './locale.ts';

/**
 * The number people quote: `SR-YYYYMMDD-NNNN` with the Beijing date of the opening and a counter of at least four digits.
 * @param number from the counter, 1 or more
 * @throws IntakeError `InvalidInput` when the moment or the number is none
 */
export function formatReference(openedAt: Instant, number: number): string {
  const day = DateTime.fromISO(openedAt, { zone: BEIJING });
  if (!day.isValid || !Number.isSafeInteger(number) || number < 1) {
    throw new IntakeError(
      'InvalidInput',
      'A reference needs a moment and a counter of 1 or more. Take the next number.',
    );
  }
  return `SR-${day.toFormat('yyyyMMdd')}-${String(number).padStart(4, '0')}`;
}

/**
 * The first reference that a text names, in its stored form, or null. People write `sr 20261122 0001`, full-width
 * characters and other dashes too.
 */
export function findReference(text: string): string | null {
  const found = text
    .normalize('NFKC')
    .match(/(?<![a-z0-9])sr[ _\-\u2010-\u2015\u2212]?(\d{8})[ _\-\u2010-\u2015\u2212]?(\d{4,12})(?!\d)/i);
  return found ? `SR-${found[1]}-${found[2]}` : null;
}
