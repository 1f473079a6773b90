import { createHash } from 'node:crypto';
import { z } from 'zod';
import { IntakeError } from '../../src/domain/errors.ts';
import { isHan } from '../../src/domain/script.ts';
import { PRODUCTS, type Product, TRAINED_TOPICS } from '../../src/domain/topics.ts';
import { CLU_API_VERSION, CLU_LANGUAGE, intentOf } from '../../src/language/clu-names.ts';
import type { TrainingText } from '../../src/language/training-data.ts';

/** A training text, whatever it is used for. */
type LabelledText = Omit<TrainingText, 'calibrates'>;

/** Limits of the service (conversational language understanding, service limits, 2025-06). */
const LIMITS = {
  utteranceUnits: 500,
  utterances: 50_000,
  intents: 500,
  entities: 350,
  synonyms: 20_000,
  expressions: 20,
};

/** Below this confidence the service says `None`; the value of its own samples. */
const CONFIDENCE_THRESHOLD = 0.7;

/** One text in so many is kept from training, because the service trains with a split that is given only where there is one. */
const TEST_SHARE = 10;

/** Names of projects, models and deployments (same page). */
export const cluNameSchema = z
  .string()
  .regex(/^[A-Za-z\d_.-]{1,50}$/, 'must be 1 to 50 letters, digits, or the signs _ . - without a space');

