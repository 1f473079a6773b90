import type { Draft } from '../src/domain/draft.ts';
import { ALL_DETAILS, type Details, detailsIn, type TopicDetail } from '../src/domain/topic-details.ts';
import type { Understanding } from '../src/domain/understanding.ts';
import { mentions, namedChoice } from './choices.ts';

/** A description is looked through for named choices down to here. */
const MOST_READ = 2000;

/** What a message tells for the details of any topic, beside what was told before; what is told later wins. */
export function withDetails(draft: Draft, text: string, { entities }: Pick<Understanding, 'entities'>): Details {
  const { address, ...others } = detailsIn(text, entities);
  // The own address of the person is where to reach them, and not what the problem is about.
  const isOwn = address === undefined || address === draft.contactEmail;
  return { ...draft.details, ...others, ...(!isOwn && { address }), ...choicesIn(text, ALL_DETAILS) };
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
