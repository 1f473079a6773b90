import type { FactName } from '../domain/facts.ts';
import type { Understanding } from '../domain/understanding.ts';

type Facts = Understanding['severityFacts'];

/** The severity facts in the order in which they are reported. */
const FACT_NAMES = ['serviceState', 'affected', 'deadlineAtRisk', 'workaround'] as const satisfies readonly FactName[];

/** One labelled text: what it states by its label, and what was read from it. */
export interface FactAnswer {
  readonly lang: string;
  readonly stated: Facts;
  readonly read: Facts;
}

/** Counts of facts, and the two shares that the goals are set for; a share is 0 to 1, null where nothing could be measured. */
export interface FactFigures {
  /** Facts that the texts state. */
  readonly stated: number;
  /** Facts that were read. */
  readonly read: number;
  /** Of the facts stated, the share that was read with the value stated. */
  readonly rightShare: number | null;
  /** Of the facts read, the share that has another value than stated, or was not stated at all. */
  readonly wrongShare: number | null;
}

/** Figures of a set of texts: of all facts, of each fact, and the same of each language. */
export interface FactEvaluation extends FactFigures {
  /** Texts. */
  readonly count: number;
  readonly byFact: Readonly<Record<FactName, FactFigures>>;
  readonly byLang: Readonly<Record<string, FactFigures & { readonly byFact: Readonly<Record<FactName, FactFigures>> }>>;
}

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

function figuresOf(answers: readonly FactAnswer[], names: readonly FactName[]): FactFigures {
  let [stated, read, right] = [0, 0, 0];
  for (const answer of answers) {
    for (const name of names) {
      const [expected, found] = [answer.stated[name], answer.read[name]];
      if (expected !== undefined) stated++;
      if (found !== undefined) read++;
      if (expected !== undefined && expected === found) right++;
    }
  }
  return { stated, read, rightShare: share(right, stated), wrongShare: share(read - right, read) };
}

function withFacts(answers: readonly FactAnswer[]): FactFigures & Pick<FactEvaluation, 'byFact'> {
  const own = (name: FactName) => figuresOf(answers, [name]);
  return {
    ...figuresOf(answers, FACT_NAMES),
    byFact: {
      serviceState: own('serviceState'),
      affected: own('affected'),
      deadlineAtRisk: own('deadlineAtRisk'),
      workaround: own('workaround'),
    },
  };
}

/** How many of the stated facts were read rightly and how many were read wrongly, by fact and language. */
export function evaluateFacts(answers: readonly FactAnswer[]): FactEvaluation {
  const langs = [...new Set(answers.map(({ lang }) => lang))].sort();
  const ofLang = (lang: string) => withFacts(answers.filter((answer) => answer.lang === lang));
  return {
    count: answers.length,
    ...withFacts(answers),
    byLang: Object.fromEntries(langs.map((lang) => [lang, ofLang(lang)])),
  };
}

/** The facts of a text that came out otherwise than stated: missed, of another value, or read though not stated. */
export function wrongFacts({ stated, read }: FactAnswer): readonly FactName[] {
  return FACT_NAMES.filter((name) => stated[name] !== read[name]);
}
