import type { Reply } from '../src/domain/activity.ts';
import type { Article } from '../src/domain/article.ts';
import type { Draft } from '../src/domain/draft.ts';
import type { Locale } from '../src/domain/locale.ts';
import { requestKindOf, type Topic } from '../src/domain/topics.ts';
import { articleList, articleText, LETTERS } from './article-text.ts';
import { articlesCard } from './cards/articles-card.ts';
import { isBrief } from './choices.ts';
import { plainWords } from './commands.ts';
import { SURE_ENOUGH } from './confidence.ts';
import { startIntake } from './contact-support.ts';
import { type Outcome, say, speaksInCards, type Talk, withButtons, withFrame, withoutFrames } from './dialog.ts';
import { emptyDraft } from './drafting.ts';
import { noteNotSolved, noteSolved } from './hindsight.ts';
import { holdsBack, incidentsFor, noteOtherProblem, showIncidents, tellBeside } from './known-incident.ts';
import { excerpt } from './limits.ts';
import { isClearlyBest, notAgain, withAttempts, withRejected } from './offered-articles.ts';
import { phrase } from './phrases.ts';
import { plain } from './plain.ts';
import { presalesText } from './presales.ts';
import { beginNext } from './several-problems.ts';
import type { BoundaryFrame, ConversationState, SelfHelpFrame } from './state.ts';

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

/**
 * Health first, then articles for the problem of the draft (rules R11, R12).
 * @param isChosen the person picked the topic, so that it is sure
 */
export async function suggestArticles(talk: Talk, text: string, topic: Topic, isChosen = false): Promise<Outcome> {
  const { state, desk } = talk;
  const { locale } = state;
  const draft = state.draft ?? emptyDraft(desk, locale);
  const [health, offer] = await Promise.all([
    desk.health(topic, text, locale),
    findArticles({ state, desk }, text, topic, isChosen),
  ]);
  const understood = phrase(locale, 'selfHelp.understood', { topic: phrase(locale, `values.topic.${topic}`) });
  const looked = { ...draft, health };
  if (requestKindOf(topic) !== 'technical') {
    const buying = presalesText(talk, topic);
    const lead = [understood, ...(buying ? [buying] : [])];
    return offerArticles({ state: { ...state, draft: looked }, desk }, offer, topic, lead);
  }
  const incidents = incidentsFor(draft, health);
  if (incidents.some(holdsBack)) return showIncidents(talk, health, looked, topic, understood);
  const beside = tellBeside(talk, health, incidents);
  const lead = [understood, ...beside.lead];
  const outcome = offerArticles({ state: { ...beside.state, draft: looked }, desk }, offer, topic, lead);
  return { ...outcome, replies: [...beside.replies, ...outcome.replies] };
}

/** What is offered: one article with its steps where bot and search are sure, else a list. */
interface Offer {
  readonly articles: readonly Article[];
  readonly isSure: boolean;
}

async function findArticles({ state, desk }: Talk, text: string, topic: Topic, isChosen: boolean): Promise<Offer> {
  const { locale, draft } = state;
  const [articles, read] = await Promise.all([
    desk.articles({ text, topic, locale, exclude: notAgain(state, draft, desk.now) }),
    desk.understand(text),
  ]);
  const isTopicSure = isChosen || (read.topic === topic && read.confidence >= SURE_ENOUGH.toShowOne);
  const isSure = isTopicSure && isClearlyBest(articles);
  return { articles: isSure ? articles.slice(0, 1) : articles, isSure };
}

/** Articles for the draft's problem, and what may have come of them. */
function offerArticles(talk: Talk, offer: Offer, topic: Topic, lead: readonly string[]): Outcome {
  const { articles } = offer;
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
  return { state: next, replies: articleReplies({ state: next, desk }, offer, lead) };
}

/** "Mine is another problem": noted for staff, and the articles follow (rule R11). */
export async function notThisIncident(talk: Talk): Promise<Outcome> {
  const noted = noteOtherProblem(talk);
  const { state, replies } = noted;
  const { locale, draft } = state;
  const topic = draft?.topic ?? 'none';
  if (!draft || requestKindOf(topic) === null) return noted;
  const offer = await findArticles({ state, desk: talk.desk }, draft.description ?? '', topic, false);
  const stack = state.stack.filter(({ dialog }) => dialog !== 'known-incident');
  const next = { state: { ...state, stack }, desk: talk.desk };
  if (offer.articles.length === 0 && draft.attempted.length > 0) {
    return { state: next.state, replies: withButtons(replies, locale, OUTCOMES) };
  }
  return offerArticles(
    next,
    offer,
    topic,
    replies.map(({ text }) => text),
  );
}

