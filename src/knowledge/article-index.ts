import { setImmediate as othersTurn } from 'node:timers/promises';
import type { ArticlePart } from '../domain/article.ts';
import { type ArticleStep, partsOf } from '../domain/article-step.ts';
import { LOCALES, type Locale } from '../domain/locale.ts';
import type { KnowledgeArticle } from './article-schema.ts';
import { codeTerms } from './error-codes.ts';
import { createHanSpelling, type HanSpelling } from './han-spelling.ts';
import { createIndexBuilder, type InvertedIndex } from './inverted-index.ts';
import { type LanguageAids, NO_AIDS, notionTerms } from './language-aids.ts';
import { createSpelling, type Spelling } from './spelling.ts';
import { type KnownWords, type TokenUse, tokenize } from './tokenizer.ts';

/** What a hit in each part of an article is worth. */
const FIELD_WEIGHTS = {
  title: 3,
  keywords: 4,
  steps: 1,
  topic: 1.5,
  'error-codes': 8,
  notions: 2,
} as const satisfies Readonly<Record<ArticlePart, number>>;

/** The parts of an article in the order of the fields of the index. */
export const ARTICLE_PARTS: readonly ArticlePart[] = ['title', 'keywords', 'steps', 'topic', 'error-codes', 'notions'];

/** Articles that are read before others get their turn: some milliseconds. */
const SLICE = 10;

/** The articles as a question meets them; the documents of the index are the articles' places in the list. */
export interface ArticleIndex {
  readonly terms: InvertedIndex;
  readonly spelling: Spelling;
  readonly hanSpelling: HanSpelling;
  readonly aids: LanguageAids;
}

/** The words of both clouds: whoever asks may name either. */
function wordsOfStep(step: ArticleStep): readonly string[] {
  return partsOf(step).flatMap((part) => (typeof part === 'string' ? part : Object.values(part)));
}

/** Both languages in one index, as people mix them inside one sentence; line breaks keep bigrams apart. */
function termsOf(
  article: KnowledgeArticle,
  known: KnownWords,
  aids: LanguageAids,
): Readonly<Record<ArticlePart, readonly string[]>> {
  const both = (words: (locale: Locale) => readonly string[]) => LOCALES.flatMap(words).join('\n');
  const tokens = (text: string, use: TokenUse) => tokenize(aids.simplified(text), use, known);
  const titles = both((locale) => [article.titles[locale]]);
  const keywords = both((locale) => article.keywords[locale]);
  return {
    title: tokens(titles, 'name'),
    keywords: tokens(keywords, 'name'),
    // Single characters are worth finding in what names an article; in every step they would double the index.
    steps: tokens(
      both((locale) => article.steps[locale].flatMap(wordsOfStep)),
      'text',
    ),
    topic: tokenize(article.topics.join('\n').replaceAll(/[.-]/g, ' '), 'name', known),
    'error-codes': codeTerms(article.errorCodes ?? []),
    notions: notionTerms(`${titles}\n${keywords}`, aids),
  };
}

/**
 * Makes the index of all articles: tens of milliseconds for a hundred, seconds for ten thousand, and others get their
 * turn every few milliseconds.
 */
export async function indexArticles(
  articles: readonly KnowledgeArticle[],
  aids: LanguageAids = NO_AIDS,
): Promise<ArticleIndex> {
  const builder = createIndexBuilder(ARTICLE_PARTS.map((part) => FIELD_WEIGHTS[part]));
  const known: KnownWords = new Map();
  for (const [place, article] of articles.entries()) {
    if (place % SLICE === 0) await othersTurn();
    const terms = termsOf(article, known, aids);
    builder.add(ARTICLE_PARTS.map((part) => terms[part]));
  }
  const finishing = builder.finish();
  let step = finishing.next();
  while (!step.done) {
    await othersTurn();
    step = finishing.next();
  }
  const terms = step.value;
  return {
    terms,
    spelling: createSpelling(terms.vocabulary()),
    hanSpelling: createHanSpelling(terms.vocabulary(), aids.soundOf),
    aids,
  };
}
