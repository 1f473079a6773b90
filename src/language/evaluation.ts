/** One labelled text and what a recogniser made of it. */
export interface Answer {
  readonly lang: string;
  readonly expected: string;
  readonly answered: string;
}

/** Figures of a set of answers; shares are 0 to 1, null where nothing could be measured. */
export interface Evaluation {
  readonly count: number;
  readonly accuracy: number | null;
  /** Mean F1 over the labels that the set holds, `none` included. */
  readonly macroF1: number | null;
  readonly byLang: Readonly<Record<string, { count: number; accuracy: number | null; macroF1: number | null }>>;
  /** Recall of each label that the set holds. */
  readonly recall: Readonly<Record<string, { count: number; recall: number }>>;
  /** Share of out-of-scope texts that are answered `none`. */
  readonly noneRecall: number | null;
  /** Share of out-of-scope texts that are taken for a topic. */
  readonly noneFalseAccept: number | null;
  /** Share of in-scope texts that are answered `none`. */
  readonly falseReject: number | null;
  /** Wrong answers by frequency, worst first. */
  readonly confusions: readonly { expected: string; answered: string; count: number }[];
}

const NONE = 'none';

const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

function accuracyOf(answers: readonly Answer[]): number | null {
  return share(answers.filter(({ expected, answered }) => expected === answered).length, answers.length);
}

function macroF1Of(answers: readonly Answer[]): number | null {
  const labels = [...new Set(answers.map(({ expected }) => expected))];
  const scores = labels.map((label) => {
    const hits = answers.filter(({ expected, answered }) => expected === label && answered === label).length;
    const expectedCount = answers.filter(({ expected }) => expected === label).length;
    const answeredCount = answers.filter(({ answered }) => answered === label).length;
    return (2 * hits) / (expectedCount + answeredCount);
  });
  return share(
    scores.reduce((sum, score) => sum + score, 0),
    scores.length,
  );
}

function recallOf(answers: readonly Answer[]): Evaluation['recall'] {
  const labels = [...new Set(answers.map(({ expected }) => expected))].sort();
  const entries = labels.map((label) => {
    const own = answers.filter(({ expected }) => expected === label);
    return [label, { count: own.length, recall: accuracyOf(own) ?? 0 }] as const;
  });
  return Object.fromEntries(entries);
}

function confusionsOf(answers: readonly Answer[]): Evaluation['confusions'] {
  const counts = new Map<string, { expected: string; answered: string; count: number }>();
  for (const { expected, answered } of answers) {
    if (expected === answered) continue;
    const entry = counts.get(`${expected} ${answered}`) ?? { expected, answered, count: 0 };
    entry.count++;
    counts.set(`${expected} ${answered}`, entry);
  }
  return [...counts.values()].sort((left, right) => right.count - left.count);
}

/** Accuracy, macro-F1, recall by label, confusions and out-of-scope figures of a set of answers. */
export function evaluate(answers: readonly Answer[]): Evaluation {
  const outside = answers.filter(({ expected }) => expected === NONE);
  const inside = answers.filter(({ expected }) => expected !== NONE);
  const langs = [...new Set(answers.map(({ lang }) => lang))].sort();
  return {
    count: answers.length,
    accuracy: accuracyOf(answers),
    macroF1: macroF1Of(answers),
    byLang: Object.fromEntries(
      langs.map((lang) => {
        const own = answers.filter((answer) => answer.lang === lang);
        return [lang, { count: own.length, accuracy: accuracyOf(own), macroF1: macroF1Of(own) }] as const;
      }),
    ),
    recall: recallOf(answers),
    noneRecall: share(outside.filter(({ answered }) => answered === NONE).length, outside.length),
    noneFalseAccept: share(outside.filter(({ answered }) => answered !== NONE).length, outside.length),
    falseReject: share(inside.filter(({ answered }) => answered === NONE).length, inside.length),
    confusions: confusionsOf(answers),
  };
}
