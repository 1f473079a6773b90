import type { ArticleMatch } from '../domain/article.ts';
import { ARTICLE_PARTS, type ArticleIndex } from './article-index.ts';
import { codeKind } from './error-codes.ts';

/** Terms that are told at most. */
const MOST_TERMS = 8;

/** What is told of an article that was found. */
export interface MatchFacts {
  /** Its place in the list of articles. */
  readonly place: number;
  /** The terms that were looked up. */
  readonly terms: Iterable<string>;
  /** Whether it is of the topic that was asked for. */
  readonly ofTopic: boolean;
  /** Its score beside the best one, 0 to 1. */
  readonly fit: number;
}

/** Why an article was found, from the index itself; it costs a search among the articles of each term. */
export function explain({ place, terms, ofTopic, fit }: MatchFacts, { terms: index }: ArticleIndex): ArticleMatch {
  const shared = Array.from(terms).flatMap((term) => {
    const fields = index.fieldsWith(term, place);
    return fields.length > 0 ? [{ term, fields, rarity: index.informationIn(index.documentsWith(term)) }] : [];
  });
  const told = shared.sort((one, other) => other.rarity - one.rarity).slice(0, MOST_TERMS);
  const places = new Set(told.flatMap(({ fields }) => fields));
  const hasCode = shared.some(({ term }) => codeKind(term) === 'code');
  return {
    by: hasCode ? 'error-code' : ofTopic ? 'topic' : 'words',
    terms: told.map(({ term }) => term),
    parts: ARTICLE_PARTS.filter((_, field) => places.has(field)),
    fit,
  };
}
