import type { Reply } from '../src/domain/activity.ts';
import type { Draft } from '../src/domain/draft.ts';
import type { Locale } from '../src/domain/locale.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
import { intakeFormCard } from './cards/intake-form-card.ts';
import { reviewCard } from './cards/review-card.ts';
import { labelsOf, numbered } from './choices.ts';
import { detailsQuestion } from './details.ts';
import { speaksInCards, suggest, type Talk } from './dialog.ts';
import type { FieldProblem } from './intake-form.ts';
import { questionOf } from './intake-questions.ts';
import { phrase } from './phrases.ts';
import type { Question } from './question.ts';
import { reviewOf, reviewText } from './review.ts';
import type { QuestionId } from './state.ts';

/** Fields that a person may change in words, in the order of the list; level A's own only where it is in reach. */
export function editable(desk: SupportDesk): readonly QuestionId[] {
  const critical: readonly QuestionId[] = ['impactStatement', 'resourcesCommitted'];
  return [...PROBLEM_FIELDS, ...(desk.mayBeCritical() ? critical : []), ...CONTACT_FIELDS];
}

const MOST_BUTTONS = 3;

const PROBLEM_FIELDS: readonly QuestionId[] = [
  'description',
  'topic',
  'kind',
  'product',
  'serviceState',
  'affected',
  'deadlineAtRisk',
  'workaround',
];
const CONTACT_FIELDS: readonly QuestionId[] = [
  'contactName',
  'contactReach',
  'preferredContact',
  'contactLanguage',
  'details',
];

/** The form, with the way to answer in words beside it: nobody is forced to use a card. */
export function formReply(
  { state, desk }: Talk,
  draft: Draft,
  step: QuestionId | 'edit',
  problems: readonly FieldProblem[] = [],
): Reply {
  const { locale } = state;
  const card = intakeFormCard(draft, {
    locale,
    mayBeCritical: desk.mayBeCritical(draft.kind ?? undefined),
    problems: problems.map((problem) => problemText(problem, locale)),
    privacyUrl: desk.policy.links.privacy?.[locale] ?? null,
  });
  const question = inWords({ state, desk }, step);
  const key = problems.length > 0 ? 'form.messageAgain' : 'form.message';
  return { text: `${phrase(locale, key)}\n\n${question}`, card, speak: phrase(locale, key) };
}

function inWords(talk: Talk, step: QuestionId | 'edit'): string {
  const { locale } = talk.state;
  if (step === 'edit') return editReply(talk).text;
  // The card holds the notice already; a message without it is short enough to be read out.
  return step === 'consent' ? phrase(locale, 'form.consentInWords') : questionText(talk, questionOf(step), false);
}

/** A problem of one field in words. */
export function problemText({ field, problem }: FieldProblem, locale: Locale): string {
  return phrase(locale, `problems.${problem}`, { field: phrase(locale, `fields.${field}`) });
}

/** A question with its numbered options; `withNotice` puts the privacy notice before the question of consent (rule R31). */
function questionText({ state, desk }: Talk, question: Question, withNotice: boolean): string {
  const { locale } = state;
  const link = desk.policy.links.privacy?.[locale] ?? '';
  const notice = withNotice && question.id === 'consent' ? `${phrase(locale, 'privacyNotice')} ${link}`.trim() : '';
  const options = question.options === 'yes-no' ? yesNo(locale) : labelsOf(question.id, question.options, locale);
  const asked =
    question.id === 'details' && state.draft
      ? detailsQuestion(state.draft, locale)
      : phrase(locale, `questions.${question.id}`);
  return [notice, asked, numbered(options)].filter(Boolean).join('\n\n');
}

function yesNo(locale: Locale): readonly string[] {
  return [phrase(locale, 'yes'), phrase(locale, 'no')];
}

/** A question in words, with buttons for yes and no. */
export function questionReply(talk: Talk, question: Question, withNotice: boolean): Reply {
  const text = questionText(talk, question, withNotice);
  const { locale } = talk.state;
  const titles = question.options === 'yes-no' ? yesNo(locale) : labelsOf(question.id, question.options, locale);
  // A long list stands in the message; as buttons it would fill a screen.
  if (titles.length === 0 || titles.length > MOST_BUTTONS) return { text };
  return suggest({ text }, titles);
}

/** What will be filed, how it is rated and why. */
export function reviewReply({ state, desk }: Talk, draft: Draft): Reply {
  const { locale } = state;
  const review = reviewOf(draft, desk.assess(draft), desk, locale);
  if (!speaksInCards(state)) return { text: reviewText(review, locale) };
  const { severity: level, due } = review;
  return { text: phrase(locale, 'review.message', { level, due }), card: reviewCard(review, draft, locale) };
}

/** The list of fields to change. */
export function editReply({ state, desk }: Talk): Reply {
  const labels = editable(desk).map((id) => phrase(state.locale, `fields.${id}`));
  return { text: `${phrase(state.locale, 'edit.ask')}\n\n${numbered(labels)}` };
}
