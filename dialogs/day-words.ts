import { NAMED_HOLIDAYS, type NamedDay } from '../src/domain/named-day.ts';
import { mentions, wordsOf } from './choices.ts';
import { plainWords } from './commands.ts';

/** The day that a question names (「国庆节上班吗」, "on 1 October", 「下周六」), or null; the first that is found counts. */
export function readNamedDay(text: string): NamedDay | null {
  if (mentions(text, 'dayWords.makeUp')) return { kind: 'make-up-day' };
  return readDate(text) ?? readHoliday(text) ?? readRelative(text) ?? readWeekday(text);
}

const OFFSETS: readonly (readonly [string, number])[] = [
  // The longer words first: "the day after tomorrow" holds "tomorrow".
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
  return name ? { kind: 'holiday', name } : null;
}

function readWeekday(text: string): NamedDay | null {
  const nextWeek = mentions(text, 'dayWords.nextWeek');
  const weekdays = [1, 2, 3, 4, 5, 6, 7].filter((day) => mentions(text, `dayWords.weekday.${day}`));
  const [weekday] = weekdays;
  // "Saturday and Sunday" are a weekend; "Monday to Friday" names no day.
  if (mentions(text, 'dayWords.weekend') || weekdays.join() === '6,7') return { kind: 'weekend', nextWeek };
  return weekday !== undefined && weekdays.length === 1 ? { kind: 'weekday', weekday, nextWeek } : null;
}

function readDate(text: string): NamedDay | null {
  return readNumericDate(text) ?? readMonthName(text);
}

/** 「10月1日」 and 2026-10-01; a bare 10/1 is read differently by different people and so not at all. */
function readNumericDate(text: string): NamedDay | null {
  const plain = text.normalize('NFKC');
  const month = wordsOf('dayWords.monthSign').join('|');
  const day = wordsOf('dayWords.daySign').join('|');
  const found =
    plain.match(new RegExp(`(\\d{1,2})\\s*(?:${month})\\s*(\\d{1,2})\\s*(?:${day})`)) ??
    plain.match(/\b20\d\d-(\d{2})-(\d{2})\b/);
  return found ? date(Number(found[1]), Number(found[2])) : null;
}

/** "1 October", "October 1st": the name of a month beside a number, for "may" alone is no month. */
function readMonthName(text: string): NamedDay | null {
  const words = plainWords(text).split(' ');
  for (const [at, word] of words.entries()) {
    const month = MONTHS.findIndex((number) => wordsOf(`dayWords.month.${number}`).includes(word)) + 1;
    if (month === 0) continue;
    const beside = [words[at + 1], words[at - 1]].map((one) => one?.match(/^(\d{1,2})(?:st|nd|rd|th)?$/)?.[1]);
    const day = beside.find((one) => one !== undefined);
    if (day !== undefined) return date(month, Number(day));
  }
  return null;
}

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

function date(month: number, day: number): NamedDay | null {
  const exists = month >= 1 && month <= 12 && day >= 1 && day <= 31;
  return exists ? { kind: 'date', month, day } : null;
}
