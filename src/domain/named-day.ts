import { DateTime } from 'luxon';
import { calendarDay } from './working-days.ts';

/** The statutory holidays of mainland China that people name, with the name under which the calendar has them (rule T5). */
const HOLIDAY_NAMES = {
  'new-year': "New Year's Day",
  'spring-festival': 'Spring Festival',
  'tomb-sweeping': 'Tomb-sweeping Day',
  'labour-day': 'Labour Day',
  'dragon-boat': 'Dragon Boat Festival',
  'mid-autumn': 'Mid-autumn Festival',
  'national-day': 'National Day',
} as const;
export type HolidayName = keyof typeof HOLIDAY_NAMES;

/** Every {@link HolidayName}. */
export const NAMED_HOLIDAYS: readonly HolidayName[] = [
  'new-year',
  'spring-festival',
  'tomb-sweeping',
  'labour-day',
  'dragon-boat',
  'mid-autumn',
  'national-day',
];

/** A day as people name it. */
export type NamedDay =
  | { readonly kind: 'in-days'; readonly days: number }
  /** ISO weekday; `nextWeek` means the one of the week after this. */
  | { readonly kind: 'weekday'; readonly weekday: number; readonly nextWeek: boolean }
  | { readonly kind: 'weekend'; readonly nextWeek: boolean }
  | { readonly kind: 'holiday'; readonly name: HolidayName }
  /** The next Saturday or Sunday that is a working day instead of a day off. */
  | { readonly kind: 'make-up-day' }
  | { readonly kind: 'date'; readonly month: number; readonly day: number };

/**
 * The days that are meant, seen from a day, in order, each `YYYY-MM-DD`; empty for a date that does not exist, such as
 * 30 February, and for a holiday whose next dates are not published yet.
 * @param today `YYYY-MM-DD`
 */
export function daysNamed(named: NamedDay, today: string): readonly string[] {
  const from = DateTime.fromISO(today, { zone: 'utc' });
  switch (named.kind) {
    case 'in-days':
      return [dateOf(from.plus({ days: named.days }))];
    case 'weekday':
      return [dateOf(nextWeekday(from, named.weekday, named.nextWeek))];
    case 'weekend': {
      // On a Sunday "the weekend" is the one that is not over yet.
      const sunday = nextWeekday(from, 7, named.nextWeek);
      const saturday = sunday.minus({ days: 1 });
      return (saturday < from ? [sunday] : [saturday, sunday]).map(dateOf);
    }
    case 'holiday':
      return nextHoliday(from, HOLIDAY_NAMES[named.name]);
    case 'make-up-day':
      return nextInARow(from, (day) => calendarDay(day).makeUp);
    case 'date':
      return nextDate(from, named.month, named.day);
  }
}

function nextWeekday(from: DateTime, weekday: number, nextWeek: boolean): DateTime {
  if (nextWeek) return from.startOf('week').plus({ days: 6 + weekday });
  return from.plus({ days: (weekday - from.weekday + 7) % 7 });
}

/** Far enough to find each holiday of the year to come. */
const SEARCHED_DAYS = 400;

function nextHoliday(from: DateTime, name: string): readonly string[] {
  return nextInARow(from, (day) => calendarDay(day).holiday?.en === name);
}

function nextInARow(from: DateTime, isMeant: (day: DateTime) => boolean): readonly string[] {
  for (let ahead = 0; ahead < SEARCHED_DAYS; ahead += 1) {
    const first = from.plus({ days: ahead });
    if (!isMeant(first)) continue;
    const days: string[] = [];
    for (let day = first; isMeant(day); day = day.plus({ days: 1 })) days.push(dateOf(day));
    return days;
  }
  return [];
}

function nextDate(from: DateTime, month: number, day: number): readonly string[] {
  const inYear = (year: number) => DateTime.fromObject({ year, month, day }, { zone: 'utc' });
  const found = [inYear(from.year), inYear(from.year + 1)].find((date) => date.isValid && date >= from);
  return found ? [dateOf(found)] : [];
}

function dateOf(day: DateTime): string {
  return day.toISODate() ?? '';
}
