import type { Reply } from '../src/domain/activity.ts';
import type { Draft } from '../src/domain/draft.ts';
import { LOCALES } from '../src/domain/locale.ts';
import { findReference } from '../src/domain/reference.ts';
import { requestKindOf, TOPICS, type Topic } from '../src/domain/topics.ts';
import type { Understanding } from '../src/domain/understanding.ts';
import { answerTopic, withKept } from './answers.ts';
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
import { asksHealthBetween, problemInHealthQuestion } from './health-question.ts';
import { asProblem, heard, tellsFailure } from './hearing.ts';
import { noteChosen, noteNoExample, noteNoneRight, noteRecognised, noteRephrased } from './hindsight.ts';
import { withHoursAsked } from './hours-question.ts';
import { incidentWays } from './known-incident.ts';
import { excerpt } from './limits.ts';
import { guess } from './misunderstood.ts';
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
  withContactOf,
} from './several-problems.ts';
import type { ClarificationFrame, SeveralProblemsFrame } from './state.ts';
import { asksSupportPart, tellSupportPart } from './support-part.ts';
import { tellsContact, toldContact } from './told-contact.ts';
import { toldWorkaround } from './told-workaround.ts';

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

async function answer(talk: Talk, text: string, understood: Understanding, asOne: boolean): Promise<Outcome> {
  const { topic } = understood;
  const operator = claimedOperator(talk, text);
  if (operator) return tellRightDoor(talk, operator);
  // Asked whether a service is down, at any time (rule R11).
  const asksHealth = (asks(text) && topic === 'support.service-health') || asksHealthBetween(talk, text);
  if (asksHealth) return answerHealth(talk, text, understood);
  // "How long do I wait?" is no detail of the problem under discussion either.
  if (topic === 'support.phone-and-hours' && (asks(text) || understood.confidence >= SURE_ENOUGH.toLeaveProblem)) {
    return answerTopic(talk, topic, text);
  }
  if (!asks(text) && tellsOnlyContact(talk, text)) return noteContact(talk, text, understood);
  const isOfProblem = Boolean(talk.state.draft?.description) && Object.keys(toldWorkaround(text)).length > 0;
  if (isOfProblem && requestKindOf(topic) === null) return addDetail(talk, text, understood);
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
  if (topic === 'support.service-health') return answerHealth(talk, text, understood);
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

/** How the services are (rule R11); a problem that is told in the same breath is kept for a request. */
async function answerHealth(talk: Talk, text: string, understood: Understanding): Promise<Outcome> {
  const problem = problemInHealthQuestion(text, understood);
  if (!problem) return answerTopic(talk, 'support.service-health', text);
  // Beside the problem under discussion it is a part of that one.
  const discussed = isDiscussed(talk) ? talk.state.draft : null;
  const { talk: noted, other } = noteMessage(
    talk,
    text,
    discussed ? { ...problem, topic: discussed.topic ?? 'none' } : problem,
  );
  const { state, replies } = await answerTopic(noted, 'support.service-health', text);
  const isKept = mayFile(talk) && state.draft?.description !== talk.state.draft?.description;
  const before = other ? [otherProblem(talk, other)] : [];
  return { state, replies: [...before, ...(isKept ? withKept(replies, state.locale) : replies)] };
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
  const draft = tells ? { ...withMessage(before, text, message, desk.policy.operator), topic, kind, product } : before;
  const ways = topFrame(state)?.dialog === 'known-incident' ? incidentWays(talk) : OUTCOMES;
  return { state: { ...state, draft }, replies: withButtons([say(locale, heardAs(talk, text, draft))], locale, ways) };
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

/** "Call me!" with no number is a wish to be called, unless a problem is there for which it can be noted. */
function tellsOnlyContact(talk: Talk, text: string): boolean {
  const contact = toldContact(text, talk.desk.policy.operator);
  if (!contact.isAll || !tellsContact(contact) || !mayFile(talk)) return false;
  return isDiscussed(talk) || Boolean(contact.name ?? contact.phone ?? contact.email);
}

/** How to reach the person, told by itself: kept for the form, whether or not a problem was told already. */
async function noteContact(talk: Talk, text: string, understood: Understanding): Promise<Outcome> {
  const { state, desk } = talk;
  if (isDiscussed(talk)) return addDetail(talk, text, understood);
  const message = { ...understood, topic: 'none' as const };
  const draft = withMessage(state.draft ?? emptyDraft(desk, state.locale), text, message, desk.policy.operator);
  const reply = say(state.locale, draft.description === null ? 'selfHelp.contactFirst' : 'selfHelp.contactNoted');
  const noted = { ...noteNoExample(talk, 'added'), draft };
  return { state: noted, replies: withButtons([reply], state.locale, ['contactSupport', 'menu']) };
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
  // Another problem of the same person, who is reached in the same way.
  const empty = emptyDraft(desk, state.locale);
  const base = before ? (isOther ? withContactOf(before, empty) : before) : empty;
  const draft = withMessage(base, text, understood, desk.policy.operator);
  // A question before buying is answered and done with: nothing of it waits to be filed.
  const isLeft = isOther && before.kind !== 'presales' && mayFile({ state, desk });
  return { talk: { state: { ...state, draft }, desk }, other: isLeft ? before.description : null };
}

function otherProblem({ state }: Talk, description: string): Reply {
  return say(state.locale, 'selfHelp.otherProblem', { words: plain(excerpt(description.replaceAll('\n', ' '), 80)) });
}
