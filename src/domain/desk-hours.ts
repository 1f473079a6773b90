import { DateTime } from 'luxon';
import type { Instant } from './locale.ts';
import type { Desk, Hours, Policy } from './policy.ts';
import type { Reason } from './reason.ts';
import { type Severity, severitySchema } from './service-request.ts';
import type { RequestKind } from './topics.ts';
import { checkZone, fromWallClock, instantOf, readMoment, toWallClock } from './wall-clock.ts';
import { type CalendarDay, calendarDay, dependsOnCalendar, opensOn, openWindow } from './working-days.ts';

/** Whether a desk is open at a moment, until when or from when on, and why it is closed (rules R19-R23, T5). */
export interface DeskState {
  readonly open: boolean;
  /** When it closes next; null while it is closed, and for a desk that never closes. */
  readonly closesAt: Instant | null;
  /** When it opens next; null while it is open. */
  readonly opensAt: Instant | null;
  /** Why it is closed now, then what keeps it closed until it opens; last, years whose calendar is not published. */
  readonly reasons: readonly Reason[];
  /** The calendar of a year that was looked at is not published yet (rule T5). */
  readonly provisional: boolean;
}

/** Levels that share one set of hours, from the highest to the lowest. */
export interface LevelHours {
  readonly levels: readonly Severity[];
  readonly hours: Hours;
  readonly aroundTheClock: boolean;
}

/** Which moments of which desk are asked about; `localZone` counts for desks that keep the caller's local time (R19). */
interface Asked {
  readonly desk: Desk;
  readonly severity: Severity;
  readonly localZone: string;
}

/**
 * How a desk stands for a level at a moment.
 * @throws IntakeError `InvalidInput` when the moment or the zone cannot be read
 */
export function deskState({ desk, severity, localZone }: Asked, at: Instant): DeskState {
  const zone = zoneOfDesk(desk, localZone);
  const hours = desk.hours[severity];
  const now = toWallClock(readMoment(at), zone);
  const opens = nextOpenMoment(hours, now, opensOn);
  if (opens.equals(now)) {
    const closesAt = isAroundTheClock(hours) ? null : instantOf(fromWallClock(nextClosing(hours, now), zone));
    const unpublished = unpublishedReasons(hours, [calendarDay(now)]);
    return { open: true, closesAt, opensAt: null, reasons: unpublished, provisional: unpublished.length > 0 };
  }
  const days = daysFrom(now, opens);
  const reasons = [...closedReasons(hours, now, days), ...unpublishedReasons(hours, days)];
  const opensAt = instantOf(fromWallClock(opens, zone));
  return { open: false, closesAt: null, opensAt, reasons, provisional: reasons.some(isUnpublished) };
}

/** One day of a desk: its open window, or why it stays closed that day. */
export interface DeskDay {
  /** `YYYY-MM-DD` in the zone of the desk. */
  readonly date: string;
  readonly open: boolean;
  readonly reasons: readonly Reason[];
  readonly provisional: boolean;
}

/**
 * Whether a desk opens on a day of its own calendar, and why not.
 * @param date `YYYY-MM-DD` in the zone of the desk
 */
export function deskDay(desk: Desk, severity: Severity, date: string): DeskDay {
  const hours = desk.hours[severity];
  const day = calendarDay(DateTime.fromISO(date, { zone: 'utc' }));
  const unpublished = unpublishedReasons(hours, [day]);
  const open = opensOn(hours, day);
  const reasons = [...(open ? [] : [dayReason(hours, day)]), ...unpublished];
  return { date, open, reasons, provisional: unpublished.length > 0 };
}

/** The end of a day at a desk, to ask {@link deskState} when it opens after that day. */
export function endOfDay(desk: Desk, date: string, localZone: string): Instant {
  const midnight = DateTime.fromISO(date, { zone: 'utc' }).startOf('day').plus({ days: 1 });
  return instantOf(fromWallClock(midnight, zoneOfDesk(desk, localZone)));
}

/**
 * The hours of a desk with the levels that share them. Levels that no request of this kind can have are left out (S1).
 */
export function hoursByLevel(policy: Policy, kind: RequestKind): readonly LevelHours[] {
  const all = severitySchema.options;
  const levels = all.slice(all.indexOf(policy.severity.maxByKind[kind]));
  const groups: { levels: Severity[]; hours: Hours; aroundTheClock: boolean }[] = [];
  for (const level of levels) {
    const hours = policy.desks[kind].hours[level];
    const same = groups.find((group) => sameHours(group.hours, hours));
    if (same) same.levels.push(level);
    else groups.push({ levels: [level], hours, aroundTheClock: isAroundTheClock(hours) });
  }
  return groups;
}

