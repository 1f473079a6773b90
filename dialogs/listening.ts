import { LOCALES } from '../src/domain/locale.ts';
import { findReference } from '../src/domain/reference.ts';
import { requestKindOf, TOPICS } from '../src/domain/topics.ts';
import type { Understanding } from '../src/domain/understanding.ts';
import { answerTopic } from './answers.ts';
import { boundaryTopic, isMoreOfBoundary, noteMore, tellBoundary } from './boundary.ts';
import { asks, exactChoice, isAnswer, labelsOf, mentions, numbered } from './choices.ts';
import { SURE_ENOUGH } from './confidence.ts';
import { startIntake } from './contact-support.ts';
import { type Outcome, say, suggest, type Talk, topFrame, withButtons, withFrame, withoutFrames } from './dialog.ts';
import { addDetail, cannotAnswer, isDetail, isDiscussed, isFactOfDiscussed } from './discussed-problem.ts';
import { answerHealth } from './health-answer.ts';
import { asksHealthBetween, outageTold } from './health-question.ts';
import { asProblem, heard, tellsFailure, withFailureTold } from './hearing.ts';
import { saysNotSolved } from './help-words.ts';
import { noteChosen, noteNoneRight, noteRecognised } from './hindsight.ts';
import { withHoursAsked } from './hours-question.ts';
import { guess } from './misunderstood.ts';
import { noteContact, tellsOnlyContact } from './noted-contact.ts';
import { noteMessage, otherProblem, withRephrased } from './noted-message.ts';
import { besideLanguages, offerLanguages } from './other-language.ts';
import { claimedOperator, tellRightDoor } from './other-operator.ts';
import { phrase } from './phrases.ts';
import { tellStatus } from './request-status.ts';
import { keepWish, keepWishOfOpen, nothingOpen, statedWish, wishAfterFiling } from './request-wishes.ts';
import { withResourceAsked } from './resources.ts';
import { helpWithDraft, suggestArticles, withoutSuccess } from './self-help.ts';
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
import { toldWorkaround } from './told-workaround.ts';
import { isOtherLanguage } from './written-language.ts';

/**
 * A message outside the intake: understand it, then health, articles, or the answer that the topic has of its own.
 * @param asOne the person said that all of it is one problem
 */
export async function listen(before: Talk, text: string, asOne = false): Promise<Outcome> {
  if (asksSupportPart(text)) return tellSupportPart(before);
  // "How is it going?" is too short to be understood, and asks for the request when nothing else is under way.
  if (!topFrame(before.state) && isAnswer(text, 'statusAsked')) return tellStatus(before, await referenceFiled(before));
  const after = wishAfterFiling(before, text);
  const kept = after && (await keepWishOfOpen(before, after, text));
  if (kept) return kept;
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
  const chased = await keepWishOfOpen(talk, statedWish(text) ?? 'chase', text);
  if (chased) return chased;
  if (tellsFailure(understood)) return answer(talk, text, asProblem(understood), asOne);
  return isDiscussed(talk) ? addDetail(talk, text, understood) : nothingOpen(talk);
}

/** The request that was just filed here, whose target is told with its state; null where another one may be meant. */
async function referenceFiled({ state, desk }: Talk): Promise<string | null> {
  if (state.filed === null || state.draft !== null) return null;
  return (await desk.submittedAs(state.filed))?.reference ?? null;
}

/** In another language, only a topic that is sure is helped with: names of products and codes are the same everywhere. */
async function hearOther(talk: Talk, text: string, understood: Understanding): Promise<Outcome> {
  const { topic, confidence } = understood;
  const isSure = requestKindOf(topic) !== null && confidence >= SURE_ENOUGH.toHelpOtherLanguage;
  if (isSure || isDiscussed(talk)) return besideLanguages(await answer(talk, text, understood, true));
  const { talk: noted } = noteMessage(talk, text, { ...understood, topic: 'none' });
  return guess(noted, offerLanguages(noted));
}

