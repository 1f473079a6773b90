import type { Assessment } from '../src/domain/assessment.ts';
import type { Draft } from '../src/domain/draft.ts';
import type { LevelChange } from '../src/domain/level-changes.ts';
import { BEIJING, localTime, sameClock } from '../src/domain/local-time.ts';
import type { Instant, Locale } from '../src/domain/locale.ts';
import { dutiesAt } from '../src/domain/policy.ts';
import type { ResponseTarget } from '../src/domain/service-request.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
import { detailLines } from './details.ts';
import { excerpt } from './limits.ts';
import { phrase, reasonText } from './phrases.ts';
import { plain } from './plain.ts';

/** One line of the review: what it is, and its value in words. */
export interface ReviewLine {
  readonly label: string;
  readonly value: string;
}

/** Everything a person sees before confirming, in words; the card and the text message show the same. */
export interface Review {
  readonly lines: readonly ReviewLine[];
  readonly severity: string;
  readonly reasons: readonly string[];
  readonly due: string;
  readonly dueReasons: readonly string[];
  /** What the customer has to do at this level (rules D3, D4). */
  readonly duties: readonly string[];
  /** That the level is preliminary (rule R30) and may be lowered (rule S5), and that the contact is not registered (R25). */
  readonly notices: readonly string[];
  /** What is missing for a higher level, empty when nothing is. */
  readonly missing: readonly string[];
  /** Which single facts would lead to another level. */
  readonly changes: readonly string[];
}

/** The review of a complete draft. */
export function reviewOf(draft: Draft, assessment: Assessment, desk: SupportDesk, locale: Locale): Review {
  const { severity, response } = assessment;
  const standing = desk.codes.standing(draft);
  return {
    lines: draftLines(draft, locale),
    severity: phrase(locale, 'review.severity', { level: phrase(locale, `values.severity.${severity.assigned}`) }),
    reasons: severity.reasons.map((reason) => reasonText(reason, locale)),
    due: dueText(response, zoneOf(desk), locale),
    // Where nothing is promised, the text above says that already.
    dueReasons: response.dueAt === null ? [] : response.basis.map((reason) => reasonText(reason, locale)),
    duties: dutiesAt(desk.policy, severity.assigned).map((duty) => reasonText(duty, locale)),
    notices: [
      ...desk.policy.severity.notices.map((code) => reasonText({ code }, locale)),
      ...(standing === 'vouched' ? [] : [phrase(locale, `verification.notice.${standing}`)]),
    ],
    missing: desk.missingForCritical(draft).map((field) => phrase(locale, `fields.${field}`)),
    changes: desk.levelChanges(draft).map((change) => changeText(change, locale)),
  };
}

/** The zone of the person; Beijing for somebody whose zone is not known. */
export function zoneOf(desk: SupportDesk): string {
  return desk.person?.timeZone ?? BEIJING;
}

/** When the first response is due, in Beijing time and in the person's own (rule T6), or that none is promised (rule T7). */
export function dueText({ dueAt, provisional }: ResponseTarget, zone: string, locale: Locale): string {
  if (dueAt === null) return phrase(locale, 'due.none');
  const both = inBothZones(dueAt, zone, locale);
  return provisional ? phrase(locale, 'due.provisional', { due: both }) : both;
}

function inBothZones(at: Instant, zone: string, locale: Locale): string {
  const clock = (where: string) => {
    const { day, time } = localTime(at, where, locale);
    return phrase(locale, time === '24:00' ? 'due.endOfDay' : 'due.moment', { day, time });
  };
  if (sameClock(at, zone, BEIJING)) return phrase(locale, 'due.sameZone', { beijing: clock(BEIJING) });
  return phrase(locale, 'due.twoZones', { beijing: clock(BEIJING), own: clock(zone), zone });
}

/** Details of a topic stand after topic and product. */
const DETAILS_AT = 4;

function draftLines(draft: Draft, locale: Locale): readonly ReviewLine[] {
  const named = (field: string, value: string | null) =>
    value === null ? null : phrase(locale, `values.${field}.${value}`);
  const yesNo = (value: boolean | null) => (value === null ? null : phrase(locale, value ? 'yes' : 'no'));
  const rows: readonly (readonly [string, string | null])[] = [
    ['description', draft.description],
    ['kind', named('kind', draft.kind)],
    ['topic', named('topic', draft.topic)],
    ['product', named('product', draft.product)],
    ['serviceState', named('serviceState', draft.facts.serviceState)],
    ['affected', named('affected', draft.facts.affected)],
    ['deadlineAtRisk', yesNo(draft.facts.deadlineAtRisk)],
    ['workaround', yesNo(draft.facts.workaround)],
    ['impactStatement', draft.impactStatement],
    ['resourcesCommitted', yesNo(draft.resourcesCommitted)],
    ['contactName', draft.contactName],
    ['contactPhone', draft.contactPhone],
    ['contactEmail', draft.contactEmail],
    ['preferredContact', named('preferredContact', draft.preferredContact)],
    ['contactLanguage', named('contactLanguage', draft.contactLanguage)],
    ['remarks', draft.remarks.join(phrase(locale, 'remarkSeparator'))],
    ['attachments', draft.attachments.map(({ name }) => name).join(phrase(locale, 'listSeparator'))],
  ];
  const lines = (some: typeof rows) =>
    some.flatMap(([field, value]) => (value ? [{ label: phrase(locale, `fields.${field}`), value }] : []));
  return [...lines(rows.slice(0, DETAILS_AT)), ...detailLines(draft, locale), ...lines(rows.slice(DETAILS_AT))];
}

function changeText({ fact, value, level }: LevelChange, locale: Locale): string {
  const answer =
    typeof value === 'boolean' ? phrase(locale, value ? 'yes' : 'no') : phrase(locale, `values.${fact}.${value}`);
  return phrase(locale, 'review.change', {
    label: phrase(locale, `fields.${fact}`),
    value: answer,
    level: phrase(locale, `values.severity.${level}`),
  });
}

/** The review as one Markdown message for people without cards. */
export function reviewText(review: Review, locale: Locale): string {
  const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join('\n');
  const section = (title: string, body: string) => (body ? `**${phrase(locale, title)}**\n\n${body}` : '');
  return [
    phrase(locale, 'review.intro'),
    list(
      review.lines.map(({ label, value }) =>
        phrase(locale, 'labelled', { label, value: plain(excerpt(value.replaceAll('\n', ' '))) }),
      ),
    ),
    `**${review.severity}**`,
    section('review.why', list(review.reasons)),
    section('review.changes', list(review.changes)),
    review.missing.length > 0 &&
      phrase(locale, 'review.missingInWords', { fields: review.missing.join(phrase(locale, 'listSeparator')) }),
    section('review.due', [review.due, list(review.dueReasons)].filter(Boolean).join('\n\n')),
    section('review.duties', list(review.duties)),
    review.notices.join('\n'),
    phrase(locale, 'review.choose'),
  ]
    .filter(Boolean)
    .join('\n\n');
}
