import { DateTime } from 'luxon';
import type { Instant, Locale } from './locale.ts';

/** The zone in which the 21Vianet desks count their hours (support policy section 3). */
export const BEIJING = 'Asia/Shanghai';

/** Whether two zones show the same clock at a moment. */
export function sameClock(at: Instant, one: string, other: string): boolean {
  const moment = DateTime.fromISO(at, { zone: 'utc' });
  return moment.setZone(one).offset === moment.setZone(other).offset;
}

const DAY_FORMAT = { year: 'numeric', month: 'short', day: 'numeric', weekday: 'short' } as const;

/** The day `YYYY-MM-DD` on which a moment falls in a zone. */
export function dateIn(at: Instant, zone: string): string {
  return DateTime.fromISO(at, { zone }).toISODate() ?? '';
}

/** A day `YYYY-MM-DD` with its weekday, as the language writes it. */
export function dayInWords(date: string, locale: Locale): string {
  return DateTime.fromISO(date, { zone: 'utc' }).setLocale(locale).toLocaleString(DAY_FORMAT);
}

/** A moment on somebody's clock. */
export interface LocalTime {
  /** Date with weekday, as the language writes it. */
  readonly day: string;
  /** Hours and minutes of 24; 24:00 is the end of `day`. */
  readonly time: string;
}

/**
 * A moment as people of a zone write it, to the minute. Midnight is 24:00 of the day before,
 * because a due time may equal the closing moment of that day (support policy section 3).
 * @throws RangeError when the zone is not an IANA zone
 */
export function localTime(at: Instant, zone: string, locale: Locale): LocalTime {
  const local = inZone(at, zone, locale);
  const endsDay = local.hour === 0 && local.minute === 0;
  if (!endsDay) return clockTime(at, zone, locale);
  return { day: local.minus({ minutes: 1 }).toLocaleString(DAY_FORMAT), time: '24:00' };
}

/**
 * A moment at which something happened, as people of a zone write it, to the minute: midnight is 00:00 of the day that begins.
 * @throws RangeError when the zone is not an IANA zone
 */
export function clockTime(at: Instant, zone: string, locale: Locale): LocalTime {
  const local = inZone(at, zone, locale);
  return { day: local.toLocaleString(DAY_FORMAT), time: local.toFormat('HH:mm') };
}

function inZone(at: Instant, zone: string, locale: Locale): DateTime<true> {
  const local = DateTime.fromISO(at, { zone }).setLocale(locale);
  if (local.isValid) return local;
  throw new RangeError(`Not a moment in a known zone: ${at} in ${zone}. Use an IANA zone name.`);
}
