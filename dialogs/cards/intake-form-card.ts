import type { Draft } from '../../src/domain/draft.ts';
import { affectedSchema, serviceStateSchema } from '../../src/domain/facts.ts';
import { LOCALES, type Locale } from '../../src/domain/locale.ts';
import { preferredContactSchema } from '../../src/domain/service-request.ts';
import { DETAIL_LENGTH, shownDetails } from '../../src/domain/topic-details.ts';
import { PRODUCTS, REQUEST_TOPICS, requestKindOf } from '../../src/domain/topics.ts';
import { CARD_SHOWN_LIMIT, CARD_TEXT_LIMIT, excerpt } from '../limits.ts';
import { phrase } from '../phrases.ts';
import { plain } from '../plain.ts';
import { card, choiceInput, heading, type Node, subheading, submit, text, textInput, toggleInput } from './elements.ts';

/** What the form needs beside the draft. */
export interface IntakeFormOptions {
  readonly locale: Locale;
  /** Level A is possible for this customer, so its two commitments are on the form (rule S3). */
  readonly mayBeCritical: boolean;
  /** Problems of the last submission, in words. */
  readonly problems: readonly string[];
  /** Address of the operator's privacy page, or null. */
  readonly privacyUrl: string | null;
}

/** The one form of the intake, filled in with everything that is known already. */
export function intakeFormCard(draft: Draft, options: IntakeFormOptions): Node {
  const { locale, problems } = options;
  const body = [
    heading(phrase(locale, 'form.title')),
    text(phrase(locale, 'form.intro')),
    ...problems.map((problem) => text(problem, { color: 'attention', weight: 'bolder' })),
    ...problemInputs(draft, locale),
    ...detailInputs(draft, locale),
    ...severityInputs(draft, options),
    ...contactInputs(draft, locale),
    ...consentInputs(draft, options),
  ];
  const actions = [
    submit(phrase(locale, 'buttons.review'), 'intake.submit', draft.id, { style: 'positive' }),
    // Cancelling must work on a form with empty required fields.
    submit(phrase(locale, 'buttons.cancel'), 'intake.cancel', draft.id, { associatedInputs: 'none' }),
  ];
  return card(body, actions, [phrase(locale, 'form.title'), ...problems].join('. '));
}

const required = (message: string): Node => ({ isRequired: true, errorMessage: message });

function choicesOf(field: string, values: readonly string[], locale: Locale) {
  return values.map((value) => ({ title: phrase(locale, `values.${field}.${value}`), value }));
}

function problemInputs(draft: Draft, locale: Locale): readonly Node[] {
  const label = (field: string) => phrase(locale, `fields.${field}`);
  const topic = draft.topic && requestKindOf(draft.topic) ? draft.topic : null;
  return [
    ...ownWords('description', draft.description, locale, {
      isMultiline: true,
      maxLength: CARD_TEXT_LIMIT,
      placeholder: phrase(locale, 'form.descriptionHint'),
      ...required(phrase(locale, 'problems.required', { field: label('description') })),
    }),
    choiceInput('topic', label('topic'), choicesOf('topic', REQUEST_TOPICS, locale), topic, {
      style: 'compact',
      placeholder: phrase(locale, 'form.choose'),
      ...required(phrase(locale, 'problems.required', { field: label('topic') })),
    }),
    choiceInput('product', label('product'), choicesOf('product', PRODUCTS, locale), draft.product, {
      style: 'compact',
      placeholder: phrase(locale, 'form.choose'),
      ...required(phrase(locale, 'problems.required', { field: label('product') })),
    }),
  ];
}

/** What the topic asks for; none of it is required. */
function detailInputs({ topic, details }: Draft, locale: Locale): readonly Node[] {
  const inputs = shownDetails(topic, details).map(({ id, options }) => {
    const label = phrase(locale, `fields.detail.${id}`);
    const value = details[id] ?? null;
    const style = { placeholder: phrase(locale, 'form.optional') };
    if (options.length === 0) return textInput(`detail.${id}`, label, value, { ...style, maxLength: DETAIL_LENGTH });
    return choiceInput(`detail.${id}`, label, choicesOf(`detail.${id}`, options, locale), value, {
      ...style,
      style: 'compact',
    });
  });
  return inputs.length === 0 ? [] : [subheading(phrase(locale, 'form.details')), ...inputs];
}

