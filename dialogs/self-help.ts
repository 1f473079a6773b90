import type { Reply } from '../src/domain/activity.ts';
import type { Article } from '../src/domain/article.ts';
import type { Draft } from '../src/domain/draft.ts';
import type { Locale } from '../src/domain/locale.ts';
import { requestKindOf, type Topic } from '../src/domain/topics.ts';
import { articleText } from './article-text.ts';
import { articlesCard } from './cards/articles-card.ts';
import { startIntake } from './contact-support.ts';
import { type Outcome, say, speaksInCards, type Talk, withButtons, withFrame, withoutFrames } from './dialog.ts';
import { emptyDraft } from './drafting.ts';
import { noteNotSolved, noteSolved } from './hindsight.ts';
import { holdsBack, incidentsFor, noteOtherProblem, showIncidents, tellBeside } from './known-incident.ts';
import { excerpt } from './limits.ts';
import { phrase } from './phrases.ts';
import { plain } from './plain.ts';
import { presalesText } from './presales.ts';
import { beginNext } from './several-problems.ts';
import type { ConversationState } from './state.ts';

/** Goes on with the next problem of the same breath. */
export async function helpWithNext(talk: Talk, before: ConversationState): Promise<Outcome> {
  const { locale } = talk.state;
  const next = await beginNext(talk, before);
  const { draft } = next.state;
  const words = plain(excerpt((draft?.description ?? '').replaceAll('\n', ' '), 80));
  const lead = say(locale, 'severalProblems.next', { words });
  // What was under discussion before has its articles already.
  if (draft && draft.attempted.length > 0) {
    const frame = { dialog: 'self-help' as const, topic: draft.topic ?? ('none' as const), offered: [] };
    return { state: withFrame(next.state, frame), replies: withButtons([lead], locale, OUTCOMES) };
  }
  const outcome = await helpWithDraft(next);
  return { ...outcome, replies: [lead, ...outcome.replies] };
}

/** Help for the draft as it is. */
export function helpWithDraft(talk: Talk): Promise<Outcome> {
  const { draft } = talk.state;
  return suggestArticles(talk, draft?.description ?? '', draft?.topic ?? 'none');
}

/** What may have come of the articles, and the way on. */
export const OUTCOMES = ['contactSupport', 'solved', 'notSolved', 'showAnother'];

function addedReplies(locale: Locale): readonly Reply[] {
  return withButtons([say(locale, 'selfHelp.added')], locale, OUTCOMES);
}

/** Health first, then articles for the problem of the draft (rules R11, R12). */
export async function suggestArticles(talk: Talk, text: string, topic: Topic): Promise<Outcome> {
  const { state, desk } = talk;
  const { locale } = state;
  const draft = state.draft ?? emptyDraft(desk, locale);
  const [health, articles] = await Promise.all([
    desk.health(topic, text, locale),
    desk.articles({ text, topic, locale, exclude: draft.attempted.map(({ articleId }) => articleId) }),
  ]);
  const understood = phrase(locale, 'selfHelp.understood', { topic: phrase(locale, `values.topic.${topic}`) });
  const looked = { ...draft, health };
  if (requestKindOf(topic) !== 'technical') {
    const buying = presalesText(talk, topic);
    const lead = [understood, ...(buying ? [buying] : [])];
    return offerArticles({ state: { ...state, draft: looked }, desk }, articles, topic, lead);
  }
  const incidents = incidentsFor(draft, health);
  if (incidents.some(holdsBack)) return showIncidents(talk, health, looked, topic, understood);
  const beside = tellBeside(talk, health, incidents);
  const offer = offerArticles({ state: { ...beside.state, draft: looked }, desk }, articles, topic, [
    understood,
    ...beside.lead,
  ]);
  return { ...offer, replies: [...beside.replies, ...offer.replies] };
}

/** Articles for the draft's problem, and what may have come of them. */
function offerArticles(talk: Talk, articles: readonly Article[], topic: Topic, lead: readonly string[]): Outcome {
  const { state, desk } = talk;
  const { locale } = state;
  const draft = state.draft ?? emptyDraft(desk, locale);
  // Everything there is was shown already: the message told more of the same problem.
  if (articles.length === 0 && draft.attempted.length > 0) return { state, replies: addedReplies(locale) };
  const offered = articles.map(({ id }) => id);
  const noted = withAttempts(draft, offered, 'offered');
  // What was told of the boundary before belongs to another problem.
  const stack = state.stack.filter(({ dialog }) => dialog !== 'boundary');
  const next = withFrame({ ...state, stack, draft: noted }, { dialog: 'self-help', topic, offered });
  return { state: next, replies: articleReplies(articles, lead, speaksInCards(next), noted.id, locale) };
}

