import type { Ask, Contender } from './contender.ts';
import type { Sample } from './tasks.ts';

/** What we use of nlp.js, which has no types of its own. */
export interface NlpJsPackages {
  readonly core: { containerBootstrap(): Promise<Container> };
  readonly nlp: { readonly Nlp: unknown };
  readonly en: { readonly LangEn: unknown };
  readonly zh: { readonly LangZh: unknown };
}

interface Container {
  use(part: unknown): void;
  get(name: 'nlp'): Nlp;
  registerConfiguration(name: string, settings: object, isDefault: boolean): void;
}

interface Nlp {
  settings: { autoSave: boolean; threshold: number };
  addLanguage(lang: string): void;
  addDocument(lang: string, text: string, intent: string): void;
  train(): Promise<unknown>;
  process(lang: string, text: string): Promise<{ readonly classifications: readonly Classified[] }>;
}

interface Classified {
  readonly intent: string;
  readonly score: number;
}

/** The intent that nlp.js itself answers when it knows none; texts may be added to it. */
const NONE = 'None';
/** As it registers them for every language, but for the log of each epoch. */
const NLU_SETTINGS = {
  keepStopwords: true,
  nonefeatureValue: 1,
  nonedeltaMultiplier: 1.2,
  spellCheck: false,
  spellCheckDistance: 1,
  filterZeros: true,
  log: false,
};

/**
 * nlp.js with the tokenisers and stemmers of both languages. It is told the language of each text, since it keeps a
 * network for each; its best intent counts below its threshold as well. In scope is the score of the best intent.
 */
export function createNlpJs({ core, nlp, en, zh }: NlpJsPackages): Contender {
  async function learn(train: readonly Sample[]): Promise<Ask> {
    const container = await core.containerBootstrap();
    container.registerConfiguration('nlu-??', NLU_SETTINGS, true);
    for (const part of [nlp.Nlp, en.LangEn, zh.LangZh]) container.use(part);
    const recogniser = container.get('nlp');
    recogniser.settings.autoSave = false;
    recogniser.settings.threshold = 0;
    for (const lang of new Set(train.map((sample) => sample.lang))) recogniser.addLanguage(lang);
    for (const { lang, text, intent } of train) recogniser.addDocument(lang, text, intent ?? NONE);
    await recogniser.train();
    return async ({ lang, text }) => {
      const { classifications } = await recogniser.process(lang, text);
      const [best] = classifications;
      const inside = classifications.find(({ intent }) => intent !== NONE);
      return { intent: best === undefined || best.intent === NONE ? null : best.intent, inScope: inside?.score ?? 0 };
    };
  }
  return { name: 'nlp.js', learn };
}
