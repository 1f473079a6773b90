import {
  type DeskState,
  deskDay,
  deskState,
  endOfDay,
  hoursByLevel,
  type LevelHours,
} from '../src/domain/desk-hours.ts';
import { BEIJING, clockTime, dayInWords, type LocalTime, localTime, sameClock } from '../src/domain/local-time.ts';
import type { Instant, Locale } from '../src/domain/locale.ts';
import type { Hours } from '../src/domain/policy.ts';
import type { Reason } from '../src/domain/reason.ts';
import type { Severity } from '../src/domain/service-request.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
import type { RequestKind } from '../src/domain/topics.ts';
import { phrase, reasonText } from './phrases.ts';

/** For whom hours are told: their desk, their language, and the days asked about; no days means now. */
export interface HoursView {
  readonly desk: SupportDesk;
  readonly locale: Locale;
  /** `YYYY-MM-DD` in the zone of the desk. */
  readonly days: readonly string[];
  /** The one level asked about; null for all. */
  readonly severity: Severity | null;
}

/**
 * How desks stand and when they are open, one line for each set of levels that shares its hours (rules R19-R23); desks
 * that say the same share their lines.
 */
export function deskLines(view: HoursView, kinds: readonly RequestKind[]): string {
  const { locale } = view;
  const told = kinds.map((kind) => ({ kind, lines: linesOf(view, kind) }));
  const texts = [...new Set(told.map(({ lines }) => lines.join('\n')))];
  return texts
    .map((text) => {
      const alike = told.filter(({ lines }) => lines.join('\n') === text);
      const names = alike.map(({ kind }) => phrase(locale, `values.kind.${kind}`));
      const lines = alike[0]?.lines ?? [];
      const name = names.join(phrase(locale, 'listSeparator'));
      if (lines.length === 1) return `- ${phrase(locale, 'hours.desk', { name, line: lines[0] ?? '' })}`;
      return [`- **${name}**`, ...lines.map((line) => `  - ${line}`)].join('\n');
    })
    .join('\n');
}

function linesOf(view: HoursView, kind: RequestKind): readonly string[] {
  const { desk, severity } = view;
  const all = hoursByLevel(desk.policy, kind);
  const asked = severity ? all.filter(({ levels }) => levels.includes(severity)) : all;
  const shown = asked.length > 0 ? asked : all;
  return shown.map((group) => levelLine(view, kind, group, all.length > 1));
}

function levelLine(view: HoursView, kind: RequestKind, group: LevelHours, withLevel: boolean): string {
  const { desk, locale, days } = view;
  const told = [
    ...(group.aroundTheClock ? [phrase(locale, 'hours.aroundTheClock')] : stateSentences(view, kind, group)),
    // Where days were asked about, the weekly hours would answer the same twice.
    ...(group.aroundTheClock || days.length > 0 ? [] : [scheduleText(view, kind, group.hours)]),
    ...(needsAgreement(desk, kind, group) ? [phrase(locale, 'hours.needsAgreement')] : []),
  ].join(phrase(locale, 'hours.space'));
  if (!withLevel) return told;
  const levels = group.levels.join(phrase(locale, 'listSeparator'));
  return phrase(locale, 'labelled', { label: phrase(locale, 'hours.levels', { levels }), value: told });
}

/** Rule S2: hours of a level that this customer cannot have would be a false promise. */
function needsAgreement(desk: SupportDesk, kind: RequestKind, { levels }: LevelHours): boolean {
  return kind === 'technical' && levels.includes('A') && !desk.mayBeCritical();
}

function stateSentences(view: HoursView, kind: RequestKind, group: LevelHours): readonly string[] {
  const { desk, days } = view;
  const zone = desk.person?.timeZone ?? null;
  const isLocal = desk.policy.desks[kind].zone === 'local';
  // Nobody can say whether a desk is open that keeps the time of a place that is not known.
  if (isLocal && zone === null) return [];
  return days.length > 0 ? dayTexts(view, kind, group) : [standingText(view, kind, group)];
}

