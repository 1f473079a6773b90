import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { IntakeError } from '../domain/errors.ts';
import { operatorSchema } from '../domain/person.ts';
import { productSchema, topicSchema } from '../domain/topics.ts';

/** Portals and status pages of the worldwide service: somebody of 21Vianet cannot sign in there (rule R28). */
const WORLDWIDE_PORTAL =
  /\b(?:admin(?:\.cloud)?\.microsoft(?:\.com)?|status\.cloud\.microsoft|admin\.exchange\.microsoft\.com|entra\.microsoft\.com|portal\.office\.com|youtube\.com)\b/i;

const perLocale = <Schema extends z.ZodType>(schema: Schema) => z.strictObject({ 'zh-CN': schema, 'en-US': schema });

const urlSchema = z.url({ protocol: /^https$/, hostname: z.regexes.domain });

/**
 * A self-help article in both languages. Steps are plain text, one action each; what the reader fills in stands in
 * square brackets, because chat clients take angle brackets for HTML and drop them.
 */
const knowledgeArticleSchema = z
  .strictObject({
    /** Stable: stored with requests as "what was tried". */
    id: z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
    /** The first one is what the article is about, the others are where it helps as well. */
    topics: z.array(topicSchema).min(1),
    products: z.array(productSchema).min(1),
    /** The clouds in which every step holds. */
    operators: z.array(operatorSchema).min(1),
    titles: perLocale(z.string().trim().min(1).max(200)),
    urls: perLocale(urlSchema),
    steps: perLocale(
      z
        .array(
          z
            .string()
            .trim()
            .min(1)
            .max(600)
            .regex(/^[^<]*$/, 'no angle brackets'),
        )
        .min(1)
        .max(10),
    ),
    keywords: perLocale(z.array(z.string().trim().min(1).max(100)).min(1).max(40)),
  })
  .superRefine((article, context) => {
    if (article.steps['zh-CN'].length !== article.steps['en-US'].length) {
      context.addIssue({ code: 'custom', path: ['steps'], message: 'both languages need the same number of steps' });
    }
    const text = JSON.stringify([article.urls, article.steps]);
    if (!article.operators.includes('microsoft') && WORLDWIDE_PORTAL.test(text)) {
      context.addIssue({ code: 'custom', path: ['operators'], message: 'names a portal of the worldwide service' });
    }
  });
export type KnowledgeArticle = z.infer<typeof knowledgeArticleSchema>;

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
