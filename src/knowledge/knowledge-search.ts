import MiniSearch from 'minisearch';
import type { Article, ArticleQuery } from '../domain/article.ts';
import { LOCALES, type Locale } from '../domain/locale.ts';
import type { Knowledge } from '../domain/ports.ts';
import type { Topic } from '../domain/topics.ts';
import type { KnowledgeArticle } from './article-store.ts';
import { createSpelling, type Spelling } from './spelling.ts';
import { tokenize } from './tokenizer.ts';

/** What a hit in each part of an article is worth. */
const FIELD_WEIGHTS = { title: 3, keywords: 4, steps: 1, topic: 1.5 } as const;
type Field = keyof typeof FIELD_WEIGHTS;

const TUNING = {
  /** Without an operator an article that holds in both clouds counts this much more. */
  bothOperators: 1.5,
  /** What an error code or another word with digits counts: nobody types one by chance. */
  code: 2.5,
  /** What a completed or corrected word counts, and the information that it is trusted with. */
  guess: 0.6,
  /** Terms of one question that are looked up at most. */
  maxTerms: 48,
  /** Article hits that the terms of one question may make together, so that time stays flat in a large collection. */
  maxHits: 600,
  /** Unknown words of one question that are completed or corrected. */
  maxUnknown: 12,
  /** Information in the shared terms, in nats, from which an article outside the topic is offered. */
  usefulEvidence: 6,
  /** The same for a question that is mostly shared terms, such as one word, and the share that makes it so. */
  shortQuestion: { evidence: 2.5, share: 0.5 },
} as const;

/** An article as MiniSearch sees it; `id` is its place in the list. */
type IndexedArticle = { readonly id: number } & Readonly<Record<Field, string>>;

interface Corpus {
  readonly index: MiniSearch<IndexedArticle>;
  readonly spelling: Spelling;
  /** In how many articles a term stands. */
  articlesWith(term: string): number;
  /** How much a term tells, in nats: the rarer in articles, the more; one that no article has counts as the rarest. */
  informationOf(term: string): number;
}

/** Both languages in one index, as people mix them inside one sentence; line breaks keep bigrams apart. */
function indexedArticle(article: KnowledgeArticle, id: number): IndexedArticle {
  const both = (words: (locale: Locale) => readonly string[]) => LOCALES.flatMap(words).join('\n');
  return {
    id,
    title: both((locale) => [article.titles[locale]]),
    keywords: both((locale) => article.keywords[locale]),
    steps: both((locale) => article.steps[locale]),
    topic: article.topics.join('\n').replaceAll(/[.-]/g, ' '),
  };
}

function buildCorpus(articles: readonly KnowledgeArticle[]): Corpus {
  const frequency = new Map<string, number>();
  let termsOfArticle = new Set<string>();
  const index = new MiniSearch<IndexedArticle>({
    fields: Object.keys(FIELD_WEIGHTS),
    tokenize(text, field) {
      // Single characters are worth finding in what names an article; in every step they would double the index.
      const terms = tokenize(text, field === 'steps' ? 'question' : 'article');
      for (const term of terms) termsOfArticle.add(term);
      return terms;
    },
    processTerm: (term) => term,
  });
  for (const [id, article] of articles.entries()) {
    termsOfArticle = new Set();
    index.add(indexedArticle(article, id));
    for (const term of termsOfArticle) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  }
  return {
    index,
    spelling: createSpelling(frequency.keys()),
    articlesWith: (term) => frequency.get(term) ?? 0,
    informationOf: (term) => Math.log(1 + articles.length / (frequency.get(term) ?? 1)),
  };
}

const writtenWorth = (term: string) => (term.length >= 4 && /\d/.test(term) ? TUNING.code : 1);

interface Question {
  /** The terms to look up, and how much each counts: 1 for a word as written, a code more, a guess less. */
  readonly terms: ReadonlyMap<string, number>;
  /** Information in all terms of the text, in nats, those that no article has included. */
  readonly information: number;
}

function readQuestion(text: string, corpus: Corpus): Question {
  const written = new Set(tokenize(text, 'question'));
  const unknown = Array.from(written).filter((term) => corpus.articlesWith(term) === 0);
  const guessed = unknown.slice(0, TUNING.maxUnknown).flatMap((term) => corpus.spelling.suggest(term));
  const rarestFirst = Array.from(new Set([...written, ...guessed]))
    .map((term) => ({ term, count: corpus.articlesWith(term) }))
    .filter(({ count }) => count > 0)
    .sort((one, other) => one.count - other.count)
    .slice(0, TUNING.maxTerms);
  let hits = 0;
  const affordable = rarestFirst.filter(({ count }, rank) => {
    hits += count;
    return rank === 0 || hits <= TUNING.maxHits;
  });
  return {
    terms: new Map(affordable.map(({ term }) => [term, written.has(term) ? writtenWorth(term) : TUNING.guess])),
    information: Array.from(written).reduce((sum, term) => sum + corpus.informationOf(term), 0),
  };
}

