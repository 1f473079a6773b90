import type { Reply } from '../src/domain/activity.ts';
import type { Article } from '../src/domain/article.ts';
import type { Draft } from '../src/domain/draft.ts';
import type { Locale } from '../src/domain/locale.ts';
import type { Policy } from '../src/domain/policy.ts';
import { requestKindOf, TOPICS, type Topic } from '../src/domain/topics.ts';
import type { Understanding } from '../src/domain/understanding.ts';
import { articleText } from './article-text.ts';
import { boundaryCard } from './cards/articles-card.ts';
import { wordsOf } from './choices.ts';
import { plainWords } from './commands.ts';
import { SURE_ENOUGH } from './confidence.ts';
import { buttonTitles, mayFile, type Outcome, say, speaksInCards, suggest, type Talk, topFrame } from './dialog.ts';
import { emptyDraft, withMessage } from './drafting.ts';
import { noteNoExample } from './hindsight.ts';
import { isClearlyBest, notAgain } from './offered-articles.ts';
import { phrase, reasonText } from './phrases.ts';
import { resourceLine } from './resources.ts';
import type { BoundaryFrame } from './state.ts';

/** Why a topic is outside support; an operator's table tells which of the codes hold for it. */
const REASON_OF: Readonly<Record<BoundaryFrame['topic'], string>> = {
  'boundary.customer-network': 'R26.customer-network',
  'boundary.third-party-addin': 'R27.third-party',
};

/** A topic of the boundary, or null for any other. */
export function boundaryTopic(topic: Topic): BoundaryFrame['topic'] | null {
  return topic === 'boundary.customer-network' || topic === 'boundary.third-party-addin' ? topic : null;
}

/**
 * A problem of the own network or of a third-party add-in: told so kindly, with what to try, who helps and which part is
 * the admin's (rules R26, R27, D2, D5, D6). It goes on from there by insisting; see `boundary-remark.ts`.
 */
export async function tellBoundary(
  { state, desk }: Talk,
  topic: BoundaryFrame['topic'],
  text: string,
  understood: Understanding,
): Promise<Outcome> {
  const { locale } = state;
  const articles = await desk.articles({ text, topic, locale, exclude: notAgain(state, null, desk.now) });
  const offered = articles.map(({ id }) => id);
  const draft = withOffers(
    withMessage(state.draft ?? emptyDraft(desk, locale), text, understood, desk.policy.operator),
    offered,
  );
  const isOutside = desk.policy.boundary.outside.includes(REASON_OF[topic]);
  // Where the operator does not put it outside, there is nothing to insist on.
  const stack = isOutside ? [{ dialog: 'boundary' as const, topic, offered }] : [];
  const next = { ...state, draft, stack };
  return { state: next, replies: [boundaryReply({ state: next, desk }, topic, articles, isOutside)] };
}

function withOffers(draft: Draft, offered: readonly string[]): Draft {
  const isNew = (id: string) => !draft.attempted.some(({ articleId }) => articleId === id);
  const added = offered.filter(isNew).map((articleId) => ({ articleId, outcome: 'offered' as const }));
  return { ...draft, attempted: [...draft.attempted, ...added] };
}

function boundaryReply(
  talk: Talk,
  topic: BoundaryFrame['topic'],
  articles: readonly Article[],
  isOutside: boolean,
): Reply {
  const { state, desk } = talk;
  const { locale, draft } = state;
  const community = topic === 'boundary.third-party-addin' ? resourceLine('community', desk.policy, locale) : null;
  const words = [
    phrase(locale, `boundary.sounds.${topic}`),
    ...(isOutside ? outsideTexts(topic, desk.policy, locale) : []),
    ...(community ? [`${phrase(locale, 'boundary.community')}\n\n- ${community}`] : []),
    phrase(locale, `boundary.try.${topic}`),
    ...(mayFile(talk) ? [phrase(locale, isOutside ? 'boundary.insistHint' : 'boundary.contactHint')] : []),
  ].join('\n\n');
  const onward = waysOn(talk, isOutside);
  if (speaksInCards(state) && draft && articles.length > 0) {
    return { text: words, card: boundaryCard(articles, draft.id, locale, { onward, isOpen: isClearlyBest(articles) }) };
  }
  const text = articles.length > 0 ? `${words}\n\n${articleText(articles, locale)}` : words;
  return suggest({ text }, buttonTitles(locale, [...onward, 'solved', 'menu']));
}

/** The button that leads on; nobody is offered one that would only refuse them. */
function waysOn(talk: Talk, isOutside: boolean): readonly ('insist' | 'contactSupport')[] {
  if (!mayFile(talk)) return [];
  return [isOutside ? 'insist' : 'contactSupport'];
}

/** That it is outside and who helps, then the admin's part: people are sent back to their own IT, and to support with what that cannot solve (rules D2, D5, D6). */
function outsideTexts(topic: BoundaryFrame['topic'], { boundary }: Policy, locale: Locale): readonly string[] {
  const duties = boundary.duties.map((code) => `- ${reasonText({ code }, locale)}`).join('\n');
  const why = reasonText({ code: REASON_OF[topic] }, locale);
  return [why, ...(duties ? [`${phrase(locale, 'boundary.duties')}\n\n${duties}`] : [])];
}

/** Whether a message says more of the problem that was told to be outside. */
export function isMoreOfBoundary({ state }: Talk, { topic, confidence }: Understanding): boolean {
  if (topFrame(state)?.dialog !== 'boundary') return false;
  if (boundaryTopic(topic)) return true;
  if (topic === 'support.contact') return confidence < SURE_ENOUGH.toStartContact;
  const { kind } = TOPICS[topic];
  if (kind === 'support' || kind === 'community') return confidence < SURE_ENOUGH.toTakeTopic;
  return requestKindOf(topic) === null || confidence < SURE_ENOUGH.toLeaveProblem;
}

/** Notes it, and offers the way on without saying it all again. */
export function noteMore(told: Talk, text: string, understood: Understanding): Outcome {
  const { desk } = told;
  const state = noteNoExample(told, 'added');
  const { locale } = state;
  const draft = withMessage(
    state.draft ?? emptyDraft(desk, locale),
    text,
    { ...understood, topic: 'none' },
    desk.policy.operator,
  );
  const talk: Talk = { state: { ...state, draft }, desk };
  const buttons = buttonTitles(locale, [...waysOn(talk, true), 'solved', 'menu']);
  return { state: talk.state, replies: [suggest(say(locale, 'boundary.noted'), buttons)] };
}

/** Whether somebody who was told the boundary says that it is a Microsoft 365 problem all the same. */
export function insists({ state }: Talk, text: string): boolean {
  if (topFrame(state)?.dialog !== 'boundary') return false;
  const words = plainWords(text);
  const isNegated = (claim: string) =>
    wordsOf('boundary.notBefore').some((not) => words.includes(`${not}${claim}`) || words.includes(`${not} ${claim}`));
  // 「不是你们的问题」 holds 「是你们的问题」 and says the opposite.
  return wordsOf('boundary.insistWords').some((claim) => claim !== '' && words.includes(claim) && !isNegated(claim));
}
