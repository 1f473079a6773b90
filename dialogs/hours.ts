import { BEIJING, dateIn } from '../src/domain/local-time.ts';
import { daysNamed, whyNoDays } from '../src/domain/named-day.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
import { REQUEST_KINDS, type RequestKind } from '../src/domain/topics.ts';
import { mayFile, type Talk, topFrame } from './dialog.ts';
import { deskLines, nowText } from './hours-lines.ts';
import { type HoursPart, type HoursQuestion, readHoursQuestion } from './hours-question.ts';
import { languagesText } from './languages.ts';
import { phoneAnswer } from './phone.ts';
import { phrase, reasonText } from './phrases.ts';
import { waitText } from './waiting.ts';

/**
 * What was asked about hours, waiting, phone and languages, answered for this person's operator, the desk in question
 * and this moment (rules R10, R15, R16, R19-R24, T1-T7). Everybody may ask.
 */
export async function hoursText(talk: Talk, text: string): Promise<string> {
  const question = readHoursQuestion(text);
  const kind = question.kind ?? talk.state.draft?.kind ?? null;
  const parts = await Promise.all(question.parts.map((part) => ANSWERS[part](talk, question, kind)));
  // Rule R7: hours and numbers of an operator who will not help would only cost a call.
  return [...parts, ...partnerTexts(talk)].filter(Boolean).join('\n\n');
}

type Answer = (talk: Talk, question: HoursQuestion, kind: RequestKind | null) => string | Promise<string>;

const ANSWERS: Readonly<Record<HoursPart, Answer>> = {
  hours: openingText,
  wait: waitText,
  phone: (talk) => phoneAnswer(talk),
  languages: languagesText,
};

function partnerTexts({ state, desk }: Talk): readonly string[] {
  const eligibility = desk.eligibility(true);
  const isPartners = eligibility.result === 'refused' && eligibility.reason.code.startsWith('R7.');
  return isPartners ? [reasonText(eligibility.reason, state.locale)] : [];
}

const NO_DAYS = {
  'no-such-day': 'hours.noSuchDay',
  over: 'hours.dayOver',
  unpublished: 'hours.dayUnknown',
} as const;

/** The desk in question, or all three: open now or when next, and the weekly hours. */
function openingText(talk: Talk, question: HoursQuestion, kind: RequestKind | null): string {
  const { state, desk } = talk;
  const { locale } = state;
  const { severity, day } = question;
  const kinds = kind ? [kind] : REQUEST_KINDS;
  // A desk in the caller's own country keeps holidays that no table of ours knows.
  const isLocalHoliday = day?.kind === 'holiday' && desk.policy.desks[kinds[0] ?? 'technical'].zone === 'local';
  const today = dateIn(desk.now, zoneOf(desk, kinds[0] ?? 'technical'));
  const days = day && !isLocalHoliday ? daysNamed(day, today) : [];
  const now = nowText(kinds[0] ?? 'technical', desk, locale);
  const unknown =
    day !== null && days.length === 0
      ? [phrase(locale, isLocalHoliday ? 'hours.localHolidays' : NO_DAYS[whyNoDays(day, today)])]
      : [];
  return [
    ...(knowsClock(desk, kinds[0] ?? 'technical') ? [phrase(locale, 'hours.now', { now })] : []),
    ...unknown,
    deskLines({ desk, locale, days, severity }, kinds),
    ...(mayFile(talk) && topFrame(state)?.dialog !== 'contact-support' ? [phrase(locale, 'hours.fileAnytime')] : []),
  ].join('\n\n');
}

function zoneOf(desk: SupportDesk, kind: RequestKind): string {
  const { zone } = desk.policy.desks[kind];
  return zone === 'local' ? (desk.person?.timeZone ?? BEIJING) : zone;
}

function knowsClock(desk: SupportDesk, kind: RequestKind): boolean {
  return desk.policy.desks[kind].zone !== 'local' || desk.person !== null;
}
