import type { KnownFacts } from './facts.ts';
import type { Product, Topic } from './topics.ts';

/** A topic with its calibrated probability, 0 to 1. */
export interface TopicScore {
  readonly topic: Topic;
  readonly confidence: number;
}

/** Things named in a text, each as found there; absent when not named. */
export interface Entities {
  readonly product?: Product;
  readonly errorCode?: string;
  readonly reference?: string;
  readonly email?: string;
  readonly phone?: string;
  /** How many people are affected, when a number is told. */
  readonly userCount?: number;
  /** A time expression as written ("since this morning", 「从今天早上」). */
  readonly since?: string;
}

/** What a recogniser makes of one text. */
export interface Understanding {
  /** `none` when the text is out of scope. */
  readonly topic: Topic;
  readonly confidence: number;
  /** The next best topics, best first, at most three. */
  readonly alternatives: readonly TopicScore[];
  readonly entities: Entities;
  /** Only facts that the text states. */
  readonly severityFacts: Partial<{ [Name in keyof KnownFacts]: NonNullable<KnownFacts[Name]> }>;
  /** Which recogniser answered. */
  readonly source: 'local' | 'clu';
}