/** An article that shares terms with the text. */
interface Hit {
  readonly id: number;
  readonly score: number;
  /** The shared terms tell enough to offer the article although it is not of the asked topic. */
  readonly useful: boolean;
}

function lookUp(text: string, corpus: Corpus, allowed: (id: number) => boolean): Hit[] {
  const { terms, information } = readQuestion(text, corpus);
  if (terms.size === 0) return [];
  const worthOf = (term: string) => terms.get(term) ?? 0;
  const results = corpus.index.search(text, {
    boost: FIELD_WEIGHTS,
    tokenize: () => Array.from(terms.keys()),
    boostTerm: worthOf,
    filter: (result) => allowed(result.id),
  });
  return results.map(({ id, score, queryTerms }) => {
    const evidence = queryTerms.reduce((sum, term) => sum + worthOf(term) * corpus.informationOf(term), 0);
    const short = TUNING.shortQuestion;
    const mostlyShared = evidence >= short.evidence && evidence >= short.share * information;
    return { id, score, useful: mostlyShared || evidence >= TUNING.usefulEvidence };
  });
}

/** Beside articles of the topic only those of the same products help: 「打不开」 is said of every product there is. */
function relatedTo(
  ofTopic: readonly (KnowledgeArticle | undefined)[],
): (article: KnowledgeArticle | undefined) => boolean {
  const products = new Set(ofTopic.flatMap((article) => article?.products ?? []));
  return (article) => products.size === 0 || (article?.products ?? []).some((product) => products.has(product));
}

function shown(article: KnowledgeArticle, locale: Locale): Article {
  const { id, titles, urls, steps } = article;
  return { id, title: titles[locale], url: urls[locale], steps: steps[locale] };
}

/**
 * Full-text search over the articles, in memory (MiniSearch, BM25+).
 *
 * Articles of the asked topic always come first, best match first, and are given even when no word matches: the topic
 * was understood from words that articles need not have. Other articles follow only when they share enough telling
 * terms with the text, and beside articles of the topic only those of the same products; so a text about something else
 * gives an empty answer. With an operator only articles whose
 * steps hold in that cloud are given; without one, all are, and those for both clouds are preferred.
 * Any text is accepted.
 * @param articles as {@link loadArticles} gives them; indexed once
 */
export function createKnowledge(articles: readonly KnowledgeArticle[]): Knowledge {
  const corpus = buildCorpus(articles);

  const preference = (article: KnowledgeArticle | undefined, query: ArticleQuery) =>
    query.operator === null && article !== undefined && article.operators.length > 1 ? TUNING.bothOperators : 1;

  const byTopic = new Map<Topic, number[]>();
  for (const [id, { topics }] of articles.entries()) {
    for (const topic of topics) byTopic.set(topic, [...(byTopic.get(topic) ?? []), id]);
  }

  const ofTopic = (query: ArticleQuery, scores: ReadonlyMap<number, number>) => {
    const ids = (query.topic === null ? undefined : byTopic.get(query.topic)) ?? [];
    const ranked = ids.map((id) => ({
      id,
      score: scores.get(id) ?? 0,
      both: preference(articles[id], query) > 1,
      main: articles[id]?.topics[0] === query.topic,
    }));
    ranked.sort((a, b) => b.score - a.score || Number(b.both) - Number(a.both) || Number(b.main) - Number(a.main));
    return ranked.map(({ id }) => id);
  };

  return {
    async search(query) {
      const excluded = new Set(query.exclude);
      const allowed = (article: KnowledgeArticle | undefined): article is KnowledgeArticle =>
        article !== undefined &&
        !excluded.has(article.id) &&
        (query.operator === null || article.operators.includes(query.operator));
      const results = lookUp(query.text, corpus, (id) => allowed(articles[id])).map((hit) => ({
        ...hit,
        score: hit.score * preference(articles[hit.id], query),
      }));
      results.sort((one, other) => other.score - one.score);
      const first = ofTopic(query, new Map(results.map(({ id, score }) => [id, score])));
      const related = relatedTo(first.map((id) => articles[id]));
      const others = results.filter(({ id, useful }) => useful && related(articles[id])).map(({ id }) => id);
      return Array.from(new Set([...first, ...others]))
        .map((id) => articles[id])
        .filter(allowed)
        .slice(0, Math.max(0, query.limit))
        .map((article) => shown(article, query.locale));
    },
  };
}
