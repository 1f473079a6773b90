import { z } from 'zod';
import { stepFor } from '../../src/domain/article-step.ts';
import { LOCALES, type Locale } from '../../src/domain/locale.ts';
import { operatorSchema } from '../../src/domain/person.ts';
import type { Topic } from '../../src/domain/topics.ts';
import { missingConnections, othersWords } from '../../src/knowledge/article-clouds.ts';
import { type KnowledgeArticle, knowledgeArticleSchema } from '../../src/knowledge/article-schema.ts';
import type { Rule } from './rule.ts';
import type { Tree } from './tree.ts';

const FOLDER = 'src/knowledge/articles/';

/** Articles that each topic needs for each operator: one that did not help must not be the last. */
const ARTICLES_A_TOPIC = 2;

/** Years after which the steps have to be compared with the product again. */
const YEARS_VALID = 2;

/** Pages of the makers, in the language of the reader. */
const LINKS: Readonly<Record<Locale, RegExp>> = {
  'zh-CN':
    /^https:\/\/(?:(?:learn|support)\.microsoft\.com\/zh-cn\/|docs\.azure\.cn\/zh-cn\/|testconnectivity\.microsoft\.com\/)/,
  'en-US':
    /^https:\/\/(?:(?:learn|support)\.microsoft\.com\/en-us\/|docs\.azure\.cn\/en-us\/|testconnectivity\.microsoft\.com\/)/,
};

/** What must not be translated: cmdlets, their parameters, programs, addresses and codes. */
const VERBATIM =
  /\b[A-Z][a-z]+-[A-Z][A-Za-z0-9]+|(?<![\w-])-[A-Z][A-Za-z]+|\b\w+\.exe\b|https?:\/\/[^\s，。；）)(]+|\b0x[0-9A-Fa-f]{4,8}\b|\bAADSTS\d+|\b[45]\.\d\.\d{1,3}\b/g;

/** An article and the file that holds it. */
interface Filed {
  readonly path: string;
  readonly article: KnowledgeArticle;
}

/** What the rule goes by. */
export interface ArticleRuleParts {
  /** The day on which the articles are looked at, as `2026-11-22`. */
  readonly today: string;
  /** Topics that need articles. */
  readonly topics: readonly Topic[];
}

/** The articles that come with the product are complete, the same in both languages, and lead to the reader's own cloud. */
export function createArticleRule({ today, topics }: ArticleRuleParts): Rule {
  return {
    name: 'articles',
    what: 'Each topic has two articles for each operator, each article says the same in both languages, links to the makers, knows its cloud and was checked in the last two years.',
    why: 'A step that holds in the other cloud, or in one language only, costs the reader an hour and us the trust.',
    fix: 'Correct the article as docs/reference/articles.md tells it; after checking its steps set lastChecked.',
    async check(tree) {
      const { filed, problems } = readArticles(tree);
      const ids = new Set(filed.map(({ article }) => article.id));
      return [
        ...problems,
        ...filed.flatMap(({ path, article }) =>
          articleProblems(article, ids, today).map((problem) => `${path}: ${article.id}: ${problem}`),
        ),
        ...(problems.length > 0 ? [] : uncovered(filed, topics)),
      ];
    },
  };
}

function readArticles(tree: Tree): { readonly filed: readonly Filed[]; readonly problems: readonly string[] } {
  const filed: Filed[] = [];
  const problems: string[] = [];
  const paths = tree.files.filter((path) => path.startsWith(FOLDER) && path.endsWith('.json'));
  for (const path of paths) {
    const parsed = z.array(knowledgeArticleSchema).safeParse(JSON.parse(tree.read(path)));
    for (const article of parsed.data ?? []) filed.push({ path, article });
    for (const issue of parsed.error?.issues ?? []) problems.push(`${path}: ${issue.path.join('.')}: ${issue.message}`);
  }
  const seen = new Set<string>();
  for (const { path, article } of filed) {
    if (seen.has(article.id)) problems.push(`${path}: ${article.id}: the id is used twice`);
    seen.add(article.id);
  }
  return { filed, problems };
}

function articleProblems(article: KnowledgeArticle, ids: ReadonlySet<string>, today: string): readonly string[] {
  const { id, urls, lastChecked, related = [] } = article;
  const oldest = `${Number(today.slice(0, 4)) - YEARS_VALID}${today.slice(4)}`;
  return [
    ...LOCALES.filter((locale) => !LINKS[locale].test(urls[locale])).map(
      (locale) => `urls.${locale} is no page of Microsoft or 21Vianet in that language`,
    ),
    ...(lastChecked > today ? [`lastChecked ${lastChecked} is in the future`] : []),
    ...(lastChecked < oldest ? [`lastChecked ${lastChecked} is more than two years ago`] : []),
    ...related
      .filter((one) => one === id || !ids.has(one))
      .map((one) => `related names ${one}, which is no other article`),
    ...missingConnections(article),
    ...othersWords(article),
    ...differences(article),
  ];
}

/** Steps in which one language has a command, an address or a code that the other has not. */
function differences({ operators, steps }: KnowledgeArticle): readonly string[] {
  return steps['zh-CN'].flatMap((chinese, step) => {
    const missing = operators.flatMap((operator) => {
      const [ours, theirs] = [chinese, steps['en-US'][step] ?? ''].map((one) => verbatim(stepFor(one, operator)));
      return ours && theirs ? [...without(ours, theirs), ...without(theirs, ours)] : [];
    });
    return missing.length > 0 ? [`step ${step + 1} has ${[...new Set(missing)].join(', ')} in one language only`] : [];
  });
}

const without = (words: ReadonlySet<string>, others: ReadonlySet<string>) =>
  [...words].filter((one) => !others.has(one));

/** What the reader fills in has a name in each language. */
function verbatim(step: string): ReadonlySet<string> {
  const text = step.replaceAll(/\[[^\]]*\]/g, '[]');
  return new Set(Array.from(text.matchAll(VERBATIM), ([word]) => word.replace(/[.,:;]+$/, '')));
}

function uncovered(filed: readonly Filed[], topics: readonly Topic[]): readonly string[] {
  return topics.flatMap((topic) =>
    operatorSchema.options.flatMap((operator) => {
      const fitting = filed.filter(
        ({ article }) => article.topics.includes(topic) && article.operators.includes(operator),
      );
      const count = fitting.length;
      return count < ARTICLES_A_TOPIC
        ? [`${FOLDER}: ${topic} has ${count} of ${ARTICLES_A_TOPIC} articles for ${operator}`]
        : [];
    }),
  );
}
