import type { Draft } from '../src/domain/draft.ts';
import { ALL_DETAILS, type Details, detailsIn, type TopicDetail } from '../src/domain/topic-details.ts';
import type { Understanding } from '../src/domain/understanding.ts';
import { mentions, namedChoice } from './choices.ts';
import type { ToldContact } from './told-contact.ts';

/** A description is looked through for named choices down to here. */
const MOST_READ = 2000;

/**
 * What a message tells for the details of any topic, beside what was told before; what is told later wins.
 * @param contact how to reach the person, as the same message tells: that is not what the problem is about
 */
export function withDetails(
  draft: Draft,
  text: string,
  { entities }: Pick<Understanding, 'entities'>,
  contact: ToldContact,
): Details {
  const { address, ...others } = detailsIn(text, entities);
  const concerned = addressConcerned(address, contact);
  const isOwn = concerned === undefined || concerned === draft.contactEmail;
  return { ...draft.details, ...others, ...(!isOwn && { address: concerned }), ...choicesIn(text, ALL_DETAILS) };
}

/** The address that a problem is about, where the message names another one to write to. */
export function addressConcerned(address: string | undefined, { email, otherEmails }: ToldContact): string | undefined {
  return address !== undefined && address === email ? otherEmails[0] : address;
}

/** The choices that a text names without a doubt. */
export function choicesIn(text: string, wanted: readonly TopicDetail[]): Details {
  const named = wanted.flatMap((detail) => {
    const option = choiceNamed(text, detail);
    return option === null ? [] : [[detail.id, option]];
  });
  return Object.fromEntries(named);
}

/** The option of a choice that a text names, or null; also for what is no choice. */
export function choiceNamed(text: string, { id, options }: TopicDetail): string | null {
  if (options.length === 0) return null;
  const read = text.slice(0, MOST_READ);
  return id === 'direction' ? directionIn(read, options) : namedChoice(read, `detail.${id}`, options);
}

/** Mail that fails is told with "nobody" and "cannot", so a negation casts no doubt on the direction. */
function directionIn(text: string, options: readonly string[]): string | null {
  const named = options.filter((option) => mentions(text, `answers.detail.direction.${option}`));
  if (named.includes('both')) return 'both';
  return named.length === 1 ? (named[0] ?? null) : null;
}
