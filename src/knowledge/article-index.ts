import { setImmediate as othersTurn } from 'node:timers/promises';
import { LOCALES, type Locale } from '../domain/locale.ts';
import type { KnowledgeArticle } from './article-schema.ts';
import { createIndexBuilder, type InvertedIndex } from './inverted-index.ts';
import { createSpelling, type Spelling } from './spelling.ts';
import { type KnownWords, type TokenUse, tokenize } from './tokenizer.ts';

/** What a hit in each part of an article is worth. */
const FIELD_WEIGHTS = { title: 3, keywords: 4, steps: 1, topic: 1.5 } as const;

/** Articles that are read before others get their turn: some milliseconds. */
const SLICE = 10;

/** The articles as a question meets them; the documents of the index are the articles' places in the list. */
export interface ArticleIndex {
  readonly terms: InvertedIndex;
  readonly spelling: Spelling;
}

/** Both languages in one index, as people mix them inside one sentence; line breaks keep bigrams apart. */
function termsOf(article: KnowledgeArticle, known: KnownWords): readonly (readonly string[])[] {
  const both = (use: TokenUse, words: (locale: Locale) => readonly string[]) =>
    tokenize(LOCALES.flatMap(words).join('\n'), use, known);
  const fields: Readonly<Record<keyof typeof FIELD_WEIGHTS, readonly string[]>> = {
    title: both('name', (locale) => [article.titles[locale]]),
    keywords: both('name', (locale) => article.keywords[locale]),
    // Single characters are worth finding in what names an article; in every step they would double the index.
    steps: both('text', (locale) => article.steps[locale]),
    topic: tokenize(article.topics.join('\n').replaceAll(/[.-]/g, ' '), 'name', known),
  };
  return Object.values(fields);
}

/**
 * Makes the index of all articles: tens of milliseconds for a hundred, seconds for ten thousand, and others get their
 * turn every few milliseconds.
 */
export async function indexArticles(articles: readonly KnowledgeArticle[]): Promise<ArticleIndex> {
  const builder = createIndexBuilder(Object.values(FIELD_WEIGHTS));
  const known: KnownWords = new Map();
  for (const [place, article] of articles.entries()) {
    if (place % SLICE === 0) await othersTurn();
    builder.add(termsOf(article, known));
  }
  const finishing = builder.finish();
  let step = finishing.next();
  while (!step.done) {
    await othersTurn();
    step = finishing.next();
  }
  const terms = step.value;
  return { terms, spelling: createSpelling(terms.vocabulary()) };
}