/** What is answered whatever else is under way; null for all other messages. */
async function answerAside(talk: Talk, text: string, understood: Understanding): Promise<Outcome | null> {
  const { topic, confidence } = understood;
  // 「一共50个人」 after articles is no purchase of licences, and "only finance" none of SharePoint's permissions.
  if (isFactOfDiscussed(talk, text, understood)) return addDetail(talk, text, understood);
  // "My phone is …" sounds like a question for support's own number.
  if (!asks(text) && tellsOnlyContact(talk, text, understood)) return noteContact(talk, text, understood);
  const operator = claimedOperator(talk, text);
  if (operator) return tellRightDoor(talk, operator);
  // Asked whether a service is down, at any time (rule R11).
  const asksHealth = (asks(text) && topic === 'support.service-health') || asksHealthBetween(talk, text);
  if (asksHealth) return answerHealth(talk, text, understood);
  // "How long do I wait?" is no detail of the problem under discussion either.
  if (topic === 'support.phone-and-hours' && (asks(text) || confidence >= SURE_ENOUGH.toLeaveProblem)) {
    return answerTopic(talk, topic, text);
  }
  const isOfProblem = Boolean(talk.state.draft?.description) && Object.keys(toldWorkaround(text)).length > 0;
  return isOfProblem && requestKindOf(topic) === null ? addDetail(talk, text, understood) : null;
}

async function answer(talk: Talk, text: string, understood: Understanding, asOne: boolean): Promise<Outcome> {
  const { topic } = understood;
  const aside = await answerAside(talk, text, understood);
  if (aside) return aside;
  // Said to be another problem, it is no detail of the one under discussion.
  const announced = !asOne && announcesSeveral(text) ? await problemsIn(text, understood, talk.desk) : [];
  if (announced.length > 1) return offerSeparation(talk, text, understood, announced);
  if (isMoreOfBoundary(talk, understood)) return noteMore(talk, text, understood);
  if (isDetail(talk, text, understood) && !speaksOfUpgrade(text)) return addDetail(talk, text, understood);
  // What nobody here can answer is no part of the problem, and does not end it either.
  if (topic === 'none' && isDiscussed(talk)) return cannotAnswer(talk);
  const outside = boundaryTopic(topic);
  if (outside) return tellBoundary(withRephrased(talk, text, topic), outside, text, understood);
  if (topic === 'support.request-status') {
    // "I want to add something" and "please close it" are more than a question about the state.
    const wish = asks(text) ? null : statedWish(text);
    return wish ? ((await keepWishOfOpen(talk, wish, text)) ?? nothingOpen(talk)) : tellStatus(talk, null);
  }
  // Two problems in one message leave the recogniser in doubt between them; each by itself is clear.
  const problems = asOne ? [] : await problemsIn(text, understood, talk.desk);
  if (problems.length > 1) return offerSeparation(talk, text, understood, problems);
  if (requestKindOf(topic) !== null && understood.confidence < SURE_ENOUGH.toTakeTopic) {
    return guess(talk, clarify(talk, text, understood));
  }
  if (topic !== 'support.service-health') return answerProblem(talk, text, understood);
  // Beside a problem under discussion it is a part of that one.
  const outage = isDiscussed(talk) ? null : outageTold(text, understood);
  return outage ? answerProblem(talk, text, outage) : answerHealth(talk, text, understood);
}

/** One problem, a wish for a person, or what belongs to neither. */
async function answerProblem(talk: Talk, text: string, understood: Understanding): Promise<Outcome> {
  const { topic } = understood;
  const learnt = requestKindOf(topic) === null ? talk : withRephrased(talk, text, topic);
  const isTried = isDiscussed(learnt) && learnt.state.draft?.topic === topic && saysNotSolved(text);
  const tried = isTried ? { ...learnt, state: withoutSuccess(learnt) } : learnt;
  const said = await withFailureTold(text, understood, talk.desk, isProblemTold(talk));
  const { talk: noted, other } = noteMessage(tried, text, said);
  if (topic === 'support.contact') return startIntake(noted);
  if (topic === 'none') return guess(noted, await answerTopic(noted, topic, text));
  if (requestKindOf(topic) === null) return answerTopic(noted, topic, text);
  const outcome = await suggestArticles(noted, text, topic);
  return other ? { ...outcome, replies: [otherProblem(talk, other), ...outcome.replies] } : outcome;
}

function isProblemTold({ state }: Talk): boolean {
  const topic = state.draft?.topic ?? null;
  return topic !== null && requestKindOf(topic) !== null;
}

function speaksOfUpgrade(text: string): boolean {
  return mentions(text, 'upgradeWords.plans') && mentions(text, 'upgradeWords.upgrade');
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
    return suggestArticles({ state: { ...learnt, draft: chosen }, desk }, draft.description ?? text, topic, true);
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
