import type { DateTime } from 'luxon';
import { nextOpenMoment } from './desk-hours.ts';
import type { Instant } from './locale.ts';
import type { Desk, Hours, Policy, ResponsePromise } from './policy.ts';
import type { Reason } from './reason.ts';
import type { ResponseTarget, Severity } from './service-request.ts';
import type { RequestKind } from './topics.ts';
import { fromWallClock, instantOf, readMoment, toWallClock } from './wall-clock.ts';
import { type CalendarDay, calendarDay, countsFor, dependsOnCalendar, opensOn, openWindow } from './working-days.ts';

/**
 * When the first response to a request is due (support policy section 6). The clock never pauses (rule T4).
 * `basis` starts with what is promised, then tells what moved the date: a closed desk, holidays, make-up days, and
 * whether the calendar of a year is not published yet (then `provisional`).
 * @throws IntakeError `InvalidInput` when `openedAt` is no RFC 3339 moment of the years 2000 to 2099
 */
export function responseTarget(input: {
  readonly policy: Policy;
  readonly kind: RequestKind;
  readonly severity: Severity;
  readonly openedAt: Instant;
}): ResponseTarget {
  const { policy, kind, severity } = input;
  const promise = policy.response.targets[severity];
  if (promise.counted === 'none') return { dueAt: null, provisional: false, basis: [{ code: 'T7.no-promise' }] };
  const opened = readMoment(input.openedAt);
  const counted = count(promise, policy.desks[kind], policy.desks[kind].hours[severity], opened);
  const basis = [...(policy.response.estimate ? [{ code: 'T7.estimate' }] : []), ...counted.basis];
  return { dueAt: instantOf(counted.due), provisional: basis.some(isProvisional), basis };
}

interface Counted {
  readonly due: DateTime;
  readonly basis: readonly Reason[];
}

function count(promise: TimedPromise, desk: Desk, hours: Hours, opened: DateTime): Counted {
  if (promise.counted === 'around-the-clock') {
    const { minutes } = promise;
    return { due: opened.plus({ minutes }), basis: [{ code: 'T1.hour-around-the-clock', params: { minutes } }] };
  }
  const local = toWallClock(opened, desk.zone);
  const { due, basis } =
    promise.counted === 'open-hours'
      ? countOpenTime(hours, local, promise.minutes)
      : countWorkingDays(hours, local, promise.days);
  return { due: fromWallClock(due, desk.zone), basis };
}

type TimedPromise = Exclude<ResponsePromise, { readonly counted: 'none' }>;

/** Rule T2: elapsed time while the desk is open; a due time may equal the closing moment. */
function countOpenTime(hours: Hours, opened: DateTime, minutes: number): Counted {
  const basis: Reason[] = [
    { code: 'T2.hour-in-open-hours', params: { minutes, opens: hours.opens, closes: hours.closes } },
  ];
  let left = minutes * 60_000;
  let from = nextOpenMoment(hours, opened, opensOn);
  let resumed = from.equals(opened) ? null : from;
  for (;;) {
    const { closes } = openWindow(hours, from);
    const available = closes.toMillis() - from.toMillis();
    if (left <= available) break;
    left -= available;
    from = nextOpenMoment(hours, closes, opensOn);
    // Around the clock there is no pause to tell of: the next window starts where this one ends.
    if (!from.equals(closes)) resumed = from;
  }
  const due = from.plus({ milliseconds: left });
  if (resumed) basis.push({ code: 'T2.desk-closed', params: dateAndTime(resumed) });
  const days = daysBetween(opened, due);
  if (hours.closedOnHolidays) basis.push(...holidayReasons('T2.holiday', days));
  if (dependsOnCalendar(hours)) basis.push(...unpublishedReasons(days));
  return { due, basis };
}

/** Rule T3: the same clock time on the n-th counting day after day 0. */
function countWorkingDays(hours: Hours, opened: DateTime, days: number): Counted {
  const start = nextOpenMoment(hours, opened, countsFor);
  const basis: Reason[] = [{ code: 'T3.working-days', params: { days } }];
  if (!start.equals(opened)) basis.push({ code: 'T3.day-zero', params: dateAndTime(start) });
  let due = start;
  for (let counted = 0; counted < days; ) {
    due = due.plus({ days: 1 });
    if (countsFor(hours, calendarDay(due))) counted += 1;
  }
  const passed = daysBetween(opened, due);
  basis.push(...holidayReasons('T3.holiday', passed));
  for (const day of passed) {
    if (day.makeUp && opensOn(hours, day)) basis.push({ code: 'T3.make-up-day', params: { date: day.date } });
  }
  basis.push(...unpublishedReasons(passed));
  return { due, basis };
}

/** The days from one moment to another, both included; a due time of 24:00 still belongs to the day before. */
function daysBetween(from: DateTime, to: DateTime): readonly CalendarDay[] {
  const last = to.minus({ milliseconds: 1 });
  const days: CalendarDay[] = [];
  for (let day = from.startOf('day'); day <= last; day = day.plus({ days: 1 })) days.push(calendarDay(day));
  return days;
}

function holidayReasons(code: string, days: readonly CalendarDay[]): readonly Reason[] {
  const reasons: { name: string; from: string; to: string; en: string; zh: string }[] = [];
  for (const { date, holiday } of days) {
    if (!holiday) continue;
    const last = reasons.at(-1);
    if (last?.name === holiday.en) last.to = date;
    else reasons.push({ name: holiday.en, from: date, to: date, ...holiday });
  }
  return reasons.map(({ from, to, en, zh }) => ({ code, params: { from, to, nameEn: en, nameZh: zh } }));
}

const UNPUBLISHED = 'T5.calendar-unpublished';

function unpublishedReasons(days: readonly CalendarDay[]): readonly Reason[] {
  const years = new Set(days.filter((day) => !day.published).map((day) => Number(day.date.slice(0, 4))));
  return [...years].map((year) => ({ code: UNPUBLISHED, params: { year } }));
}

function isProvisional({ code }: Reason): boolean {
  return code === UNPUBLISHED;
}

function dateAndTime(moment: DateTime): { date: string; time: string } {
  return { date: moment.toISODate() ?? '', time: moment.toFormat('HH:mm') };
}
