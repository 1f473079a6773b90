/** The answer of the search to one judged question. */
export interface JudgedAnswer {
  /** BCP 47 tag of the question. */
  readonly lang: string;
  /** Ids of the articles that are right; one of them is enough. */
  readonly relevant: readonly string[];
  /** Ids in the order found. */
  readonly found: readonly string[];
}

/** Figures over some questions, each from 0 to 1. */
export interface SearchFigures {
  readonly count: number;
  /** Share of questions with a right article in the first place. */
  readonly recallAt1: number;
  /** Share of questions with a right article among the first three. */
  readonly recallAt3: number;
  /** Mean of one over the place of the first right article, 0 where there is none. */
  readonly meanReciprocalRank: number;
}

/** Figures of all questions and of those in each language, in the order of first appearance. */
export interface SearchEvaluation extends SearchFigures {
  readonly byLang: Readonly<Record<string, SearchFigures>>;
}

/** The place of the first right article, from 1; infinite when none was found. */
export function placeOfRight({ relevant, found }: Pick<JudgedAnswer, 'relevant' | 'found'>): number {
  const at = found.findIndex((id) => relevant.includes(id));
  return at < 0 ? Number.POSITIVE_INFINITY : at + 1;
}

function figuresOf(answers: readonly JudgedAnswer[]): SearchFigures {
  const places = answers.map(placeOfRight);
  const mean = (worth: (place: number) => number) =>
    places.reduce((sum, place) => sum + worth(place), 0) / Math.max(1, places.length);
  return {
    count: answers.length,
    recallAt1: mean((place) => Number(place <= 1)),
    recallAt3: mean((place) => Number(place <= 3)),
    meanReciprocalRank: mean((place) => 1 / place),
  };
}

/** Measures how often, and how early, the search gave a right article; without questions every figure is 0. */
export function evaluateSearch(answers: readonly JudgedAnswer[]): SearchEvaluation {
  const langs = Array.from(new Set(answers.map(({ lang }) => lang)));
  return {
    ...figuresOf(answers),
    byLang: Object.fromEntries(langs.map((one) => [one, figuresOf(answers.filter(({ lang }) => lang === one))])),
  };
}
