import type { Draft } from '../src/domain/draft.ts';
import { isHan } from '../src/domain/script.ts';
import { requestKindOf, TOPICS } from '../src/domain/topics.ts';
import type { Understanding } from '../src/domain/understanding.ts';
import { answerTopic } from './answers.ts';
import { asks, holdsAny, isBrief, mentions, wordsOf } from './choices.ts';
import { plainWords } from './commands.ts';
import { SURE_ENOUGH } from './confidence.ts';
import { mayFile, type Outcome, say, type Talk, topFrame, withButtons } from './dialog.ts';
import { emptyDraft, withMessage } from './drafting.ts';
import { tellsFailure } from './hearing.ts';
import { saysNotSolved } from './help-words.ts';
import { noteNoExample } from './hindsight.ts';
import { incidentWays } from './known-incident.ts';
import { guess } from './misunderstood.ts';
import { isPressing, statedWish } from './request-wishes.ts';
import { OUTCOMES, withoutSuccess } from './self-help.ts';

/** Whether help with a problem is on the screen. */
export function isDiscussed({ state }: Talk): boolean {
  const dialog = topFrame(state)?.dialog;
  return (dialog === 'self-help' || dialog === 'known-incident') && Boolean(state.draft?.description);
}

/** The buttons under the help that is on the screen. */
export function waysOnward(talk: Talk): readonly string[] {
  return topFrame(talk.state)?.dialog === 'known-incident' ? incidentWays(talk) : OUTCOMES;
}

let numbered: RegExp | undefined;

/** "50 users", 「三个部门」; 「一个新问题」 is none. */
function numberFirst(): RegExp {
  const any = (name: string) => wordsOf(`afterHelp.${name}`).join('|');
  numbered ??= new RegExp(`^(?:\\d|(?:${any('figures')})+ ?(?:${any('measures')}))`, 'u');
  return numbered;
}

/** Begins with a number or a word of scope, time, role or code: "50 users", 「只有财务部」, "since 9am", "error 0x80070005". */
function beginsLikeFact(text: string): boolean {
  const words = plainWords(text);
  if (numberFirst().test(words) && (isHan(words) ? words.length <= 8 : words.split(' ').length <= 3)) return true;
  return beginsWithAny(words, 'afterHelp.factLeads');
}

/**
 * Whether a message only states a fact: how many people, since when, who, which code. Such words sound like many topics,
 * and are said of the problem under discussion. What fails, asks or wants something may be another problem.
 */
function statesFact(text: string, understood: Understanding): boolean {
  if (!isBrief(text) || asks(text)) return false;
  if (mentions(text, 'afterHelp.wishes') || mentions(text, 'afterHelp.newProblem')) return false;
  const { errorCode, userCount } = understood.entities;
  const isCode = errorCode !== undefined && plainWords(text).length <= plainWords(errorCode).length + 12;
  if (isCode || /^\P{L}*$/u.test(text)) return true;
  // "50 users" is said to fail nowhere, "2 users cannot sign in" is.
  if (tellsFailure(understood) && requestKindOf(understood.topic) !== null) return false;
  return beginsLikeFact(text) || userCount !== undefined;
}

/** Whether a message is a bare fact of the problem under discussion, however much it sounds like another topic. */
export function isFactOfDiscussed(talk: Talk, text: string, understood: Understanding): boolean {
  // A code of the same topic may bring the very article for it.
  return isDiscussed(talk) && talk.state.draft?.topic !== understood.topic && statesFact(text, understood);
}

/** While a problem is discussed, what is not surely something else belongs to it: "we restarted it, no change". */
export function isDetail(talk: Talk, text: string, understood: Understanding): boolean {
  const { topic, confidence } = understood;
  const { state } = talk;
  if (!isDiscussed(talk) || !state.draft) return false;
  const dialog = topFrame(state)?.dialog;
  // The incident is on the screen: more words of the same problem need not show it again.
  if (dialog === 'known-incident' && state.draft.topic === topic) return true;
  // More of the same topic, said clearly, may bring other articles.
  if (state.draft.topic === topic) return confidence < SURE_ENOUGH.toSearchAgain;
  // About nothing here: a statement is likely meant for the problem, and "are you a robot?" is not.
  if (topic === 'none') return !asks(text);
  if (topic === 'support.contact') return confidence < SURE_ENOUGH.toStartContact;
  if (requestKindOf(topic) !== null && isRemark(text, understood)) return true;
  // "The shared mailbox does not receive either" is one symptom more.
  const isSameKind =
    requestKindOf(topic) !== null && requestKindOf(topic) === requestKindOf(state.draft.topic ?? 'none');
  if (isSameKind && isBrief(text) && holdsAny(plainWords(text), 'afterHelp.also')) return true;
  // An invoice is no detail of a fault, where something is asked, wanted or said to fail.
  const isOther = requestKindOf(topic) !== null && !isSameKind && tellsProblem(text, understood);
  return confidence < (isOther ? SURE_ENOUGH.toTakeTopic : SURE_ENOUGH.toLeaveProblem);
}

