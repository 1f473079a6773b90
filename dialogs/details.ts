import type { Draft } from '../src/domain/draft.ts';
import { LOCALES, type Locale } from '../src/domain/locale.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
import {
  type Details,
  detailsIn,
  detailsOf,
  missingDetails,
  readDetail,
  type TopicDetail,
  toldDetails,
} from '../src/domain/topic-details.ts';
import { isAnswer, isUnsure } from './choices.ts';
import { plainWords } from './commands.ts';
import { withMessage } from './drafting.ts';
import { CARD_TEXT_LIMIT } from './limits.ts';
import { phrase, phraseList } from './phrases.ts';
import { toldContact } from './told-contact.ts';
import { addressConcerned, choiceNamed, choicesIn } from './told-details.ts';

/**
 * Whether the one question about details is still to be asked: all that is missing in one sentence, and "skip" is an
 * answer. A request of level A is not held back by it (rule R12).
 */
export function detailsAreOpen(draft: Draft, desk: SupportDesk): boolean {
  if (draft.detailsAsked || missingDetails(draft.topic, draft.details).length === 0) return false;
  return desk.assess(draft).severity.assigned !== 'A';
}

/** The question in words, with the names of what is missing. */
export function detailsQuestion(draft: Draft, locale: Locale): string {
  const open = missingDetails(draft.topic, draft.details);
  const wanted = open.length > 0 ? open : detailsOf(draft.topic);
  if (wanted.length === 0) return phrase(locale, 'questions.detailsAny');
  const names = wanted.map(({ id }) => phrase(locale, `detailHints.${id}`)).join(phrase(locale, 'listSeparator'));
  return phrase(locale, 'questions.details', { names });
}

/** Who wants to get on says so in the words of the review, too. */
const SKIPPING = ['decline', 'no', 'confirm.yes', 'reviewChoice.confirm', 'reviewChoice.edit'];

/** Reads the answer: what can be told apart goes into the fields, and the words as they are into the description. */
export async function readDetailsAnswer(
  text: string,
  draft: Draft,
  desk: SupportDesk,
): Promise<{ readonly patch: Partial<Draft> } | { readonly problem: string }> {
  const words = text.trim();
  if (isUnsure(text) || SKIPPING.some((name) => isAnswer(text, name))) return { patch: { detailsAsked: true } };
  if (words.length > CARD_TEXT_LIMIT) return { problem: 'tooLong' };
  const { topic, kind, product } = draft;
  const wanted = detailsOf(topic);
  const labelled = labelledIn(words, wanted);
  if ('problem' in labelled) return labelled;
  const understood = await desk.understand(text);
  const { operator } = desk.policy;
  const read = { ...detailsIn(words, understood.entities), ...choicesIn(words, wanted), ...labelled.details };
  const { address, ...others } = read;
  const concerned = addressConcerned(address, toldContact(words, operator));
  const found = { ...others, ...(concerned !== undefined && { address: concerned }) };
  if (isMisspeltAddress(words, wanted, read)) return { problem: 'unreadableAddress' };
  const told = { ...draft.details, ...found };
  const details = { ...told, ...lonelyValue(words, wanted, told) };
  if (sameDetails(details, draft.details) && !SAYS_SOMETHING.test(words)) return { problem: 'detailsNotUnderstood' };
  return {
    patch: {
      ...withMessage(draft, text, understood, operator),
      topic,
      kind,
      product,
      details,
      detailsAsked: true,
    },
  };
}

/** Two characters of Chinese or three of others; a stray key is no answer. */
const SAYS_SOMETHING = /\p{Script=Han}.*\p{Script=Han}|\p{L}.*\p{L}.*\p{L}/u;

function sameDetails(one: Details, other: Details): boolean {
  return Object.keys(one).every((id) => one[id] === other[id]);
}

/** Somebody who is asked for one thing answers with that thing. */
function lonelyValue(words: string, wanted: readonly TopicDetail[], told: Details): Details {
  const [only, another] = wanted.filter(({ id, isAsked }) => isAsked && !Object.hasOwn(told, id));
  if (!only || another || (only.kind !== 'number' && words.length < 3)) return {};
  const read = readDetail(only, words);
  return 'value' in read ? { [only.id]: read.value } : {};
}

function isMisspeltAddress(words: string, wanted: readonly TopicDetail[], found: Details): boolean {
  return /\S@\S/.test(words) && found.address === undefined && wanted.some(({ kind }) => kind === 'email');
}

/** `Invoice number: E0400ABCDE`, 「版本：2408」: parts of an answer that name what they tell. */
function labelledIn(
  words: string,
  wanted: readonly TopicDetail[],
): { readonly details: Details } | { readonly problem: string } {
  const details: Record<string, string> = {};
  for (const part of words.split(/[\n;；,，、]/)) {
    const at = part.search(/[:：=]/);
    const detail = at < 1 ? undefined : wanted.find(({ id }) => labelsOf(id).includes(plainWords(part.slice(0, at))));
    if (!detail) continue;
    const value = part.slice(at + 1);
    const read = readDetail(detail, choiceNamed(value, detail) ?? value);
    if ('problem' in read) return read;
    if (read.value !== '') details[detail.id] = read.value;
  }
  return { details };
}

function labelsOf(id: string): readonly string[] {
  return LOCALES.flatMap((locale) => [
    phrase(locale, `fields.detail.${id}`),
    ...phraseList(locale, `answers.detailLabels.${id}`),
  ]).map(plainWords);
}

/** Lines of the review: what was told of the topic, by its label. */
export function detailLines(
  draft: Draft,
  locale: Locale,
): readonly { readonly label: string; readonly value: string }[] {
  const choices = new Set(detailsOf(draft.topic).flatMap(({ id, kind }) => (kind === 'choice' ? [id] : [])));
  return toldDetails(draft.topic, draft.details).map(({ id, value }) => ({
    label: phrase(locale, `fields.detail.${id}`),
    value: choices.has(id) ? phrase(locale, `values.detail.${id}.${value}`) : value,
  }));
}
