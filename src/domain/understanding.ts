import type { FactName, KnownFacts } from './facts.ts';
import type { Locale } from './locale.ts';
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
  /** Until when something must be done, as written ("5pm today", 「明天上午九点」). */
  readonly deadline?: string;
  /** A server of the customer by its name ("EXCH01", "dc2.contoso.local"). */
  readonly server?: string;
  /** A domain of the customer, in lower case; that of an e-mail address or of a link does not count. */
  readonly domain?: string;
  /** The language that the person asks to be answered in. */
  readonly language?: Locale;
}

/** A place in a text: UTF-16 units of the text as it was sent, the end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the words stand that an entity was read from, and the clause that tells a severity fact, by their names. There is
 * none for what cannot be located: in a text with characters that become others together (a letter and its accent in one
 * of two orders).
 */
export type Spans = { readonly [Name in keyof Entities | FactName]?: Span };

/** What a recogniser makes of one text. */
export interface Understanding {
  /** `none` when the text is out of scope. */
  readonly topic: Topic;
  readonly confidence: number;
  /** The next best topics, best first, at most three. */
  readonly alternatives: readonly TopicScore[];
  readonly entities: Entities;
  /** Where entities and facts stand, worked out when it is called, as a turn does not ask; absent when nobody can tell. */
  readonly locate?: () => Spans;
  /** Only facts that the text states. */
  readonly severityFacts: Partial<{ [Name in keyof KnownFacts]: NonNullable<KnownFacts[Name]> }>;
  /** Which recogniser answered. */
  readonly source: 'local' | 'clu';
}
