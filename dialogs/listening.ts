import type { Reply } from '../src/domain/activity.ts';
import type { Draft } from '../src/domain/draft.ts';
import { LOCALES } from '../src/domain/locale.ts';
import { findReference } from '../src/domain/reference.ts';
import { requestKindOf, TOPICS, type Topic } from '../src/domain/topics.ts';
import type { Understanding } from '../src/domain/understanding.ts';
import { answerTopic } from './answers.ts';
import { boundaryTopic, isMoreOfBoundary, noteMore, tellBoundary } from './boundary.ts';
import { asks, exactChoice, isAnswer, labelsOf, mentions, numbered } from './choices.ts';
import { SURE_ENOUGH } from './confidence.ts';
import { startIntake } from './contact-support.ts';
import {
  mayFile,
  type Outcome,
  say,
  suggest,
  type Talk,
  topFrame,
  withButtons,
  withFrame,
  withoutFrames,
} from './dialog.ts';
import { emptyDraft, withMessage } from './drafting.ts';
import { asksHealthBetween } from './health-question.ts';
import { asProblem, heard, tellsFailure } from './hearing.ts';
import { noteChosen, noteNoExample, noteNoneRight, noteRecognised, noteRephrased } from './hindsight.ts';
import { withHoursAsked } from './hours-question.ts';
import { incidentWays } from './known-incident.ts';
import { excerpt } from './limits.ts';
import { guess } from './misunderstood.ts';
import { besideLanguages, offerLanguages } from './other-language.ts';
import { claimedOperator, tellRightDoor } from './other-operator.ts';
import { phrase } from './phrases.ts';
import { plain } from './plain.ts';
import { tellStatus } from './request-status.ts';
import { isPressing, keepWish, keepWishOfOpen, nothingOpen, statedWish } from './request-wishes.ts';
import { withResourceAsked } from './resources.ts';
import { helpWithDraft, OUTCOMES, suggestArticles } from './self-help.ts';
import {
  announcesSeveral,
  beginFirst,
  noteApart,
  offerSeparation,
  problemsIn,
  readSeparation,
} from './several-problems.ts';
import type { ClarificationFrame, SeveralProblemsFrame } from './state.ts';
import { asksSupportPart, tellSupportPart } from './support-part.ts';
import { isOtherLanguage } from './written-language.ts';

/**
 * A message outside the intake: understand it, then health, articles, or the answer that the topic has of its own.
 * @param asOne the person said that all of it is one problem
 */
export async function listen(before: Talk, text: string, asOne = false): Promise<Outcome> {
  if (asksSupportPart(text)) return tellSupportPart(before);
  // "How is it going?" is too short to be understood, and asks for the request when nothing else is under way.
  if (!topFrame(before.state) && isAnswer(text, 'statusAsked')) return tellStatus(before, null);
  const read = await before.desk.understand(text);
  const understood = heard(withResourceAsked(withHoursAsked(read, text), text));
  // A message that is heard once more was noted when it came.
  const talk = asOne ? before : noteRecognised(before, read, understood.topic);
  const reference = findReference(text);
  if (reference) {
    const wish = statedWish(text);
    return wish ? keepWish(talk, wish, text) : tellStatus(talk, reference);
  }
  if (isOtherLanguage(text)) return hearOther(talk, text, understood);
  if (understood.topic !== 'support.escalation') return answer(talk, text, understood, asOne);
  // A doubtful complaint in which something fails is about what fails.
  if (understood.confidence < SURE_ENOUGH.toTakeTopic) {
    return answer(talk, text, tellsFailure(understood) ? asProblem(understood) : understood, asOne);
  }
  // To upgrade a plan is to buy, and no escalation: both are 升级.
  if (speaksOfUpgrade(text)) return answer(talk, text, asProblem(understood), asOne);
  const kept = await keepWishOfOpen(talk, statedWish(text) ?? 'chase', text);
  if (kept) return kept;
  if (tellsFailure(understood)) return answer(talk, text, asProblem(understood), asOne);
  return isDiscussed(talk) ? addDetail(talk, text, understood) : nothingOpen(talk);
}

/** In another language, only a topic that is sure is helped with: names of products and codes are the same everywhere. */
async function hearOther(talk: Talk, text: string, understood: Understanding): Promise<Outcome> {
  const { topic, confidence } = understood;
  const isSure = requestKindOf(topic) !== null && confidence >= SURE_ENOUGH.toHelpOtherLanguage;
  if (isSure || isDiscussed(talk)) return besideLanguages(await answer(talk, text, understood, true));
  const { talk: noted } = noteMessage(talk, text, { ...understood, topic: 'none' });
  return guess(noted, offerLanguages(noted));
}

