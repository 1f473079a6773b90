import type { Instant, Locale } from './locale.ts';
import type { Topic } from './topics.ts';
import type { TopicScore, Understanding } from './understanding.ts';

/** What happened after a message was recognised, as far as the recogniser can learn from it. */
export const RECOGNITION_OUTCOMES = [
  /** The articles that were shown for the topic helped. */
  'solved',
  /** They did not, and the form was opened. */
  'not-solved',
  /** The person was shown topics and picked the one that was recognised. */
  'confirmed',
  /** The person picked another topic, or said that none of those shown is right. */
  'corrected',
  /** The person said it again in other words, which were taken for another topic. */
  'rephrased',
  /** A request was filed about it. */
  'filed',
  /** Whatever it sounded like, it told more of the problem under discussion: no example of any topic. */
  'added',
  /** It told several problems at once: no example of one topic. */
  'several',
] as const;
export type RecognitionOutcome = (typeof RECOGNITION_OUTCOMES)[number];

/** What one message was taken for. Its words are not repeated here: they are the activity of the same number. */
export interface Recognition {
  /** Number of the message in the activity log of its conversation. */
  readonly seq: number;
  /** Language of the conversation at that moment. */
  readonly locale: Locale;
  readonly topic: Topic;
  /** 0 to 1. */
  readonly confidence: number;
  /** The next best topics, best first. */
  readonly alternatives: readonly TopicScore[];
  readonly source: Understanding['source'];
}

/** What happened next with a recognised message; the newest is kept. */
export interface RecognitionEnd {
  readonly seq: number;
  readonly outcome: RecognitionOutcome;
  /** What the message was taken for, once more. */
  readonly recognised: Topic;
  /** The topic with which it went on; null where nobody said. */
  readonly topic: Topic | null;
}

/** A recognised message with its words, for somebody who looks for examples to learn from. */
export interface RecognisedMessage extends Recognition {
  readonly conversationId: string;
  readonly tenant: string | null;
  /** The words as they are kept, secrets masked. */
  readonly text: string;
  /** How the channel names the person; null where it does not. */
  readonly author: string | null;
  readonly at: Instant;
  /** Null while nothing happened that tells whether the topic was right. */
  readonly outcome: RecognitionOutcome | null;
  readonly outcomeTopic: Topic | null;
}

/** Which recognised messages are read: one page in the order of conversation and number. */
export interface RecognitionFilter {
  /** The earliest moment; left out, all. */
  readonly since?: Instant;
  /** The last one of the page before. */
  readonly after?: Pick<RecognisedMessage, 'conversationId' | 'seq'>;
  readonly limit: number;
}

/** One page; `next` is null on the last. */
export interface RecognitionPage {
  readonly messages: readonly RecognisedMessage[];
  readonly next: RecognitionFilter['after'] | null;
}