function standingText({ desk, locale }: HoursView, kind: RequestKind, { levels }: LevelHours): string {
  const asked = { desk: desk.policy.desks[kind], severity: levels[0] ?? 'B', localZone: zoneOfPerson(desk) };
  const state = deskState(asked, desk.now);
  if (!state.open) return closedText(state, kind, desk, locale);
  const until = state.closesAt ? momentText(state.closesAt, kind, desk, locale) : '';
  return [phrase(locale, 'hours.openNow', { until }), ...provisionalText(state.reasons, locale)].join('');
}

function closedText(state: DeskState, kind: RequestKind, desk: SupportDesk, locale: Locale): string {
  const opens = state.opensAt ? momentText(state.opensAt, kind, desk, locale) : '';
  const why = whyText(state.reasons, locale);
  return [phrase(locale, 'hours.closedNow', { why, opens }), ...provisionalText(state.reasons, locale)].join('');
}

/** Days in a row that the desk treats alike are told as one. */
function dayTexts(view: HoursView, kind: RequestKind, group: LevelHours): readonly string[] {
  const { desk, locale, days } = view;
  const severity = group.levels[0] ?? 'B';
  const told = days.map((date) => deskDay(desk.policy.desks[kind], severity, date));
  return runsOf(told).map((run) => {
    const [from, to] = [run[0]?.date ?? '', run.at(-1)?.date ?? ''];
    const reasons = uniqueReasons(run.flatMap((day) => day.reasons));
    const span = from === to ? dayInWords(from, locale) : spanText(from, to, locale);
    const certain = provisionalText(reasons, locale).join('');
    if (run[0]?.open) return phrase(locale, 'hours.openOn', { day: span, ...clocks(group.hours, locale) }) + certain;
    const asked = { desk: desk.policy.desks[kind], severity, localZone: zoneOfPerson(desk) };
    const { opensAt } = deskState(asked, endOfDay(asked.desk, to, asked.localZone));
    const opens = opensAt ? momentText(opensAt, kind, desk, locale) : '';
    return phrase(locale, 'hours.closedOn', { day: span, why: whyText(reasons, locale), opens }) + certain;
  });
}

function runsOf<Day extends { readonly open: boolean }>(days: readonly Day[]): readonly (readonly Day[])[] {
  const runs: Day[][] = [];
  for (const day of days) {
    const last = runs.at(-1);
    if (last?.[0]?.open === day.open) last.push(day);
    else runs.push([day]);
  }
  return runs;
}

/** The weekly hours of a desk as the table has them. */
function scheduleText({ desk, locale }: HoursView, kind: RequestKind, hours: Hours): string {
  const { zone } = desk.policy.desks[kind];
  const clock = zone === 'local' ? phrase(locale, 'hours.countryTime') : clockName(zone, locale);
  const everyDay = hours.weekdays.length === 7;
  const holidays = hours.closedOnHolidays ? 'hours.notOnHolidays' : everyDay ? 'hours.alsoOnHolidays' : null;
  const makeUp = hours.closedOnHolidays && !everyDay && !hours.openOnMakeUpDays ? 'hours.notOnMakeUpDays' : null;
  const days = phrase(locale, 'hours.schedule', { days: weekdaysText(hours, locale), ...clocks(hours, locale), clock });
  const rest = [holidays, makeUp].flatMap((key) => (key ? [phrase(locale, key)] : []));
  return phrase(locale, 'hours.sentence', { words: [days, ...rest].join(phrase(locale, 'hours.comma')) });
}

function weekdaysText({ weekdays }: Hours, locale: Locale): string {
  const sorted = weekdays.toSorted();
  if (sorted.length === 7) return phrase(locale, 'hours.everyDay');
  const name = (weekday: number) => phrase(locale, `hours.weekday.${weekday}`);
  const isRun = sorted.every((day, at) => day === (sorted[0] ?? 0) + at) && sorted.length > 2;
  if (!isRun) return sorted.map(name).join(phrase(locale, 'listSeparator'));
  return phrase(locale, 'hours.range', { from: name(sorted[0] ?? 1), to: name(sorted.at(-1) ?? 5) });
}