async function answer(talk: Talk, text: string, understood: Understanding, asOne: boolean): Promise<Outcome> {
  const { topic } = understood;
  const operator = claimedOperator(talk, text);
  if (operator) return tellRightDoor(talk, operator);
  // Asked whether a service is down, at any time (rule R11).
  if (asks(text) && topic === 'support.service-health') return answerTopic(talk, topic, text);
  if (asksHealthBetween(talk, text)) return answerTopic(talk, 'support.service-health', text);
  // "How long do I wait?" is no detail of the problem under discussion either.
  if (topic === 'support.phone-and-hours' && (asks(text) || understood.confidence >= SURE_ENOUGH.toLeaveProblem)) {
    return answerTopic(talk, topic, text);
  }
  // Said to be another problem, it is no detail of the one under discussion.
  const announced = !asOne && announcesSeveral(text) ? await problemsIn(text, understood, talk.desk) : [];
  if (announced.length > 1) return offerSeparation(talk, text, understood, announced);
  if (isMoreOfBoundary(talk, understood)) return noteMore(talk, text, understood);
  if (isDetail(talk, understood) && !speaksOfUpgrade(text)) return addDetail(talk, text, understood);
  const outside = boundaryTopic(topic);
  if (outside) return tellBoundary(withRephrased(talk, text, topic), outside, text, understood);
  if (topic === 'support.request-status') {
    // "I want to add something" and "please close it" are more than a question about the state.
    const wish = asks(text) ? null : statedWish(text);
    return wish ? ((await keepWishOfOpen(talk, wish, text)) ?? nothingOpen(talk)) : tellStatus(talk, null);
  }
  if (requestKindOf(topic) !== null && understood.confidence < SURE_ENOUGH.toTakeTopic) {
    return guess(talk, clarify(talk, text, understood));
  }
  const problems = asOne ? [] : await problemsIn(text, understood, talk.desk);
  if (problems.length > 1) return offerSeparation(talk, text, understood, problems);
  const learnt = requestKindOf(topic) === null ? talk : withRephrased(talk, text, topic);
  const { talk: noted, other } = noteMessage(learnt, text, understood);
  if (topic === 'support.contact') return startIntake(noted);
  if (topic === 'none') return guess(noted, await answerTopic(noted, topic, text));
  if (requestKindOf(topic) === null) return answerTopic(noted, topic, text);
  const outcome = await suggestArticles(noted, text, topic);
  return other ? { ...outcome, replies: [otherProblem(talk, other), ...outcome.replies] } : outcome;
}

/** Who announces another problem, or tells of one while another is under discussion, does not say the first one again. */
function withRephrased(talk: Talk, text: string, topic: Topic): Talk {
  const discussed = talk.state.draft?.topic ?? null;
  const isOther = discussed !== null && requestKindOf(discussed) !== null && discussed !== topic;
  return isOther || announcesSeveral(text) ? talk : { ...talk, state: noteRephrased(talk, topic) };
}

function speaksOfUpgrade(text: string): boolean {
  return mentions(text, 'upgradeWords.plans') && mentions(text, 'upgradeWords.upgrade');
}

/** Whether help with a problem is on the screen. */
function isDiscussed({ state }: Talk): boolean {
  const dialog = topFrame(state)?.dialog;
  return (dialog === 'self-help' || dialog === 'known-incident') && Boolean(state.draft?.description);
}

/** While a problem is discussed, what is not surely something else belongs to it: "we restarted it, no change". */
function isDetail(talk: Talk, { topic, confidence }: Understanding): boolean {
  const { state } = talk;
  if (!isDiscussed(talk) || !state.draft) return false;
  const dialog = topFrame(state)?.dialog;
  // The incident is on the screen: more words of the same problem need not show it again.
  if (dialog === 'known-incident' && state.draft.topic === topic) return true;
  // More of the same topic, said clearly, may bring other articles.
  if (state.draft.topic === topic) return confidence < SURE_ENOUGH.toSearchAgain;
  // An invoice is no detail of a fault.
  const isOtherKind =
    requestKindOf(topic) !== null && requestKindOf(topic) !== requestKindOf(state.draft.topic ?? 'none');
  if (isOtherKind) return confidence < SURE_ENOUGH.toTakeTopic;
  if (topic === 'support.contact') return confidence < SURE_ENOUGH.toStartContact;
  // What is surely about nothing here, such as "are you a robot?", is no detail of a problem.
  return confidence < SURE_ENOUGH.toLeaveProblem;
}