/** Names of intents and entities (same page). */
const categorySchema = z
  .string()
  .regex(/^[^:$&%*()+~#/?]{1,50}$/, 'must be 1 to 50 characters without : $ & % * ( ) + ~ # / ?');
const languageSchema = z.enum([CLU_LANGUAGE['zh-CN'], CLU_LANGUAGE['en-US']]);

const synonymsSchema = z.object({ language: languageSchema, values: z.array(z.string().min(1)).min(1) });
const listSchema = z.object({
  sublists: z
    .array(z.object({ listKey: z.string().min(1), synonyms: z.array(synonymsSchema) }))
    .refine(
      (lists) => lists.flatMap(({ synonyms }) => synonyms.flatMap(({ values }) => values)).length <= LIMITS.synonyms,
      `must have ${LIMITS.synonyms} synonyms at most`,
    ),
});
const expressionSchema = z.object({
  regexKey: z.string().min(1),
  language: languageSchema,
  regexPattern: z.string().min(1),
});
const entitySchema = z.object({
  category: categorySchema,
  compositionSetting: z.literal('combineComponents'),
  list: listSchema.optional(),
  regex: z.object({ expressions: z.array(expressionSchema).max(LIMITS.expressions) }).optional(),
});
const utteranceSchema = z.object({
  text: z.string().min(1).max(LIMITS.utteranceUnits),
  language: languageSchema,
  intent: categorySchema,
  dataset: z.enum(['Train', 'Test']),
  entities: z.array(z.never()),
});

/** A project as the authoring API imports it (format of {@link CLU_API_VERSION}), as far as this product writes it. */
export const projectFileSchema = z.object({
  projectFileVersion: z.literal(CLU_API_VERSION),
  stringIndexType: z.literal('Utf16CodeUnit'),
  metadata: z.object({
    projectKind: z.literal('Conversation'),
    projectName: cluNameSchema,
    description: z.string(),
    language: languageSchema,
    multilingual: z.literal(true),
    settings: z.object({ confidenceThreshold: z.number().min(0).max(1) }),
  }),
  assets: z.object({
    projectKind: z.literal('Conversation'),
    intents: z.array(z.object({ category: categorySchema })).max(LIMITS.intents),
    entities: z.array(entitySchema).max(LIMITS.entities),
    utterances: z.array(utteranceSchema).min(1).max(LIMITS.utterances),
  }),
});
export type ProjectFile = z.infer<typeof projectFileSchema>;
type Utterance = z.infer<typeof utteranceSchema>;

/** What a project is made of. */
export interface ProjectParts {
  readonly projectName: string;
  /** Says of which texts the project is, for people who look at it in Azure. */
  readonly description: string;
  readonly texts: readonly LabelledText[];
  readonly productNames: Readonly<Partial<Record<Product, readonly string[]>>>;
}

/**
 * The families of error codes (src/domain/error-code.ts) in the syntax that .NET, which the service uses, shares with
 * JavaScript. Han characters are letters to both, so `\b` would miss a code that stands in a Chinese sentence.
 */
const ERROR_CODES: Readonly<Record<string, string>> = {
  aadsts: String.raw`(?<![A-Za-z\d])(?i:aadsts)[\s:#-]{0,3}\d{4,7}(?!\d)`,
  hresult: String.raw`(?<![A-Za-z\d])0[xX]\s?[\dA-Fa-f]{6,8}(?![\dA-Fa-f])`,
  'mail-status': String.raw`(?<![\d.])(?:[45]\d{2}[\s-]{1,3})?#?[45]\.\d{1,3}\.\d{1,3}(?![\d.])`,
  'office-sign-in': String.raw`(?<![A-Za-z\d])(?i:caa)[\s-]?[\dA-Fa-f]{4,6}(?![\dA-Fa-f])`,
};

/**
 * The CLU project of the training texts: an intent for each trained topic, `None` for texts of no topic, products by
 * their names and nicknames, and error codes by their patterns. The same texts give the same project.
 * @throws IntakeError `InvalidConfiguration` when two topics claim a text, or something is over a limit of the service
 */
export function buildProjectFile({ projectName, description, texts, productNames }: ProjectParts): ProjectFile {
  const project: ProjectFile = {
    projectFileVersion: CLU_API_VERSION,
    stringIndexType: 'Utf16CodeUnit',
    metadata: {
      projectKind: 'Conversation',
      projectName,
      description,
      language: CLU_LANGUAGE['zh-CN'],
      multilingual: true,
      settings: { confidenceThreshold: CONFIDENCE_THRESHOLD },
    },
    assets: {
      projectKind: 'Conversation',
      intents: TRAINED_TOPICS.map((topic) => ({ category: intentOf(topic) })),
      entities: [productEntity(productNames), errorCodeEntity()],
      utterances: utterancesOf(texts),
    },
  };
  const parsed = projectFileSchema.safeParse(project);
  if (parsed.success) return parsed.data;
  throw new IntakeError(
    'InvalidConfiguration',
    `The service would not take this project: ${problemsOf(parsed.error)}.`,
  );
}

/** What zod found, the first few. */
export function problemsOf({ issues }: z.ZodError): string {
  const shown = issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`);
  return [...shown, ...(issues.length > shown.length ? [`${issues.length - shown.length} more`] : [])].join('; ');
}

/** Where the service is told the language of a text, it only looks at the names of that language. */
function productEntity(productNames: ProjectParts['productNames']): z.infer<typeof entitySchema> {
  const sublists = PRODUCTS.flatMap((product) => {
    const names = productNames[product] ?? [];
    const latin = names.filter((name) => !isHan(name));
    const synonyms = [
      { language: CLU_LANGUAGE['zh-CN'], values: [...names] },
      { language: CLU_LANGUAGE['en-US'], values: latin },
    ].filter(({ values }) => values.length > 0);
    return synonyms.length > 0 ? [{ listKey: product, synonyms }] : [];
  });
  return { category: 'product', compositionSetting: 'combineComponents', list: { sublists } };
}

function errorCodeEntity(): z.infer<typeof entitySchema> {
  const expressions = Object.entries(ERROR_CODES).flatMap(([family, regexPattern]) =>
    languageSchema.options.map((language) => ({ regexKey: `${family}-${language}`, language, regexPattern })),
  );
  return { category: 'error-code', compositionSetting: 'combineComponents', regex: { expressions } };
}

function utterancesOf(texts: readonly LabelledText[]): Utterance[] {
  const byText = new Map<string, Utterance>();
  for (const { text: whole, topic, lang } of texts) {
    const text = whole.slice(0, LIMITS.utteranceUnits).toWellFormed().trim();
    const intent = intentOf(topic);
    const language = CLU_LANGUAGE[lang];
    const key = `${language}\n${text}`;
    const same = byText.get(key);
    if (same && same.intent !== intent) {
      throw new IntakeError(
        'InvalidConfiguration',
        `"${text.slice(0, 60)}" is a text of ${same.intent} and of ${intent}: leave it to one of them.`,
      );
    }
    byText.set(key, { text, language, intent, dataset: isForTest(text) ? 'Test' : 'Train', entities: [] });
  }
  return [...byText.values()];
}

/** By its digest, so that a text stays where it is when others come and go. */
function isForTest(text: string): boolean {
  return createHash('sha256').update(text).digest().readUInt32BE(0) % TEST_SHARE === 0;
}