function articleReplies({ state }: Talk, { articles, isSure }: Offer, lead: readonly string[]): readonly Reply[] {
  const { locale, draft } = state;
  if (articles.length === 0) {
    const none = phrase(locale, noneLeft(draft));
    return withButtons([{ text: [...lead, none].join('\n\n') }], locale, ['contactSupport']);
  }
  const isOpen = isSure || articles.length === 1;
  const offer = phrase(locale, `selfHelp.${isSure ? 'offerBest' : isOpen ? 'offerOne' : 'offer'}`);
  if (speaksInCards(state) && draft) {
    return [{ text: [...lead, offer].join('\n\n'), card: articlesCard(articles, draft.id, locale, isOpen) }];
  }
  const shown = isOpen
    ? [articleText(articles, locale)]
    : [articleList(articles), phrase(locale, 'selfHelp.pick', { letters: lettersOf(articles, locale) })];
  const text = [...lead, offer, ...shown, phrase(locale, 'selfHelp.next')].join('\n\n');
  return withButtons([{ text }], locale, OUTCOMES);
}

/** "No other" is said only where something was shown for this problem. */
function noneLeft(draft: Draft | null): 'selfHelp.noMore' | 'selfHelp.noArticle' {
  return draft && draft.attempted.length > 0 ? 'selfHelp.noMore' : 'selfHelp.noArticle';
}

function lettersOf(articles: readonly Article[], locale: Locale): string {
  return LETTERS.slice(0, articles.length).join(phrase(locale, 'listSeparator'));
}

/** The steps of the article whose letter a message is; null for anything else. */
export async function openListed(talk: Talk, frame: SelfHelpFrame, text: string): Promise<Outcome | null> {
  const { state, desk } = talk;
  const { locale } = state;
  const id = frame.offered[LETTERS.indexOf(plainWords(text).toUpperCase())];
  if (id === undefined || frame.offered.length < 2) return null;
  const articles = await desk.articles({ text: '', topic: frame.topic, locale, exclude: [], only: [id] });
  if (articles.length === 0) return null;
  const opened = [...new Set([...(frame.opened ?? []), id])];
  const told = [articleText(articles, locale), phrase(locale, 'selfHelp.next')].join('\n\n');
  return { state: withFrame(state, { ...frame, opened }), replies: withButtons([{ text: told }], locale, OUTCOMES) };
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

/** The problem without brief facts that were added: "only the finance department" finds articles about departments. */
function problemWords(description: string): string {
  return description
    .split('\n')
    .filter((line, place) => place === 0 || !isBrief(line))
    .join('\n');
}

/** Other articles for the same problem: those on the screen did not fit, and neither they nor earlier ones come again. */
export async function showAnother({ state, desk }: Talk): Promise<Outcome> {
  const { locale, draft } = state;
  const frame = state.stack.find(({ dialog }) => dialog === 'self-help');
  if (!draft || frame?.dialog !== 'self-help') return { state, replies: [say(locale, 'selfHelp.nothingShown')] };
  const next = withRejected(state, frame.offered, desk.now);
  const { topic } = frame;
  const offer = await findArticles({ state: next, desk }, problemWords(draft.description ?? ''), topic, false);
  if (offer.articles.length > 0) return offerArticles({ state: next, desk }, offer, topic, []);
  const replies = [say(locale, noneLeft(draft))];
  return { state: next, replies: withButtons(replies, locale, ['contactSupport', 'solved']) };
}

/** Of a list, only those that were opened can be told to have been tried; cards do not tell which. */
function triedOf(frame: SelfHelpFrame | BoundaryFrame): readonly string[] {
  const opened = 'opened' in frame ? (frame.opened ?? []) : [];
  return opened.length > 0 ? opened : frame.offered;
}

/** The state after somebody said that what was shown did not help. */
export function withoutSuccess({ state, desk }: Talk): ConversationState {
  const frame = state.stack.find(({ dialog }) => dialog === 'self-help' || dialog === 'boundary');
  if (!state.draft || !frame || !('offered' in frame)) return state;
  const draft = withAttempts(state.draft, triedOf(frame), 'not-solved');
  return withRejected({ ...state, draft }, frame.offered, desk.now);
}

/** The articles did not help: staff will see which were tried, and the intake opens (rules R12, D5). */
export function notSolved(talk: Talk): Outcome {
  const { desk } = talk;
  const state = isHelped(talk.state) ? noteNotSolved(talk) : talk.state;
  return startIntake({ state: withoutSuccess({ state, desk }), desk });
}
