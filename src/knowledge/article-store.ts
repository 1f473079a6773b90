import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';
import { type KnowledgeArticle, knowledgeArticleSchema } from './article-schema.ts';

/** The articles that come with the product, one file a topic. */
export const BUILT_IN_ARTICLES = fileURLToPath(new URL('./articles/', import.meta.url));

/** The text of one file of articles. */
export interface ArticleFile {
  readonly name: string;
  readonly text: string;
}

type FileResult = { readonly articles: readonly KnowledgeArticle[]; readonly problems: readonly string[] };

/** The place alone: the words of the parser repeat what stands there, and the sentence goes to the log. */
function placeOf(error: unknown): string {
  const [, position] = /at position (\d+)/.exec(error instanceof Error ? error.message : '') ?? [];
  return position === undefined ? '' : ` at position ${position}`;
}

function readArticleFile({ name, text }: ArticleFile): FileResult {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return { articles: [], problems: [`${name}: is no JSON${placeOf(error)}`] };
  }
  const parsed = z.array(knowledgeArticleSchema).safeParse(content);
  if (parsed.success) return { articles: parsed.data, problems: [] };
  const problems = parsed.error.issues.map(
    (issue) => `${name}: ${issue.path.join('.') || 'content'}: ${issue.message}`,
  );
  return { articles: [], problems };
}

/** Problems in one sentence; who has more has made one mistake many times. */
const MOST_TOLD = 50;

function repeatedIds(articles: readonly KnowledgeArticle[]): readonly string[] {
  const seen = new Set<string>();
  return articles.flatMap(({ id }) => {
    if (seen.has(id)) return [`article id ${id} is used twice`];
    seen.add(id);
    return [];
  });
}

/**
 * Reads articles from the texts of files, each an array of articles, in the order given.
 * @param directory where the files lie, for the sentences
 * @throws IntakeError `InvalidConfiguration` with all problems of all files at once; nothing is loaded then
 */
export function readArticles(directory: string, files: readonly ArticleFile[]): readonly KnowledgeArticle[] {
  const results = files.map(readArticleFile);
  const articles = results.flatMap((result) => result.articles);
  const problems = [...results.flatMap((result) => result.problems), ...repeatedIds(articles)];
  if (files.length === 0) problems.push('no article file (*.json) is in it');
  if (problems.length === 0) return articles;
  const more = problems.length > MOST_TOLD ? [`and ${problems.length - MOST_TOLD} more`] : [];
  const told = [...problems.slice(0, MOST_TOLD), ...more].join('\n- ');
  const message = `The knowledge folder ${directory} has problems; correct these:\n- ${told}`;
  throw new IntakeError('InvalidConfiguration', message);
}

/**
 * Reads every `*.json` file of a folder, each an array of articles, in the order of file names.
 * @param directory path of the folder
 * @throws IntakeError `InvalidConfiguration` with all problems of all files at once; nothing is loaded then
 */
export function loadArticles(directory: string): readonly KnowledgeArticle[] {
  let files: ArticleFile[];
  try {
    const names = readdirSync(directory).filter((name) => name.endsWith('.json'));
    files = names.sort().map((name) => ({ name, text: readFileSync(join(directory, name), 'utf8') }));
  } catch (error) {
    const message = `The knowledge folder ${directory} cannot be read.`;
    throw new IntakeError('InvalidConfiguration', message, { cause: error });
  }
  return readArticles(directory, files);
}
