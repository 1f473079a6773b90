import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';
import { type KnowledgeArticle, knowledgeArticleSchema } from './article-schema.ts';

/** The articles that come with the product, one file a topic. */
export const BUILT_IN_ARTICLES = fileURLToPath(new URL('./articles/', import.meta.url));

type FileResult = { readonly articles: readonly KnowledgeArticle[]; readonly problems: readonly string[] };

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function readArticleFile(directory: string, file: string): FileResult {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(join(directory, file), 'utf8'));
  } catch (error) {
    return { articles: [], problems: [`${file}: cannot be read as JSON (${reasonOf(error)})`] };
  }
  const parsed = z.array(knowledgeArticleSchema).safeParse(content);
  if (parsed.success) return { articles: parsed.data, problems: [] };
  const problems = parsed.error.issues.map(
    (issue) => `${file}: ${issue.path.join('.') || 'content'}: ${issue.message}`,
  );
  return { articles: [], problems };
}

function repeatedIds(articles: readonly KnowledgeArticle[]): readonly string[] {
  const seen = new Set<string>();
  return articles.flatMap(({ id }) => {
    if (seen.has(id)) return [`article id ${id} is used twice`];
    seen.add(id);
    return [];
  });
}

/**
 * Reads every `*.json` file of a folder, each an array of articles, in the order of file names.
 * @param directory path of the folder
 * @throws IntakeError `InvalidConfiguration` with all problems of all files at once; nothing is loaded then
 */
export function loadArticles(directory: string): readonly KnowledgeArticle[] {
  let files: string[];
  try {
    files = readdirSync(directory)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch (error) {
    const message = `The knowledge folder ${directory} cannot be read: set KNOWLEDGE_DIR to a folder of article files.`;
    throw new IntakeError('InvalidConfiguration', message, { cause: error });
  }
  const results = files.map((file) => readArticleFile(directory, file));
  const articles = results.flatMap((result) => result.articles);
  const problems = [...results.flatMap((result) => result.problems), ...repeatedIds(articles)];
  if (articles.length === 0 && problems.length === 0) problems.push('no article file (*.json) is in it');
  if (problems.length > 0) {
    const message = `The knowledge folder ${directory} has problems; correct them and start again:\n- ${problems.join('\n- ')}`;
    throw new IntakeError('InvalidConfiguration', message);
  }
  return articles;
}