/** A field for a longer text. One that no card can hold is shown by its beginning and not sent back, so it stays whole. */
function ownWords(id: string, words: string | null, locale: Locale, style: Node): readonly Node[] {
  const label = phrase(locale, `fields.${id}`);
  if (!words || words.length <= CARD_SHOWN_LIMIT) return [textInput(id, label, words, style)];
  return [
    subheading(label),
    text(plain(excerpt(words, 300))),
    text(phrase(locale, 'form.keptWhole'), { isSubtle: true }),
  ];
}

function severityInputs(
  { facts, impactStatement, resourcesCommitted }: Draft,
  options: IntakeFormOptions,
): readonly Node[] {
  const { locale, mayBeCritical } = options;
  const label = (field: string) => phrase(locale, `fields.${field}`);
  const picks = [
    choiceInput(
      'serviceState',
      phrase(locale, 'questions.serviceState'),
      choicesOf('serviceState', serviceStateSchema.options, locale),
      facts.serviceState,
      {
        style: 'expanded',
        ...required(phrase(locale, 'problems.required', { field: label('serviceState') })),
      },
    ),
    choiceInput(
      'affected',
      phrase(locale, 'questions.affected'),
      choicesOf('affected', affectedSchema.options, locale),
      facts.affected,
      {
        style: 'expanded',
        ...required(phrase(locale, 'problems.required', { field: label('affected') })),
      },
    ),
    toggleInput('deadlineAtRisk', phrase(locale, 'form.deadlineAtRisk'), facts.deadlineAtRisk === true),
    toggleInput('workaround', phrase(locale, 'form.workaround'), facts.workaround === true),
  ];
  const commitments = [
    subheading(phrase(locale, 'form.criticalOnly')),
    ...commitmentInputs(impactStatement, resourcesCommitted, locale),
  ];
  return [subheading(phrase(locale, 'form.impact')), ...picks, ...(mayBeCritical ? commitments : [])];
}

/** The two things that level A asks of the customer (rule S3); also on the review when one is missing. */
export function commitmentInputs(
  impactStatement: string | null,
  resources: boolean | null,
  locale: Locale,
): readonly Node[] {
  return [
    ...ownWords('impactStatement', impactStatement, locale, {
      isMultiline: true,
      maxLength: CARD_TEXT_LIMIT,
      placeholder: phrase(locale, 'form.impactHint'),
    }),
    toggleInput('resourcesCommitted', phrase(locale, 'form.resourcesCommitted'), resources === true),
  ];
}

function contactInputs(draft: Draft, locale: Locale): readonly Node[] {
  const label = (field: string) => phrase(locale, `fields.${field}`);
  return [
    subheading(phrase(locale, 'form.contact')),
    textInput('contactName', label('contactName'), draft.contactName, {
      maxLength: 200,
      ...required(phrase(locale, 'problems.required', { field: label('contactName') })),
    }),
    textInput('contactPhone', label('contactPhone'), draft.contactPhone, { style: 'tel', maxLength: 40 }),
    textInput('contactEmail', label('contactEmail'), draft.contactEmail, { style: 'email', maxLength: 254 }),
    choiceInput(
      'preferredContact',
      label('preferredContact'),
      choicesOf('preferredContact', preferredContactSchema.options, locale),
      draft.preferredContact ?? 'email',
      { style: 'compact' },
    ),
    choiceInput(
      'contactLanguage',
      label('contactLanguage'),
      choicesOf('contactLanguage', LOCALES, locale),
      draft.contactLanguage,
      {
        style: 'compact',
      },
    ),
  ];
}

function consentInputs(draft: Draft, { locale, privacyUrl }: IntakeFormOptions): readonly Node[] {
  const link = privacyUrl ? ` [${phrase(locale, 'links.privacy')}](${privacyUrl})` : '';
  return [
    subheading(phrase(locale, 'form.privacy')),
    text(phrase(locale, 'privacyNotice') + link, { size: 'small', isSubtle: true }),
    toggleInput('consent', phrase(locale, 'form.consent'), draft.consentAt !== null, {
      label: phrase(locale, 'fields.consent'),
      ...required(phrase(locale, 'problems.consentNeeded')),
    }),
  ];
}
