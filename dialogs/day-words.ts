import { NAMED_HOLIDAYS, type NamedDay } from '../src/domain/named-day.ts';
import { mentions, wordsOf } from './choices.ts';

/** The day that a question names (「国庆节上班吗」, "on 1 October", 「下周六」), or null; the first that is found counts. */
export function readNamedDay(text: string): NamedDay | null {
  if (mentions(text, 'dayWords.makeUp')) return { kind: 'make-up-day' };
  return readDate(text) ?? readHoliday(text) ?? readRelative(text) ?? readWeekday(text);
}

const OFFSETS: readonly (readonly [string, number])[] = [
  // The longer words first: "the day after tomorrow" holds "tomorrow".
  ['inThreeDays', 3],
  ['dayAfterTomorrow', 2],
  ['tomorrow', 1],
  ['today', 0],
];

function readRelative(text: string): NamedDay | null {
  const found = OFFSETS.find(([name]) => mentions(text, `dayWords.${name}`));
  return found ? { kind: 'in-days', days: found[1] } : null;
}

function readHoliday(text: string): NamedDay | null {
  const name = NAMED_HOLIDAYS.find((one) => mentions(text, `dayWords.holiday.${one}`));
  return name ? { kind: 'holiday', name, ...yearIn(text) } : null;
}

/** 「2027年」, "in 2027" or 「明年」 beside a day that is named without a year of its own. */
function yearIn(text: string): { readonly year?: number | 'next' } {
  const year = text.normalize('NFKC').match(/(?<!\d)20\d\d(?!\d)/)?.[0];
  if (year !== undefined) return { year: Number(year) };
  return mentions(text, 'dayWords.nextYear') ? { year: 'next' } : {};
}

function readWeekday(text: string): NamedDay | null {
  const weeks = mentions(text, 'dayWords.weekAfterNext') ? 2 : mentions(text, 'dayWords.nextWeek') ? 1 : 0;
  const weekdays = [1, 2, 3, 4, 5, 6, 7].filter((day) => mentions(text, `dayWords.weekday.${day}`));
  const [weekday] = weekdays;
  // "Saturday and Sunday" are a weekend; "Monday to Friday" names no day.
  if (mentions(text, 'dayWords.weekend') || weekdays.join() === '6,7') return { kind: 'weekend', weeks };
  return weekday !== undefined && weekdays.length === 1 ? { kind: 'weekday', weekday, weeks } : null;
}

/** 「10月1日」, 2026-10-01 and "1 October"; a bare 10/1 is read differently by different people and so not at all. */
function readDate(text: string): NamedDay | null {
  datePatterns ??= patternsOfDates();
  const plain = text.slice(0, LONGEST_QUESTION).normalize('NFKC').toLowerCase();
  for (const pattern of datePatterns) {
    const groups = plain.match(pattern)?.groups;
    if (groups) return dateOf(groups, text);
  }
  return null;
}

/** More words than a question about a day has; a pattern is not run over whatever somebody pastes. */
const LONGEST_QUESTION = 300;

let datePatterns: readonly RegExp[] | undefined;

/** Days up to another one stand before single days, whose patterns would find the first of them. */
function patternsOfDates(): readonly RegExp[] {
  const [year, month, day] = ['yearSign', 'monthSign', 'daySign'].map((sign) => anyOf(`dayWords.${sign}`));
  const until = `\\s*(?:${anyOf('dayWords.until')}|[-–—~])\\s*`;
  const name = MONTHS.map((number) => anyOf(`dayWords.month.${number}`)).join('|');
  const number = (group: string) => `(?<${group}>\\d{1,2})(?:st|nd|rd|th)?`;
  const ofYear = `(?:,?\\s+(?<year>20\\d\\d))?(?!\\d)`;
  const iso = '\\b(?<year>20\\d\\d)-(?<month>\\d\\d)-(?<day>\\d\\d)(?!\\d)';
  const signed = (at: string) =>
    `(?:(?<${at}year>20\\d\\d)\\s*${year}\\s*)?(?<${at}month>\\d{1,2})\\s*${month}\\s*(?<${at}day>\\d{1,2})\\s*`;
  const toSigned = signed('to').replace('(?<tomonth>', '(?:(?<tomonth>').replace('(?<today>', ')?(?<today>');
  return [
    `${signed('')}(?:${day})?${until}${toSigned}(?:${day})`,
    `${iso}${until}${iso.replaceAll('(?<', '(?<to')}`,
    `\\b(?<name>${name})\\.?\\s+${number('day')}${until}(?:(?<toname>${name})\\.?\\s+)?${number('today')}${ofYear}`,
    `\\b${number('day')}\\s*(?<name>${name})?${until}${number('today')}\\s+(?<toname>${name})\\b${ofYear}`,
    `${signed('')}(?:${day})`,
    iso,
    `\\b(?<name>${name})\\.?\\s+${number('day')}\\b${ofYear}`,
    `\\b${number('day')}\\s+(?:of\\s+)?(?<name>${name})\\b\\.?${ofYear}`,
  ].map((pattern) => new RegExp(pattern, 'u'));
}

function anyOf(key: string): string {
  return wordsOf(key).join('|');
}

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

function dateOf(found: Readonly<Record<string, string | undefined>>, text: string): NamedDay | null {
  const first = { month: found.month ?? found.name ?? found.toname, day: found.day };
  const from = monthAndDay(first);
  const year = found.year === undefined ? yearIn(text) : { year: Number(found.year) };
  if (!from) return null;
  if (found.today === undefined) return { kind: 'date', ...from, ...year };
  const to = monthAndDay({ month: found.tomonth ?? found.toname ?? first.month, day: found.today });
  const toYear = found.toyear === undefined ? {} : { year: Number(found.toyear) };
  return to && { kind: 'date', ...from, ...year, to: { ...to, ...toYear } };
}

function monthAndDay({
  month: named,
  day: digits,
}: {
  readonly month: string | undefined;
  readonly day: string | undefined;
}) {
  const byName = MONTHS.find((number) => wordsOf(`dayWords.month.${number}`).includes(named ?? ''));
  const [month, day] = [byName ?? Number(named), Number(digits)];
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? { month, day } : null;
}