function clocks({ opens, closes }: Hours, locale: Locale): { readonly opens: string; readonly closes: string } {
  return { opens, closes: closes === '24:00' ? phrase(locale, 'hours.midnight', { time: closes }) : closes };
}

/** A moment at which something is due or ends, on the clock of the desk and, where it differs, on the person's own (rule T6). */
export function momentText(at: Instant, kind: RequestKind, desk: SupportDesk, locale: Locale): string {
  const where = zoneOfDesk(desk, kind);
  const isToday = localTime(at, where, locale).day === clockTime(desk.now, where, locale).day;
  return onBothClocks(at, kind, desk, locale, (zone, isOwn) =>
    clockText(localTime(at, zone, locale), locale, isToday && !isOwn),
  );
}

/** This moment: its first minute of a day is 00:00, for nothing ends with it. */
export function nowText(kind: RequestKind, desk: SupportDesk, locale: Locale): string {
  const { now } = desk;
  return onBothClocks(now, kind, desk, locale, (zone) => clockText(clockTime(now, zone, locale), locale, false));
}

function onBothClocks(
  at: Instant,
  kind: RequestKind,
  desk: SupportDesk,
  locale: Locale,
  read: (zone: string, isOwn: boolean) => string,
): string {
  const { zone } = desk.policy.desks[kind];
  const own = desk.person?.timeZone ?? null;
  const where = zoneOfDesk(desk, kind);
  const moment = read(where, false);
  const clock = zone === 'local' ? phrase(locale, 'hours.yourTime') : clockName(zone, locale);
  if (own === null || sameClock(at, where, own)) return phrase(locale, 'hours.moment', { moment, clock });
  return phrase(locale, 'hours.twoMoments', { moment, clock, own: read(own, true), zone: own });
}

function clockText({ day, time }: LocalTime, locale: Locale, isToday: boolean): string {
  if (!isToday) return phrase(locale, time === '24:00' ? 'due.endOfDay' : 'due.moment', { day, time });
  const clock = time === '24:00' ? phrase(locale, 'hours.midnight', { time }) : time;
  return phrase(locale, 'hours.today', { time: clock });
}

function zoneOfDesk(desk: SupportDesk, kind: RequestKind): string {
  const { zone } = desk.policy.desks[kind];
  return zone === 'local' ? zoneOfPerson(desk) : zone;
}

function clockName(zone: string, locale: Locale): string {
  return zone === BEIJING ? phrase(locale, 'hours.beijingTime') : zone;
}

function zoneOfPerson(desk: SupportDesk): string {
  return desk.person?.timeZone ?? BEIJING;
}

function spanText(from: string, to: string, locale: Locale): string {
  return phrase(locale, 'hours.range', { from: dayInWords(from, locale), to: dayInWords(to, locale) });
}

const isUnpublished = ({ code }: Reason) => code === 'T5.calendar-unpublished';

function whyText(reasons: readonly Reason[], locale: Locale): string {
  const why = reasons.filter((reason) => !isUnpublished(reason)).map((reason) => reasonText(reason, locale));
  return why.join(phrase(locale, 'hours.semicolon'));
}

/** Rule T5: what rests on a calendar that is not published says so. */
function provisionalText(reasons: readonly Reason[], locale: Locale): readonly string[] {
  const why = reasons.filter(isUnpublished).map((reason) => reasonText(reason, locale));
  return why.length > 0
    ? [phrase(locale, 'hours.provisional', { why: why.join(phrase(locale, 'hours.semicolon')) })]
    : [];
}

function uniqueReasons(reasons: readonly Reason[]): readonly Reason[] {
  const seen = new Map(reasons.map((reason) => [JSON.stringify(reason), reason]));
  return [...seen.values()];
}
