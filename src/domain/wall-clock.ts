import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';
import { IntakeError } from './errors.ts';
import type { Instant } from './locale.ts';

/** A moment with an offset, in the years for which due dates make sense; a typo such as year 20026 is refused. */
const momentSchema = z.iso.datetime({ offset: true }).regex(/^20\d\d-/);

/**
 * A moment as luxon has it, in UTC.
 * @throws IntakeError `InvalidInput` when it is no RFC 3339 moment of the years 2000 to 2099
 */
export function readMoment(text: string): DateTime {
  const moment = DateTime.fromISO(text, { zone: 'utc' });
  if (moment.isValid && momentSchema.safeParse(text).success) return moment;
  throw new IntakeError(
    'InvalidInput',
    'The opening time must be an RFC 3339 moment of the years 2000 to 2099, for instance 2026-02-13T10:00:00.000Z.',
  );
}

/** @throws IntakeError `InvalidInput` when it is no IANA zone */
export function checkZone(zone: string): string {
  if (IANAZone.isValidZone(zone)) return zone;
  throw new IntakeError('InvalidInput', `"${zone}" is no IANA time zone. Give one such as Asia/Shanghai.`);
}

/**
 * Hours are counted on the wall clock of the desk, kept in UTC meanwhile: each step of luxon in a real zone costs some
 * 30 us, and a target takes dozens. A change to summer time inside open hours, which Beijing has not, is not counted.
 */
export function toWallClock(moment: DateTime, zone: string): DateTime {
  return moment.setZone(zone).setZone('utc', { keepLocalTime: true });
}

/** The moment at which the clock of a zone shows what {@link toWallClock} gave. */
export function fromWallClock(moment: DateTime, zone: string): DateTime {
  return moment.setZone(zone, { keepLocalTime: true });
}

/** A moment as it is stored and compared: UTC text with milliseconds. */
export function instantOf(moment: DateTime): Instant {
  return moment.toJSDate().toISOString();
}
