import { z } from 'zod';
import { ARTICLE_ROLES } from '../domain/article.ts';
import { type ArticleStep, differsByCloud, stepFor } from '../domain/article-step.ts';
import { type Operator, operatorSchema } from '../domain/person.ts';
import { productSchema, topicSchema } from '../domain/topics.ts';
import { wrongCloud } from './article-clouds.ts';

const perLocale = <Schema extends z.ZodType>(schema: Schema) => z.strictObject({ 'zh-CN': schema, 'en-US': schema });

const urlSchema = z.url({ protocol: /^https$/, hostname: z.regexes.domain });

const idSchema = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be lower-case letters, digits and hyphens');

/** Characters of a step at most, as somebody reads it. */
const LONGEST_STEP = 600;

// The blanks around a part belong to the sentence.
const partSchema = z
  .string()
  .min(1)
  .max(LONGEST_STEP)
  .regex(/^[^<]*$/, 'no angle brackets')
  .regex(/\S/, 'not only blanks');
const textSchema = partSchema.trim();
const perCloud = <Schema extends z.ZodType>(schema: Schema) =>
  z.strictObject({ microsoft: schema, '21vianet': schema });
const stepSchema = z.union(
  [textSchema, perCloud(textSchema), z.array(z.union([partSchema, perCloud(partSchema)])).min(1)],
  'a text, one for each cloud ({"microsoft", "21vianet"}), or a list of both',
);

function stepProblems(step: ArticleStep, operators: readonly Operator[]): readonly string[] {
  return [
    ...(differsByCloud(step) && operators.length < 2 ? ['differs by cloud, but operators names one cloud only'] : []),
    ...(operators.some((operator) => stepFor(step, operator).length > LONGEST_STEP)
      ? [`has more than ${LONGEST_STEP} characters`]
      : []),
  ];
}

/**
 * A self-help article in both languages, as docs/reference/articles.md tells it. Steps are plain text, one action each;
 * where the clouds differ, a step or a part of it has words for each;
 * what the reader fills in stands in square brackets, because chat clients take angle brackets for HTML and drop them.
 */
export const knowledgeArticleSchema = z
  .strictObject({
    /** Stable: stored with requests as "what was tried". */
    id: idSchema,
    /** The first one is what the article is about, the others are where it helps as well. */
    topics: z.array(topicSchema).min(1),
    products: z.array(productSchema).min(1),
    /** The clouds in which every step holds. */
    operators: z.array(operatorSchema).min(1),
    /** The least that somebody must be to take the steps. */
    role: z.enum(ARTICLE_ROLES),
    /** The day on which somebody last compared the steps with the product. */
    lastChecked: z.iso.date(),
    titles: perLocale(z.string().trim().min(1).max(200)),
    urls: perLocale(urlSchema),
    steps: perLocale(z.array(stepSchema).min(1).max(10)),
    keywords: perLocale(z.array(z.string().trim().min(1).max(100)).min(1).max(40)),
    /** Codes that products show, as they show them: whoever types nothing but one of them finds the article. */
    errorCodes: z
      .array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9.-]{1,79}$/, 'must be one code without blanks'))
      .max(60)
      .optional(),
    /** Ids of articles to read next. */
    related: z.array(idSchema).max(5).optional(),
  })
  .superRefine((article, context) => {
    if (article.steps['zh-CN'].length !== article.steps['en-US'].length) {
      context.addIssue({ code: 'custom', path: ['steps'], message: 'both languages need the same number of steps' });
    }
    for (const [locale, steps] of Object.entries(article.steps)) {
      for (const [place, step] of steps.entries()) {
        const path = ['steps', locale, place];
        for (const message of stepProblems(step, article.operators))
          context.addIssue({ code: 'custom', path, message });
      }
    }
    for (const message of wrongCloud(article)) context.addIssue({ code: 'custom', path: ['operators'], message });
  });
export type KnowledgeArticle = z.infer<typeof knowledgeArticleSchema>;