async function addDetail(told: Talk, text: string, understood: Understanding): Promise<Outcome> {
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
  const draft = tells ? { ...withMessage(before, text, message), topic, kind, product } : before;
  const ways = topFrame(state)?.dialog === 'known-incident' ? incidentWays(talk) : OUTCOMES;
  return { state: { ...state, draft }, replies: withButtons([say(locale, heardAs(talk, text, draft))], locale, ways) };
}

/** Whoever is in a hurry is told the short way; "noted" is said only where something was. */
function heardAs(talk: Talk, text: string, draft: Draft): string {
  if (mayFile(talk) && isPressing(statedWish(text))) return 'selfHelp.hurry';
  const { draft: before } = talk.state;
  const isNew = before === null || draft.description !== before.description || told(draft) !== told(before);
  return isNew ? 'selfHelp.added' : 'selfHelp.goOn';
}

function told({ facts, details }: Draft): string {
  return JSON.stringify([facts, details]);
}

/** Asks which of the likely topics it is; what was written is kept whatever the answer. */
function clarify(talk: Talk, text: string, understood: Understanding): Outcome {
  const { locale } = talk.state;
  const runnersUp = understood.alternatives.filter(({ confidence }) => confidence >= SURE_ENOUGH.toBeOffered);
  const likely = [understood, ...runnersUp].map(({ topic }) => topic);
  const topics = [...new Set(likely)].filter((topic) => requestKindOf(topic) !== null).slice(0, 3);
  const { state, notice } = noteApart(talk, text, understood);
  const labels = [...labelsOf('topic', topics, locale), phrase(locale, 'selfHelp.noneOfThese')];
  const question = { text: `${phrase(locale, 'selfHelp.whichTopic')}\n\n${numbered(labels)}` };
  const next = withFrame(withoutFrames(state), { dialog: 'clarification', topics });
  return { state: next, replies: [...notice, suggest(question, labels)] };
}

/** The answer to "which of these is it": a topic of the list, none of them, or something else altogether. */
export async function answerClarification(talk: Talk, frame: ClarificationFrame, text: string): Promise<Outcome> {
  const { state, desk } = talk;
  const { draft, locale } = state;
  const done = withoutFrames(state);
  const picked = exactChoice(text, 'topic', frame.topics);
  const topic = frame.topics.find((one) => one === picked);
  if (topic && draft) {
    const chosen = { ...draft, topic, kind: requestKindOf(topic), product: draft.product ?? TOPICS[topic].product };
    const learnt = noteChosen({ state: done, desk }, topic);
    return suggestArticles({ state: { ...learnt, draft: chosen }, desk }, draft.description ?? text, topic);
  }
  const isLast = text.trim() === String(frame.topics.length + 1);
  if (isLast || LOCALES.some((one) => phrase(one, 'selfHelp.noneOfThese') === text.trim())) {
    const replies = withButtons([say(locale, 'selfHelp.tellMore')], locale, ['contactSupport', 'menu']);
    return { state: noteNoneRight({ state: done, desk }), replies };
  }
  return listen({ state: done, desk }, text);
}

/** The answer to "one by one or as one": anything else is a message like any other. */
export async function answerSeparation(talk: Talk, frame: SeveralProblemsFrame, text: string): Promise<Outcome> {
  const plainTalk = { ...talk, state: withoutFrames(talk.state) };
  const way = readSeparation(text);
  if (way === 'together') return listen(plainTalk, frame.text, true);
  return way === 'separate' ? helpWithDraft(await beginFirst(talk, frame)) : listen(plainTalk, text);
}

/**
 * Keeps the message in the draft. Surely another topic than before is another problem and gets a draft of its own,
 * for one request is about one thing; `other` is the description that is put aside.
 */
function noteMessage(
  { state, desk }: Talk,
  text: string,
  understood: Understanding,
): { talk: Talk; other: string | null } {
  const before = state.draft;
  const isProblem = requestKindOf(understood.topic) !== null;
  const isOther = isProblem && before?.topic && requestKindOf(before.topic) && before.topic !== understood.topic;
  const base = before && !isOther ? before : emptyDraft(desk, state.locale);
  const draft = withMessage(base, text, understood);
  // A question before buying is answered and done with: nothing of it waits to be filed.
  const isLeft = isOther && before.kind !== 'presales' && mayFile({ state, desk });
  return { talk: { state: { ...state, draft }, desk }, other: isLeft ? before.description : null };
}

function otherProblem({ state }: Talk, description: string): Reply {
  return say(state.locale, 'selfHelp.otherProblem', { words: plain(excerpt(description.replaceAll('\n', ' '), 80)) });
}