/** "Mine is another problem": noted for staff, and the articles follow (rule R11). */
export async function notThisIncident(talk: Talk): Promise<Outcome> {
  const noted = noteOtherProblem(talk);
  const { state, replies } = noted;
  const { locale, draft } = state;
  const topic = draft?.topic ?? 'none';
  if (!draft || requestKindOf(topic) === null) return noted;
  const exclude = draft.attempted.map(({ articleId }) => articleId);
  const articles = await talk.desk.articles({ text: draft.description ?? '', topic, locale, exclude });
  const stack = state.stack.filter(({ dialog }) => dialog !== 'known-incident');
  const next = { state: { ...state, stack }, desk: talk.desk };
  if (articles.length === 0 && draft.attempted.length > 0) {
    return { state: next.state, replies: withButtons(replies, locale, OUTCOMES) };
  }
  return offerArticles(
    next,
    articles,
    topic,
    replies.map(({ text }) => text),
  );
}

function articleReplies(
  articles: readonly Article[],
  lead: readonly string[],
  cards: boolean,
  draftId: string,
  locale: Locale,
): Outcome['replies'] {
  if (articles.length === 0) {
    return withButtons([{ text: [...lead, phrase(locale, 'selfHelp.noArticle')].join('\n\n') }], locale, [
      'contactSupport',
    ]);
  }
  if (cards) {
    const text = [...lead, phrase(locale, 'selfHelp.offer')].join('\n\n');
    return [{ text, card: articlesCard(articles, draftId, locale) }];
  }
  const text = [
    ...lead,
    phrase(locale, 'selfHelp.offer'),
    articleText(articles, locale),
    phrase(locale, 'selfHelp.next'),
  ].join('\n\n');
  return withButtons([{ text }], locale, OUTCOMES);
}

function withAttempts(draft: Draft, articleIds: readonly string[], outcome: 'offered' | 'not-solved'): Draft {
  const kept = draft.attempted.filter(({ articleId }) => !articleIds.includes(articleId));
  return { ...draft, attempted: [...kept, ...articleIds.map((articleId) => ({ articleId, outcome }))] };
}

/** Whether something was shown that may have helped: only then the word says something of it. */
function isHelped({ stack }: ConversationState): boolean {
  return stack.some(({ dialog }) => dialog === 'self-help' || dialog === 'boundary' || dialog === 'known-incident');
}

/** The articles helped: the draft is done with. */
export function solved(talk: Talk): Outcome {
  const state = isHelped(talk.state) ? noteSolved(talk) : talk.state;
  const { locale } = state;
  const replies = [{ text: phrase(locale, 'selfHelp.solved') }];
  return {
    state: { ...withoutFrames(state), draft: null },
    replies: withButtons(replies, locale, ['menu']),
  };
}

/** Other articles for the same problem: those on the screen did not fit, and neither they nor earlier ones come again. */
export async function showAnother(talk: Talk): Promise<Outcome> {
  const { state, desk } = talk;
  const { locale, draft } = state;
  const frame = state.stack.find(({ dialog }) => dialog === 'self-help');
  if (!draft || frame?.dialog !== 'self-help') return { state, replies: [say(locale, 'selfHelp.nothingShown')] };
  const tried = withAttempts(draft, frame.offered, 'not-solved');
  const exclude = tried.attempted.map(({ articleId }) => articleId);
  const { topic } = frame;
  const articles = await desk.articles({ text: draft.description ?? '', topic, locale, exclude });
  const next = { ...state, draft: tried };
  if (articles.length > 0) return offerArticles({ state: next, desk }, articles, topic, []);
  const replies = [say(locale, 'selfHelp.noMore')];
  return { state: next, replies: withButtons(replies, locale, ['contactSupport', 'solved']) };
}

/** The articles did not help: staff will see which were tried, and the intake opens (rules R12, D5). */
export function notSolved(talk: Talk): Outcome {
  const { desk } = talk;
  const state = isHelped(talk.state) ? noteNotSolved(talk) : talk.state;
  const frame = state.stack.find(({ dialog }) => dialog === 'self-help' || dialog === 'boundary');
  if (!state.draft || !frame || !('offered' in frame)) return startIntake(talk);
  return startIntake({ state: { ...state, draft: withAttempts(state.draft, frame.offered, 'not-solved') }, desk });
}
