import calendar from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import type { DateTime } from 'luxon';
import type { Hours } from './policy.ts';

/** One day of the calendar of mainland China (rule T5). */
export interface CalendarDay {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** ISO weekday, 1 = Monday. */
  readonly weekday: number;
  /** A working day by the State Council's calendar, make-up weekends included; Monday to Friday in unpublished years. */
  readonly working: boolean;
  /** The statutory holiday that the day belongs to, weekends inside it included; null on any other day. */
  readonly holiday: { readonly en: string; readonly zh: string } | null;
  /** A Saturday or Sunday that is a working day instead of a day off. */
  readonly makeUp: boolean;
  /** The calendar of this year is published. */
  readonly published: boolean;
}

/*
 * The data of chinese-days and not its functions: those answer "working day" for years that nobody has published, and
 * mix UTC with the zone of the machine, so that west of Greenwich every day is taken for the day before.
 */
const HOLIDAYS: Readonly<Record<string, string>> = calendar.holidays;
const MAKE_UP_DAYS: Readonly<Record<string, string>> = calendar.workdays;
const PUBLISHED_YEARS: ReadonlySet<string> = new Set(Object.keys(HOLIDAYS).map((date) => date.slice(0, 4)));

/**
 * The calendar day on which a moment falls in its own zone.
 * Source: the notices of the State Council, as collected by chinese-days.
 */
export function calendarDay(moment: DateTime): CalendarDay {
  const date = moment.toISODate() ?? '';
  const { weekday } = moment;
  const makeUp = date in MAKE_UP_DAYS;
  // "Spring Festival,春节,4": English, Chinese, days by law.
  const [en, zh] = HOLIDAYS[date]?.split(',') ?? [];
  const holiday = en && zh ? { en, zh } : null;
  const working = makeUp || (weekday < 6 && !holiday);
  return { date, weekday, working, holiday, makeUp, published: PUBLISHED_YEARS.has(date.slice(0, 4)) };
}

/** Whether a desk with these hours opens on a day (rules R21-R23). */
export function opensOn(hours: Hours, day: CalendarDay): boolean {
  if (hours.closedOnHolidays && day.holiday) return false;
  return hours.weekdays.includes(day.weekday) || (hours.openOnMakeUpDays && day.makeUp);
}

/** Whether a day counts for targets in working days: a working day on which the desk opens (rule T3). */
export function countsFor(hours: Hours, day: CalendarDay): boolean {
  return day.working && opensOn(hours, day);
}

/** Whether the calendar can decide anything for these hours: only then does an unpublished year matter (rule T5). */
export function dependsOnCalendar(hours: Hours): boolean {
  return hours.closedOnHolidays || (hours.openOnMakeUpDays && ![6, 7].every((day) => hours.weekdays.includes(day)));
}

/**
 * The half-open window in which a desk is open on the day of a moment; `closes` 24:00 is midnight of the next day.
 * @param moment on the wall clock of the desk, in a zone without summer time
 */
export function openWindow(hours: Hours, moment: DateTime): { readonly opens: DateTime; readonly closes: DateTime } {
  const midnight = moment.startOf('day');
  return {
    opens: midnight.plus({ minutes: minutesOf(hours.opens) }),
    closes: midnight.plus({ minutes: minutesOf(hours.closes) }),
  };
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 60 + minutes;
}
