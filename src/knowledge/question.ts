import type { ArticleIndex } from './article-index.ts';
import { tokenize } from './tokenizer.ts';

const TUNING = {
  /** What an error code or another word with digits counts: nobody types one by chance. */
  code: 2.5,
  /** What a completed or corrected word counts, and the information that it is trusted with. */
  guess: 0.6,
} as const;

/** What one question may cost at most, whatever its text. */
export const QUESTION_LIMITS = {
  /** Terms that are looked up; the rarest, as they tell the most. */
  terms: 48,
  /** Unknown words that are completed or corrected. */
  unknown: 12,
  /** Hits that the terms may make together: the rarest are looked up as long as they stay within it, and always one. */
  hits: { least: 600, perArticle: 8, most: 100_000 },
} as const;

/** A text as the index is asked. */
export interface Question {
  /** The terms to look up, and how much each counts: 1 for a word as written, a code more, a guess less. */
  readonly terms: ReadonlyMap<string, number>;
  /** Information in all terms of the text, in nats, those that no article has included. */
  readonly information: number;
}

const writtenWorth = (term: string) => (term.length >= 4 && /\d/.test(term) ? TUNING.code : 1);

/** How many hits one question may make in a collection of this size. */
export function affordableHits(articles: number): number {
  const { least, perArticle, most } = QUESTION_LIMITS.hits;
  return Math.min(most, Math.max(least, perArticle * articles));
}

interface CountedTerm {
  readonly term: string;
  /** In how many articles it stands. */
  readonly count: number;
}

/** The rarest of the terms, as far as their hits are affordable: they tell the most and cost the least. */
function affordable<Term extends CountedTerm>(terms: readonly Term[], articles: number): readonly Term[] {
  const rarestFirst = terms.toSorted((one, other) => one.count - other.count).slice(0, QUESTION_LIMITS.terms);
  let hits = 0;
  return rarestFirst.filter(({ count }, rank) => {
    hits += count;
    return rank === 0 || hits <= affordableHits(articles);
  });
}

/**
 * Reads what somebody wrote: which terms are worth looking up, and what unknown words may have been meant.
 * Never more than {@link QUESTION_LIMITS} allow, so that no text costs much, in no collection.
 */
export function readQuestion(text: string, { terms, spelling }: ArticleIndex): Question {
  const counted = (term: string): CountedTerm => ({ term, count: terms.documentsWith(term) });
  const written = Array.from(new Set(tokenize(text, 'question')), counted);
  const known = written.filter(({ count }) => count > 0);
  const unknown = written.filter(({ count }) => count === 0).slice(0, QUESTION_LIMITS.unknown);
  const worths = new Map(known.map(({ term }) => [term, writtenWorth(term)]));
  const guessed = new Set(unknown.flatMap(({ term }) => spelling.suggest(term)).filter((term) => !worths.has(term)));
  const asked = affordable([...known, ...Array.from(guessed, counted)], terms.documents);
  return {
    terms: new Map(asked.map(({ term }) => [term, worths.get(term) ?? TUNING.guess])),
    information: written.reduce((sum, { count }) => sum + terms.informationIn(count), 0),
  };
}
