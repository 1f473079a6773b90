import type { ArticleStep } from './article-step.ts';
import type { Locale } from './locale.ts';
import type { Operator } from './person.ts';
import type { Topic } from './topics.ts';

/** Who may take the steps of an article; the closed list of what articles name, from everybody to the rarest. */
export const ARTICLE_ROLES = [
  'user',
  'site-owner',
  'computer-administrator',
  'network-administrator',
  'any-administrator',
  'service-support-administrator',
  'helpdesk-administrator',
  'user-administrator',
  'license-administrator',
  'billing-administrator',
  'authentication-administrator',
  'office-apps-administrator',
  'teams-administrator',
  'sharepoint-administrator',
  'exchange-administrator',
  'security-administrator',
  'hybrid-identity-administrator',
  'privileged-role-administrator',
  'global-administrator',
] as const;
export type ArticleRole = (typeof ARTICLE_ROLES)[number];

/** Parts of an article in which words of a question stand. */
export type ArticlePart = 'title' | 'keywords' | 'steps' | 'topic' | 'error-codes' | 'notions';

/** Why an article was found, for logs: words of the collection, never what somebody wrote. */
export interface ArticleMatch {
  /**
   * The strongest reason: an error code of the article stands in the text, the text has its words, its topic was asked
   * for, or an article that was found names it.
   */
  readonly by: 'error-code' | 'words' | 'topic' | 'related';
  /** Terms that the text and the article share, the most telling first; at most eight. */
  readonly terms: readonly string[];
  /** Where these terms stand in the article. */
  readonly parts: readonly ArticlePart[];
  /**
   * How well the article fits beside the one that fits best of all that the person could be given, excluded ones too:
   * 0 to 1.
   */
  readonly fit: number;
}

/** A self-help article in one language, ready to be shown. */
export interface Article {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  /** For a reader whose operator is known, each is a text. */
  readonly steps: readonly ArticleStep[];
  /** The least that somebody must be to take the steps. */
  readonly role?: ArticleRole;
  /** The day on which somebody last compared the steps with the product, as `2026-11-22`. */
  readonly lastChecked?: string;
  readonly match?: ArticleMatch;
}

/**
 * What to look for; `exclude` holds ids that were shown and did not help. With `only`, nothing is looked for: these are
 * given, in this order.
 */
export interface ArticleQuery {
  readonly text: string;
  readonly topic: Topic | null;
  readonly operator: Operator | null;
  readonly locale: Locale;
  readonly exclude: readonly string[];
  readonly only?: readonly string[];
  readonly limit: number;
}
