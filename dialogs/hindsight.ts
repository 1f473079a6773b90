import type { RecognitionOutcome } from '../src/domain/recognition.ts';
import { TOPICS, type Topic } from '../src/domain/topics.ts';
import type { Understanding } from '../src/domain/understanding.ts';
import type { Talk } from './dialog.ts';
import { type ConversationState, MOST_RECOGNISED, type RecognisedEarlier } from './state.ts';

/*
 * What the dialogs know afterwards of the topic that a message was taken for: the bot learns from what people do next.
 * The state remembers which messages the draft was made from, by their number and topic; all else is told to the desk.
 */

/** Who comes back later than this with another topic has another problem, and no other words for the first one. */
const REPHRASED_WITHIN_MS = 30 * 60_000;

/**
 * Keeps what a new message was taken for. A wish or question to the bot ("a person, please") says nothing of the problem
 * that follows, so nothing is learnt for it from what happens next.
 * @param read what the recogniser said
 * @param taken the topic that the dialogs go on with
 */
export function noteRecognised({ state, desk }: Talk, read: Understanding, taken: Topic): Talk {
  const { topic, confidence, alternatives, source } = read;
  const seq = desk.keepRecognition({ locale: state.locale, topic, confidence, alternatives, source });
  const { kind } = TOPICS[taken];
  if (kind === 'support' || kind === 'community') return { state, desk };
  return { state: { ...state, recognised: [...earlier(state), { seq, topic, draftId: null, at: desk.now }] }, desk };
}

/** The message of this turn tells more of the problem under discussion, or several problems: no example of a topic. */
export function noteNoExample(talk: Talk, outcome: 'added' | 'several'): ConversationState {
  return ended(
    talk,
    ({ draftId }) => draftId === null,
    outcome,
    () => null,
  );
}

/** The person picked a topic for the draft, which what was said before the last message was meant to be about too. */
export function noteChosen(talk: Talk, topic: Topic): ConversationState {
  const isOwn = ofDraft(talk.state);
  const own = earlier(talk.state).filter(isOwn);
  for (const one of own) {
    const otherwise = one === own.at(-1) ? 'corrected' : 'rephrased';
    tell(talk, one, one.topic === topic ? 'confirmed' : otherwise, topic);
  }
  const recognised = earlier(talk.state).map((one) => (isOwn(one) ? { ...one, chosen: topic } : one));
  return own.length > 0 ? { ...talk.state, recognised } : talk.state;
}

/** None of the topics that were shown for the last message is right; it may still be told which one is. */
export function noteNoneRight(talk: Talk): ConversationState {
  const last = earlier(talk.state).filter(ofDraft(talk.state)).at(-1);
  if (last) tell(talk, last, 'corrected', null);
  return talk.state;
}

/** The message of this turn is surely about `topic`: what was said of the draft just before, and taken for another one, was meant so too. */
export function noteRephrased(talk: Talk, topic: Topic): ConversationState {
  const isOwn = ofDraft(talk.state);
  const oldest = new Date(Date.parse(talk.desk.now) - REPHRASED_WITHIN_MS).toISOString();
  const isRephrased = (one: RecognisedEarlier) =>
    isOwn(one) && one.chosen === undefined && one.topic !== topic && one.at >= oldest;
  return ended(talk, isRephrased, 'rephrased', () => topic);
}

/** The articles for the draft helped. */
export function noteSolved(talk: Talk): ConversationState {
  return ended(talk, ofDraft(talk.state), 'solved', latest);
}

/** The articles for the draft did not help; what it is about may still be told. */
export function noteNotSolved(talk: Talk): ConversationState {
  for (const one of earlier(talk.state).filter(ofDraft(talk.state))) tell(talk, one, 'not-solved', latest(one));
  return talk.state;
}

/** The draft was filed, under its topic; without one nothing more is known than before. */
export function noteFiled(talk: Talk): ConversationState {
  const topic = talk.state.draft?.topic ?? 'none';
  return topic === 'none' ? talk.state : ended(talk, ofDraft(talk.state), 'filed', () => topic);
}

/** The state at the end of a turn: a new message belongs to the draft by now, and what belongs to none is forgotten. */
export function withinDrafts(state: ConversationState): ConversationState {
  const { recognised, ...rest } = state;
  if (!recognised) return state;
  const drafts = [state.draft, ...state.waiting.map(({ draft }) => draft)].map((draft) => draft?.id);
  const linked = recognised.map((one) => ({ ...one, draftId: one.draftId ?? state.draft?.id ?? null }));
  const kept = linked.filter(({ draftId }) => draftId !== null && drafts.includes(draftId)).slice(-MOST_RECOGNISED);
  return kept.length > 0 ? { ...rest, recognised: kept } : rest;
}

const earlier = ({ recognised = [] }: ConversationState): readonly RecognisedEarlier[] => recognised;

/** Messages of earlier turns from which the draft was made. */
function ofDraft({ draft }: ConversationState): (one: RecognisedEarlier) => boolean {
  return ({ draftId }) => draftId !== null && draftId === draft?.id;
}

const latest = ({ topic, chosen }: RecognisedEarlier): Topic => chosen ?? topic;

function ended(
  talk: Talk,
  isMeant: (one: RecognisedEarlier) => boolean,
  outcome: RecognitionOutcome,
  topicOf: (one: RecognisedEarlier) => Topic | null,
): ConversationState {
  const meant = earlier(talk.state).filter(isMeant);
  for (const one of meant) tell(talk, one, outcome, topicOf(one));
  return meant.length > 0
    ? { ...talk.state, recognised: earlier(talk.state).filter((one) => !meant.includes(one)) }
    : talk.state;
}

function tell(
  { desk }: Talk,
  { seq, topic: recognised }: RecognisedEarlier,
  outcome: RecognitionOutcome,
  topic: Topic | null,
) {
  desk.endRecognition({ seq, outcome, recognised, topic });
}
