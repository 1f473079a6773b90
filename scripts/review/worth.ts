import { SURE_ENOUGH } from '../../dialogs/confidence.ts';
import type { RecognisedMessage } from '../../src/domain/recognition.ts';
import { type Topic, TRAINED_TOPICS } from '../../src/domain/topics.ts';

/** Why a message is worth a look, the surest sign of a mistake first. */
export const REASONS = [
  /** The person named another topic, or said that none of those shown is right. */
  'corrected',
  /** It was filed under another topic. */
  'filed-as-another',
  /** It was taken for nothing that the bot knows, and became a request. */
  'became-a-request',
  /** Other words for it, right afterwards, were taken for another topic. */
  'rephrased',
  /** The recogniser was right, and did not know. */
  'right-in-doubt',
  /** The recogniser was in doubt, and nobody told. */
  'doubtful',
] as const;
export type Reason = (typeof REASONS)[number];

/** A message that somebody should look at. */
export interface Worthwhile {
  readonly message: RecognisedMessage;
  readonly reason: Reason;
  /** What it seems to be about: the topic with which it went on, where that is known. */
  readonly topic: Topic;
}

/** Below this lead of the first topic over the second, the other one was nearly chosen. */
const SMALL_LEAD = 0.2;

/** Why a message is worth labelling, or null for one of which nothing new is learnt. */
export function worthOf(message: RecognisedMessage): Worthwhile | null {
  const { topic, outcome, outcomeTopic } = message;
  // Neither is an example of any one topic.
  if (outcome === 'added' || outcome === 'several') return null;
  // None of the topics that were shown: which one it is, nobody said.
  if (outcome === 'corrected' && outcomeTopic === null) return { message, reason: 'corrected', topic: 'none' };
  if (outcomeTopic !== null && outcomeTopic !== topic) {
    return { message, reason: reasonOf(message), topic: outcomeTopic };
  }
  if (!isDoubtful(message)) return null;
  const isRight = outcome === 'solved' || outcome === 'confirmed' || (outcome === 'filed' && outcomeTopic === topic);
  return { message, reason: isRight ? 'right-in-doubt' : 'doubtful', topic };
}

function reasonOf({ topic, outcome }: RecognisedMessage): Reason {
  if (outcome === 'rephrased') return 'rephrased';
  if (outcome !== 'filed') return 'corrected';
  return topic === 'none' ? 'became-a-request' : 'filed-as-another';
}

function isDoubtful({ confidence, alternatives }: RecognisedMessage): boolean {
  return confidence < SURE_ENOUGH.toTakeTopic || confidence - (alternatives[0]?.confidence ?? 0) < SMALL_LEAD;
}

/** Whether there is a training file that the topic belongs to. */
export function isTrained({ topic }: Worthwhile): boolean {
  return TRAINED_TOPICS.includes(topic);
}

/** What teaches most first: by reason, then what the recogniser was wrongly surest of, or most in doubt about; the newest before older ones. */
export function byWorth(one: Worthwhile, other: Worthwhile): number {
  const [left, right] = [one.message, other.message];
  const byReason = REASONS.indexOf(one.reason) - REASONS.indexOf(other.reason);
  const sign = one.reason === 'doubtful' || one.reason === 'right-in-doubt' ? 1 : -1;
  return (
    byReason || sign * (left.confidence - right.confidence) || (left.at < right.at ? 1 : left.at > right.at ? -1 : 0)
  );
}
