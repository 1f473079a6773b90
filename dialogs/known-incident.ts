import type { Reply } from '../src/domain/activity.ts';
import type { Draft } from '../src/domain/draft.ts';
import { type HealthCheck, type Incident, isOver } from '../src/domain/health.ts';
import { type FollowOutcome, MOST_FOLLOWS } from '../src/domain/incident-follow.ts';
import type { Locale } from '../src/domain/locale.ts';
import type { Topic } from '../src/domain/topics.ts';
import { healthCard } from './cards/health-card.ts';
import { numbered } from './choices.ts';
import {
  type ActionInput,
  buttonTitles,
  mayFile,
  type Outcome,
  say,
  speaksInCards,
  suggest,
  type Talk,
  withButtons,
  withFrame,
} from './dialog.ts';
import { healthText, incidentName, matchedText, readerOf } from './health.ts';
import { phrase } from './phrases.ts';
import { plain } from './plain.ts';
import type { ConversationState } from './state.ts';

/** What was found, without what the person said is another problem than theirs. */
export function incidentsFor({ otherThan = [] }: Pick<Draft, 'otherThan'>, health: HealthCheck): readonly Incident[] {
  return health.incidents.filter(({ id }) => !otherThan.includes(id));
}

/**
 * An incident that goes on stands alone before anything else: whoever has that problem needs no articles, and whoever has
 * another one says so with one tap, or goes to support with one (rules R11, R12).
 * @param draft already in the state
 * @param lead sentences before it
 */
export function showIncidents(talk: Talk, health: HealthCheck, draft: Draft, topic: Topic, lead: string): Outcome {
  const { state } = talk;
  const { locale } = state;
  const incidents = incidentsFor(draft, health);
  const next = withFrame({ ...remember(state, incidents), draft }, { dialog: 'known-incident', topic });
  const intro = [lead, matchedText(incidents, locale)];
  const isIt = phrase(locale, 'health.isItThis');
  if (speaksInCards(state)) {
    const ways = { draftId: draft.id, mayFile: mayFile(talk) };
    return {
      state: next,
      replies: [{ text: [...intro, isIt].join('\n\n'), card: healthCard(incidents, ways, readerOf(talk)) }],
    };
  }
  const titles = buttonTitles(locale, incidentWays(talk));
  const choose = `${isIt}\n\n${phrase(locale, 'health.reply')}\n\n${numbered(titles)}`;
  const text = [lead, healthText({ ...health, incidents: [...incidents] }, talk), choose].join('\n\n');
  return { state: next, replies: [suggest({ text }, titles)] };
}

/** The ways on from an incident, in the order of their numbers; nobody is offered support that would refuse them. */
export function incidentWays(talk: Talk): readonly string[] {
  return ['follow', 'otherProblem', ...(mayFile(talk) ? ['contactSupport'] : [])];
}

/** Whether it stands alone before the articles: an advisory touches few people, and what is over nobody any more. */
export function holdsBack(incident: Incident): boolean {
  return !isOver(incident) && incident.classification !== 'advisory';
}

/** What is told beside the articles: sentences before them, or a card of its own. */
export function tellBeside(
  talk: Talk,
  health: HealthCheck,
  incidents: readonly Incident[],
): Outcome & { readonly lead: readonly string[] } {
  const { state } = talk;
  if (health.result !== 'matched') return { state, replies: [], lead: [healthText(health, talk)] };
  // All of them are another problem, as the person said.
  if (incidents.length === 0) return { state, replies: [], lead: [] };
  const next = remember(state, incidents);
  if (speaksInCards(state)) return { state: next, replies: [cardReply(talk, incidents)], lead: [] };
  const lead = [healthText({ ...health, incidents: [...incidents] }, talk), ...followOffer(incidents, state.locale)];
  return { state: next, replies: [], lead };
}

function cardReply(talk: Talk, incidents: readonly Incident[]): Reply {
  const card = healthCard(incidents, { draftId: null, mayFile: false }, readerOf(talk));
  return { text: matchedText(incidents, talk.state.locale), card };
}

