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
  /** ISO weekday; `weeks` 0 is the next such day, 1 the one of next week, 2 of the week after it. */
  | { readonly kind: 'weekday'; readonly weekday: number; readonly weeks: number }
  | { readonly kind: 'weekend'; readonly weeks: number }
  | { readonly kind: 'holiday'; readonly name: HolidayName; readonly year?: NamedYear }
  /** The next Saturday or Sunday that is a working day instead of a day off. */
  | { readonly kind: 'make-up-day' }
  | NamedDate;

/** A year as a number, or the one after this. */
type NamedYear = number | 'next';

/** A date, or the days up to another one; without a year the next that comes. */
interface NamedDate {
  readonly kind: 'date';
  readonly month: number;
  readonly day: number;
  readonly year?: NamedYear;
  readonly to?: { readonly month: number; readonly day: number; readonly year?: number };
}

/**
 * The days that are meant, seen from a day, in order, each `YYYY-MM-DD`; empty where there is none, for which
 * {@link whyNoDays} has the reason.
 * @param today `YYYY-MM-DD`
 */
export function daysNamed(named: NamedDay, today: string): readonly string[] {
  const from = DateTime.fromISO(today, { zone: 'utc' });
  switch (named.kind) {
    case 'in-days':
      return [dateOf(from.plus({ days: named.days }))];
    case 'weekday':
      return [dateOf(nextWeekday(from, named.weekday, named.weeks))];
    case 'weekend': {
      // On a Sunday "the weekend" is the one that is not over yet.
      const sunday = nextWeekday(from, 7, named.weeks);
      const saturday = sunday.minus({ days: 1 });
      return (saturday < from ? [sunday] : [saturday, sunday]).map(dateOf);
    }
    case 'holiday':
      return nextHoliday(from, HOLIDAY_NAMES[named.name], named.year);
    case 'make-up-day':
      return nextInARow(from, (day) => calendarDay(day).makeUp);
    case 'date':
      return named.to ? daysUntil(from, named, named.to) : nextDate(from, named);
  }
}

/**
 * Why {@link daysNamed} found no day: there is none of that date, it is over, or the calendar is not published yet.
 * @param today `YYYY-MM-DD`
 */
export function whyNoDays(named: NamedDay, today: string): 'no-such-day' | 'over' | 'unpublished' {
  const from = DateTime.fromISO(today, { zone: 'utc' });
  if (named.kind === 'date') {
    const ends = [named, ...(named.to ? [named.to] : [])];
    const exist = ends.every(({ year, month, day }) => dayOf(yearOf(year, from) ?? LEAP_YEAR, month, day).isValid);
    return exist ? 'over' : 'no-such-day';
  }
  if (named.kind !== 'holiday' || named.year === undefined) return 'unpublished';
  const ofYear = nextHoliday(from.startOf('year'), HOLIDAY_NAMES[named.name], named.year);
  const year = yearOf(named.year, from) ?? from.year;
  return year < from.year || ofYear.length > 0 ? 'over' : 'unpublished';
}

/** Every date that exists in any year exists in this one. */
const LEAP_YEAR = 2028;

function nextWeekday(from: DateTime, weekday: number, weeks: number): DateTime {
  if (weeks > 0) return from.startOf('week').plus({ weeks, days: weekday - 1 });
  return from.plus({ days: (weekday - from.weekday + 7) % 7 });
}

/** Far enough to find each holiday of the year to come. */
const SEARCHED_DAYS = 400;

function nextHoliday(from: DateTime, name: string, named?: NamedYear): readonly string[] {
  const year = yearOf(named, from);
  const isMeant = (day: DateTime) => calendarDay(day).holiday?.en === name;
  if (year === null) return nextInARow(from, isMeant);
  const first = dayOf(year, 1, 1);
  return nextInARow(first > from ? first : from, (day) => day.year === year && isMeant(day));
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

function nextDate(from: DateTime, { year, month, day }: NamedDate): readonly string[] {
  const found = yearsOf(year, from)
    .map((one) => dayOf(one, month, day))
    .find((date) => date.isValid && date >= from);
  return found ? [dateOf(found)] : [];
}

/** As many days as one answer can tell. */
const MOST_DAYS = 14;

/** The days up to another one that are not over yet; the end is in the year after where it would stand before the beginning. */
function daysUntil(from: DateTime, named: NamedDate, to: Required<NamedDate>['to']): readonly string[] {
  const spans = yearsOf(named.year, from.minus({ years: 1 })).map((year) => {
    const first = dayOf(named.year === 'next' ? from.year + 1 : year, named.month, named.day);
    const sameYear = dayOf(to.year ?? first.year, to.month, to.day);
    const last = to.year === undefined && sameYear < first ? dayOf(first.year + 1, to.month, to.day) : sameYear;
    return { first, last };
  });
  const span = spans.find(({ first, last }) => first.isValid && last.isValid && last >= first && last >= from);
  if (!span) return [];
  const start = span.first > from ? span.first : from;
  const days = Array.from({ length: MOST_DAYS }, (_, ahead) => start.plus({ days: ahead }));
  return days.filter((day) => day <= span.last).map(dateOf);
}

function yearOf(named: NamedYear | undefined, from: DateTime): number | null {
  return named === 'next' ? from.year + 1 : (named ?? null);
}

/** The years in which a date may be meant; a leap day may be eight years away. */
function yearsOf(named: NamedYear | undefined, from: DateTime): readonly number[] {
  const year = yearOf(named, from);
  return year === null ? Array.from({ length: 10 }, (_, ahead) => from.year + ahead) : [year];
}

function dayOf(year: number, month: number, day: number): DateTime {
  return DateTime.fromObject({ year, month, day }, { zone: 'utc' });
}

function dateOf(day: DateTime): string {
  return day.toISODate() ?? '';
}
