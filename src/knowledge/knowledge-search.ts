import type { Article, ArticleQuery } from '../domain/article.ts';
import type { Locale } from '../domain/locale.ts';
import type { Knowledge } from '../domain/ports.ts';
import type { Product, Topic } from '../domain/topics.ts';
import { type ArticleIndex, indexArticles } from './article-index.ts';
import type { KnowledgeArticle } from './article-schema.ts';
import { createBest } from './best.ts';
import { readQuestion } from './question.ts';

const TUNING = {
  /** Without an operator an article that holds in both clouds counts this much more. */
  bothOperators: 1.5,
  /** Information in the shared terms, in nats, from which an article outside the topic is offered. */
  usefulEvidence: 6,
  /** The same for a question that is mostly shared terms, such as one word, and the share that makes it so. */
  shortQuestion: { evidence: 2.5, share: 0.5 },
} as const;

/** The shared terms tell enough to offer an article although it is not of the asked topic. */
function isUseful(evidence: number, information: number): boolean {
  const short = TUNING.shortQuestion;
  const mostlyShared = evidence >= short.evidence && evidence >= short.share * information;
  return mostlyShared || evidence >= TUNING.usefulEvidence;
}

/** The articles of one topic, by their places in the list, and the products that they are about. */
interface TopicArticles {
  readonly places: Set<number>;
  readonly products: Set<Product>;
}

function groupByTopic(articles: readonly KnowledgeArticle[]): ReadonlyMap<Topic, TopicArticles> {
  const groups = new Map<Topic, TopicArticles>();
  for (const [place, { topics, products }] of articles.entries()) {
    for (const topic of topics) {
      const group = groups.get(topic) ?? { places: new Set(), products: new Set() };
      groups.set(topic, group);
      group.places.add(place);
      for (const product of products) group.products.add(product);
    }
  }
  return groups;
}

function shown(article: KnowledgeArticle, locale: Locale): Article {
  const { id, titles, urls, steps } = article;
  return { id, title: titles[locale], url: urls[locale], steps: steps[locale] };
}

/** What puts an article before another. */
interface Rank {
  readonly place: number;
  readonly score: number;
  /** Decides between equal scores. */
  readonly tie: number;
}

const isBetter = (one: Rank, other: Rank) =>
  one.score > other.score || (one.score === other.score && one.tie > other.tie);

interface Collection {
  readonly articles: readonly KnowledgeArticle[];
  readonly byTopic: ReadonlyMap<Topic, TopicArticles>;
  readonly index: ArticleIndex;
}

function find(query: ArticleQuery, { articles, byTopic, index }: Collection): readonly KnowledgeArticle[] {
  const { topic, operator, limit } = query;
  const group = topic === null ? undefined : byTopic.get(topic);
  const excluded = new Set(query.exclude);
  const isAllowed = ({ id, operators }: KnowledgeArticle) =>
    !excluded.has(id) && (operator === null || operators.includes(operator));
  // Beside articles of the topic only those of the same products help: 「打不开」 is said of every product there is.
  const isRelated = ({ products }: KnowledgeArticle) => !group || products.some((one) => group.products.has(one));
  const allows = (test: (article: KnowledgeArticle) => boolean) => (rank: Rank) => {
    const article = articles[rank.place];
    return article !== undefined && test(article);
  };
  const isForBoth = (place: number) => operator === null && (articles[place]?.operators.length ?? 0) > 1;

  const { terms, information } = readQuestion(query.text, index);
  const matches = index.terms.match(terms);
  const scoreOf = (place: number) => matches.scoreOf(place) * (isForBoth(place) ? TUNING.bothOperators : 1);

  const ofTopic = createBest(limit, isBetter, allows(isAllowed));
  for (const place of group?.places ?? []) {
    const isMain = articles[place]?.topics[0] === topic;
    ofTopic.offer({ place, score: scoreOf(place), tie: 2 * Number(isForBoth(place)) + Number(isMain) });
  }
  const missing = limit - ofTopic.best.length;
  const others = createBest(
    missing,
    isBetter,
    allows((article) => isAllowed(article) && isRelated(article)),
  );
  for (const place of missing > 0 ? matches.documents : []) {
    if (!isUseful(matches.evidenceOf(place), information) || group?.places.has(place)) continue;
    others.offer({ place, score: scoreOf(place), tie: 0 });
  }
  return [...ofTopic.best, ...others.best].flatMap(({ place }) => articles[place] ?? []);
}

/** Knowledge that makes its index in the background. */
export interface IndexedKnowledge extends Knowledge {
  /** Resolves when the index is there; a search waits for it too. */
  ready(): Promise<void>;
}

/**
 * Full-text search over the articles, in memory (BM25+).
 *
 * Articles of the asked topic always come first, best match first, and are given even when no word matches: the topic
 * was understood from words that articles need not have. Other articles follow only when they share enough telling
 * terms with the text, and beside articles of the topic only those of the same products; so a text about something else
 * gives an empty answer. With an operator only articles whose
 * steps hold in that cloud are given; without one, all are, and those for both clouds are preferred.
 * Any text is accepted, and {@link QUESTION_LIMITS} bound what it costs.
 *
 * The index is made from the moment this is called, in slices between which others get their turn.
 * @param articles as {@link loadArticles} gives them
 */
export function createKnowledge(articles: readonly KnowledgeArticle[]): IndexedKnowledge {
  const byTopic = groupByTopic(articles);
  const indexing = indexArticles(articles);
  // Whoever searches hears of a failure; unheard until then, it would end the process.
  indexing.catch(() => undefined);
  return {
    async ready() {
      await indexing;
    },
    async search(query) {
      const found = find(query, { articles, byTopic, index: await indexing });
      return found.map((article) => shown(article, query.locale));
    },
  };
}