function followOffer(incidents: readonly Incident[], locale: Locale): readonly string[] {
  return incidents.every(isOver) ? [] : [phrase(locale, 'health.askedOffer')];
}

/** The answer to "is Exchange down?" where something is known; `answer` says where to look and goes on. */
export function answerIncidents(talk: Talk, health: HealthCheck, answer: Reply): Outcome {
  const { incidents } = health;
  const state = remember(talk.state, incidents);
  const { locale } = state;
  if (speaksInCards(state)) return { state, replies: [cardReply(talk, incidents), answer] };
  const offer = followOffer(incidents, locale);
  const text = [healthText(health, talk), ...offer, answer.text].join('\n\n');
  return {
    state,
    replies: withButtons([{ text }], locale, [...(offer.length > 0 ? ['follow'] : []), 'contactSupport', 'menu']),
  };
}

/** A pressed "keep me posted": it needs no draft, and an old card may be pressed as well. */
export async function followPressed(talk: Talk, { data }: ActionInput): Promise<Outcome> {
  const { incidentId } = data;
  const isId = typeof incidentId === 'string' && incidentId.length > 0 && incidentId.length <= 60;
  return isId ? follow(talk, [incidentId]) : { state: talk.state, replies: [say(talk.state.locale, 'unknownAction')] };
}

/** "Keep me posted" in words: the incidents that were shown last. */
export function followShown(talk: Talk): Promise<Outcome> {
  return follow(talk, talk.state.incidents ?? []);
}

async function follow(talk: Talk, ids: readonly string[]): Promise<Outcome> {
  const { state, desk } = talk;
  const { locale } = state;
  const lines: string[] = [];
  for (const id of ids) lines.push(followText(await desk.followIncident(id, locale), id, locale));
  if (lines.length === 0) return { state, replies: withButtons([say(locale, 'following.nothing')], locale, ['menu']) };
  const ways = [...(mayFile(talk) ? ['contactSupport'] : []), 'unfollow', 'menu'];
  return { state, replies: withButtons([{ text: lines.join('\n\n') }], locale, ways) };
}

function followText(outcome: FollowOutcome, id: string, locale: Locale): string {
  if ('incident' in outcome) {
    const { incident } = outcome;
    const values = { id: incidentName(incident), title: plain(incident.title) };
    return phrase(locale, `following.${outcome.result}`, values);
  }
  return phrase(locale, `following.${outcome.result}`, { id: plain(id), most: MOST_FOLLOWS });
}

/** Nothing is followed any more. */
export async function leaveFollowed({ state, desk }: Talk): Promise<Outcome> {
  const { locale } = state;
  const ids = await desk.leaveIncidents();
  const left = ids.map(plain).join(phrase(locale, 'listSeparator'));
  const reply = ids.length === 0 ? say(locale, 'following.none') : say(locale, 'following.left', { ids: left });
  return { state, replies: withButtons([reply], locale, ['menu']) };
}

/** Somebody's problem is another one: staff are told, and these incidents are not shown for it again. */
export function noteOtherProblem({ state }: Talk): Outcome {
  const { locale, draft } = state;
  const shown = (draft?.health?.incidents ?? []).map(({ id }) => id);
  if (!draft || shown.length === 0) {
    return { state, replies: withButtons([say(locale, 'health.describe')], locale, ['contactSupport', 'menu']) };
  }
  const ids = shown.join(phrase(locale, 'listSeparator'));
  const otherThan = [...new Set([...(draft.otherThan ?? []), ...shown])].slice(-20);
  const remark = phrase(locale, 'health.otherRemark', { ids });
  const remarks = [...draft.remarks.filter((one) => one !== remark), remark].slice(-10);
  const next = { ...state, draft: { ...draft, otherThan, remarks } };
  return { state: next, replies: [say(locale, 'health.otherNoted', { ids: plain(ids) })] };
}

function remember(state: ConversationState, incidents: readonly Incident[]): ConversationState {
  return { ...state, incidents: incidents.filter((incident) => !isOver(incident)).map(({ id }) => id) };
}
