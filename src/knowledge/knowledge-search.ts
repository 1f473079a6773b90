import type { Article, ArticleMatch, ArticleQuery } from '../domain/article.ts';
import { stepFor } from '../domain/article-step.ts';
import type { Operator } from '../domain/person.ts';
import type { Knowledge } from '../domain/ports.ts';
import type { Product, Topic } from '../domain/topics.ts';
import { type ArticleIndex, indexArticles } from './article-index.ts';
import { explain } from './article-match.ts';
import type { KnowledgeArticle } from './article-schema.ts';
import { createBest } from './best.ts';
import { codeKind } from './error-codes.ts';
import type { Matches } from './inverted-index.ts';
import { type LanguageAids, NO_AIDS } from './language-aids.ts';
import { readQuestion } from './question.ts';
import { type Candidates, inOrder, isBetter, OVER_TOPIC, type Rank } from './ranking.ts';

const TUNING = {
  /** Without an operator an article that holds in both clouds counts this much more. */
  bothOperators: 1.5,
  /** Information in the shared terms, in nats, from which an article outside the topic is offered. */
  usefulEvidence: 7,
  /** The same beside articles of a topic, for an article about other products. */
  unrelatedEvidence: 10,
  /** The same for a question that is mostly shared terms, such as one word, and the share that makes it so. */
  shortQuestion: { evidence: 2.5, share: 0.5 },
  /**
   * The score beside the best one from which an article outside the topic is worth reading: 「收不到」 is said of calls and
   * codes as well. Found on the `dev` part of test/knowledge/relevance.jsonl, which loses nothing by it.
   */
  worthReading: 0.7,
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

function shown(article: KnowledgeArticle, { locale, operator }: ArticleQuery): Article {
  const { id, titles, urls, role, lastChecked } = article;
  const steps = article.steps[locale].map((step) => (operator === null ? step : stepFor(step, operator)));
  return { id, title: titles[locale], url: urls[locale], steps, role, lastChecked };
}

interface Collection {
  readonly articles: readonly KnowledgeArticle[];
  readonly byTopic: ReadonlyMap<Topic, TopicArticles>;
  readonly places: ReadonlyMap<string, number>;
  readonly index: ArticleIndex;
}

/** How well the articles that were matched fit, for somebody of this cloud. */
interface Scores {
  readonly isOfCloud: (place: number) => boolean;
  readonly scoreOf: (place: number) => number;
  /** The score of the best article of the cloud. */
  readonly best: number;
}

function scoresOf(matches: Matches, operator: Operator | null, { articles }: Collection): Scores {
  const isOfCloud = (place: number) => operator === null || (articles[place]?.operators.includes(operator) ?? false);
  const isForBoth = (place: number) => operator === null && (articles[place]?.operators.length ?? 0) > 1;
  const scoreOf = (place: number) => matches.scoreOf(place) * (isForBoth(place) ? TUNING.bothOperators : 1);
  let best = 0;
  for (const place of matches.documents) {
    const score = scoreOf(place);
    if (score > best && isOfCloud(place)) best = score;
  }
  return { isOfCloud, scoreOf, best };
}

/** A question against a collection: what of it may be given, and how well it fits. */
interface Asked {
  readonly group: TopicArticles | undefined;
  readonly terms: ReadonlyMap<string, number>;
  readonly isAllowed: (place: number) => boolean;
  readonly fitOf: (place: number) => number;
  readonly candidates: Candidates;
}

function ask(query: ArticleQuery, collection: Collection): Asked {
  const { articles, byTopic, index } = collection;
  const { topic, operator, limit } = query;
  const group = topic === null ? undefined : byTopic.get(topic);
  const { terms, information } = readQuestion(query.text, index);
  const codes = Array.from(terms.keys()).filter((term) => codeKind(term) === 'code');
  const excluded = new Set(query.exclude);
  const matches = index.terms.match(terms);
  const { isOfCloud, scoreOf, best } = scoresOf(matches, operator, collection);
  const isAllowed = (place: number) => {
    const article = articles[place];
    return article !== undefined && !excluded.has(article.id) && isOfCloud(place);
  };
  // Beside articles of the topic only those of the same products help: 「打不开」 is said of every product there is.
  const isRelated = (place: number) => !group || articles[place]?.products.some((one) => group.products.has(one));
  const isForBoth = (place: number) => operator === null && (articles[place]?.operators.length ?? 0) > 1;
  const hasCode = (place: number) => codes.some((code) => index.terms.fieldsWith(code, place).length > 0);
  const fitOf = (place: number) => (best > 0 ? scoreOf(place) / best : 0);

  const ofTopic = createBest<Rank>(limit, isBetter, ({ place }) => isAllowed(place));
  for (const place of group?.places ?? []) {
    const isMain = articles[place]?.topics[0] === topic;
    ofTopic.offer({ place, score: scoreOf(place), tie: 2 * Number(isForBoth(place)) + Number(isMain) });
  }
  const others = createBest<Rank>(
    limit,
    isBetter,
    ({ place }) =>
      isAllowed(place) && (isRelated(place) || hasCode(place) || matches.evidenceOf(place) >= TUNING.unrelatedEvidence),
  );
  // Where the topic fills the answer, whoever does not fit better than its best has no place in it.
  const isFull = ofTopic.best.length >= limit && codes.length === 0;
  const overTopic = isFull ? OVER_TOPIC * (ofTopic.best[0]?.score ?? 0) : 0;
  const least = Math.max(overTopic, group ? TUNING.worthReading * best : 0);
  for (const place of matches.documents) {
    const score = scoreOf(place);
    if ((score < least && !hasCode(place)) || group?.places.has(place)) continue;
    if (!isUseful(matches.evidenceOf(place), information)) continue;
    others.offer({ place, score, tie: 0 });
  }
  return { group, terms, isAllowed, fitOf, candidates: { ofTopic: ofTopic.best, others: others.best, hasCode } };
}

/** The articles with these ids that hold in the person's cloud. */
function pick(ids: readonly string[], query: ArticleQuery, collection: Collection): readonly Article[] {
  const { operator } = query;
  return ids.flatMap((id) => {
    const article = collection.articles[collection.places.get(id) ?? -1];
    return article && (operator === null || article.operators.includes(operator)) ? [shown(article, query)] : [];
  });
}

function find(query: ArticleQuery, collection: Collection): readonly Article[] {
  if (query.only) return pick(query.only, query, collection);
  const { articles, places, index } = collection;
  const { group, terms, isAllowed, fitOf, candidates } = ask(query, collection);
  const most = Math.max(0, query.limit);
  const found = inOrder(candidates)
    .slice(0, most)
    .map(({ place }) => place);
  // What an article names that hardly fits itself leads away from the question.
  const first = found[0] ?? -1;
  const best = fitOf(first) >= TUNING.worthReading ? articles[first] : undefined;
  const next = (best?.related ?? []).flatMap((id) => places.get(id) ?? []);
  const added = next.filter((place) => isAllowed(place) && !found.includes(place)).slice(0, most - found.length);
  const told = (place: number): ArticleMatch => {
    const match = explain(
      { place, terms: terms.keys(), ofTopic: group?.places.has(place) ?? false, fit: fitOf(place) },
      index,
    );
    return added.includes(place) ? { ...match, by: 'related' } : match;
  };
  return [...found, ...added].flatMap((place) => {
    const article = articles[place];
    return article ? [{ ...shown(article, query), match: told(place) }] : [];
  });
}

/** Knowledge that makes its index in the background. */
export interface IndexedKnowledge extends Knowledge {
  /** Resolves when the index is there; a search waits for it too. */
  ready(): Promise<void>;
}

/**
 * Full-text search over the articles, in memory (BM25+).
 *
 * An article that names an error code of the text as its own comes first. Otherwise the first article is always of the
 * asked topic, and is given even when no word matches: the topic was understood from words that articles need not have.
 * Behind it those of other topics have their place that share enough telling terms and fit nearly as well as the best of
 * all, and beside articles of the topic only those of the same products; so a text about something else gives an empty
 * answer, and so does one whose fitting articles are all excluded. With an operator only articles whose steps hold in that
 * cloud are given, with the words of that cloud; without one, all are, and those for both clouds are preferred. Any text
 * is accepted, and {@link QUESTION_LIMITS} bound what it costs. Each article tells why it was found.
 *
 * The index is made from the moment this is called, in slices between which others get their turn.
 * @param articles as {@link loadArticles} gives them
 * @param aids synonyms and characters of the recogniser; without them a search goes by the words as they stand
 */
export function createKnowledge(articles: readonly KnowledgeArticle[], aids: LanguageAids = NO_AIDS): IndexedKnowledge {
  const byTopic = groupByTopic(articles);
  const places = new Map(articles.map(({ id }, place) => [id, place]));
  const indexing = indexArticles(articles, aids);
  // Whoever searches hears of a failure; unheard until then, it would end the process.
  indexing.catch(() => undefined);
  return {
    async ready() {
      await indexing;
    },
    async search(query) {
      return find(query, { articles, byTopic, places, index: await indexing });
    },
  };
}