/** The moment itself when the desk is open then on a day that `rule` admits, otherwise the next such opening. */
export function nextOpenMoment(
  hours: Hours,
  moment: DateTime,
  rule: (hours: Hours, day: CalendarDay) => boolean,
): DateTime {
  for (let day = moment; ; day = day.startOf('day').plus({ days: 1 })) {
    if (!rule(hours, calendarDay(day))) continue;
    const { opens, closes } = openWindow(hours, day);
    if (moment < opens) return opens;
    if (moment < closes) return moment;
  }
}

/** When a desk that is open closes; midnight is no closing where the next day begins open. */
function nextClosing(hours: Hours, open: DateTime): DateTime {
  let { closes } = openWindow(hours, open);
  while (nextOpenMoment(hours, closes, opensOn).equals(closes)) closes = openWindow(hours, closes).closes;
  return closes;
}

/** The zone in which a desk keeps its hours. */
function zoneOfDesk(desk: Desk, localZone: string): string {
  return checkZone(desk.zone === 'local' ? localZone : desk.zone);
}

function isAroundTheClock(hours: Hours): boolean {
  const everyDay = [1, 2, 3, 4, 5, 6, 7].every((day) => hours.weekdays.includes(day));
  return everyDay && !hours.closedOnHolidays && hours.opens === '00:00' && hours.closes === '24:00';
}

function sameHours(one: Hours, other: Hours): boolean {
  const isSame = (name: 'opens' | 'closes' | 'closedOnHolidays' | 'openOnMakeUpDays') => one[name] === other[name];
  const sameDays = one.weekdays.toSorted().join() === other.weekdays.toSorted().join();
  return sameDays && (['opens', 'closes', 'closedOnHolidays', 'openOnMakeUpDays'] as const).every(isSame);
}

/** The days from the one of a moment to the one of another, both included. */
function daysFrom(from: DateTime, to: DateTime): readonly CalendarDay[] {
  const days: CalendarDay[] = [];
  for (let day = from.startOf('day'); day <= to; day = day.plus({ days: 1 })) days.push(calendarDay(day));
  return days;
}

/** What keeps the desk closed, from now to its next opening, each reason once. */
function closedReasons(hours: Hours, now: DateTime, days: readonly CalendarDay[]): readonly Reason[] {
  const [today, ...later] = days;
  if (!today) return [];
  const first = opensOn(hours, today) ? outsideHours(hours, now) : dayReason(hours, today);
  const skipped = later.slice(0, -1).map((day) => dayReason(hours, day));
  // After closing on Friday nobody asks why Saturday is no working day, but holidays and make-up days surprise people.
  const surprising = skipped.filter(({ code }) => code !== 'R22.weekend');
  const seen = new Set<string>();
  return [first, ...surprising].filter((reason) => {
    const key = JSON.stringify(reason);
    return seen.has(key) ? false : seen.add(key);
  });
}

function outsideHours(hours: Hours, now: DateTime): Reason {
  const { opens } = openWindow(hours, now);
  return { code: now < opens ? 'R21.before-opening' : 'R21.after-closing' };
}

/** Why a desk with these hours does not open on a day. */
function dayReason(hours: Hours, day: CalendarDay): Reason {
  const { date, holiday } = day;
  if (hours.closedOnHolidays && holiday) {
    return { code: 'R22.holiday', params: { nameEn: holiday.en, nameZh: holiday.zh, ...holidaySpan(day) } };
  }
  // The calendar of mainland China means nothing to a desk that does not follow it.
  if (hours.closedOnHolidays && day.makeUp) return { code: 'R22.make-up-day', params: { date } };
  return { code: day.weekday > 5 ? 'R22.weekend' : 'R22.closed-day' };
}

/** The days off in a row around a day of a holiday; two holidays that touch, such as those of October 2020, are one. */
function holidaySpan({ date }: CalendarDay): { readonly from: string; readonly to: string } {
  const last = (step: 1 | -1): string => {
    let day = DateTime.fromISO(date, { zone: 'utc' });
    while (calendarDay(day.plus({ days: step })).holiday) day = day.plus({ days: step });
    return day.toISODate() ?? date;
  };
  return { from: last(-1), to: last(1) };
}

const UNPUBLISHED = 'T5.calendar-unpublished';

function unpublishedReasons(hours: Hours, days: readonly CalendarDay[]): readonly Reason[] {
  if (!dependsOnCalendar(hours)) return [];
  const years = new Set(days.filter((day) => !day.published).map((day) => Number(day.date.slice(0, 4))));
  return [...years].map((year) => ({ code: UNPUBLISHED, params: { year } }));
}

function isUnpublished({ code }: Reason): boolean {
  return code === UNPUBLISHED;
}