/**
 * Whether a brief message states or asks something about the problem under discussion, however surely it sounds like
 * another topic: "they have MFA", "could it be the license?", 「发票已经付了」. What fails or is wanted is a matter of its own.
 */
function isRemark(text: string, understood: Understanding): boolean {
  if (!isBrief(text) || tellsFailure(understood)) return false;
  if (['wishes', 'newProblem'].some((name) => mentions(text, `afterHelp.${name}`))) return false;
  const words = plainWords(text);
  const isAbout = beginsWithAny(words, 'afterHelp.remarkLeads') || holdsAny(words, 'afterHelp.remarkWords');
  return isAbout && !holdsAny(words, 'afterHelp.ownMatter');
}

function tellsProblem(text: string, understood: Understanding): boolean {
  return (
    tellsFailure(understood) ||
    asks(text) ||
    mentions(text, 'afterHelp.wishes') ||
    mentions(text, 'afterHelp.newProblem')
  );
}

function beginsWithAny(words: string, key: string): boolean {
  return wordsOf(key).some((lead) => words.startsWith(isHan(lead) ? lead : `${lead} `));
}

/** Adds a message to the problem under discussion, or answers the question in it. */
export async function addDetail(told: Talk, text: string, understood: Understanding): Promise<Outcome> {
  const { desk } = told;
  const state = noteNoExample(told, 'added');
  const talk: Talk = { state, desk };
  const { locale } = state;
  const before = state.draft ?? emptyDraft(desk, locale);
  const { topic, kind, product } = before;
  const isQuestion =
    asks(text) && TOPICS[understood.topic].kind === 'support' && understood.confidence >= SURE_ENOUGH.toTakeTopic;
  if (isQuestion) return answerTopic(talk, understood.topic, text);
  // Whatever it sounds like, it is said about the problem under discussion.
  const message = { ...understood, topic: topic ?? 'none' };
  // "Is anybody there?!" tells nothing of the problem; staff read it in the transcript.
  const tells = Object.keys(understood.severityFacts).length > 0 || !isPressing(statedWish(text));
  const draft = tells
    ? { ...withMessage(before, text, message, desk.policy.operator, true), topic, kind, product }
    : before;
  const isFailure = topFrame(state)?.dialog === 'self-help' && saysNotSolved(text);
  const next = { ...state, draft };
  const reply = say(locale, isFailure ? 'selfHelp.addedNotSolved' : heardAs(talk, text, draft));
  return {
    state: isFailure ? withoutSuccess({ state: next, desk }) : next,
    replies: withButtons([reply], locale, waysOnward(talk)),
  };
}

/** Whoever is in a hurry is told the short way; "noted" is said only where something was. */
function heardAs(talk: Talk, text: string, draft: Draft): string {
  if (mayFile(talk) && isPressing(statedWish(text))) return 'selfHelp.hurry';
  const { draft: before } = talk.state;
  const isNew = before === null || draft.description !== before.description || told(draft) !== told(before);
  if (isNew) return 'selfHelp.added';
  return contactOf(draft) === contactOf(before) ? 'selfHelp.goOn' : 'selfHelp.contactNoted';
}

function told({ facts, details }: Draft): string {
  return JSON.stringify([facts, details]);
}

function contactOf({ contactName, contactPhone, contactEmail, preferredContact }: Draft): string {
  return JSON.stringify([contactName, contactPhone, contactEmail, preferredContact]);
}

/** A question about something else altogether, while a problem is discussed. */
export function cannotAnswer(talk: Talk): Outcome {
  const { state, desk } = talk;
  const { locale } = state;
  const noted: Talk = { state: noteNoExample(talk, 'added'), desk };
  const replies = withButtons([say(locale, 'selfHelp.cannotAnswer')], locale, waysOnward(talk));
  return guess(noted, { state: noted.state, replies });
}
