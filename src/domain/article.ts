import type { Locale } from './locale.ts';
import type { Operator } from './person.ts';
import type { Topic } from './topics.ts';

/** A self-help article in one language, ready to be shown. */
export interface Article {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly steps: readonly string[];
}

/** What to look for; `exclude` holds ids that were shown and did not help. */
export interface ArticleQuery {
  readonly text: string;
  readonly topic: Topic | null;
  readonly operator: Operator | null;
  readonly locale: Locale;
  readonly exclude: readonly string[];
  readonly limit: number;
}
