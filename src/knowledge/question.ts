import type { ArticleIndex } from './article-index.ts';
import { codeKind, codesIn } from './error-codes.ts';
import { notionTerms } from './language-aids.ts';
import { tokenize } from './tokenizer.ts';

const TUNING = {
  /** What an error code or another word with digits counts: nobody types one by chance. */
  code: 2.5,
  /** What a completed or corrected word counts, and the information that it is trusted with. */
  guess: 0.9,
  /** What a code counts that the article names as one of its own, and what one of its family does. */
  errorCode: 3,
  codeFamily: 1,
  /** What a notion counts that text and article share: a word for the same thing is often another one. */
  notion: 1.5,
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

interface AskedTerm {
  readonly term: string;
  /** In how many articles it stands. */
  readonly count: number;
  /** How much it counts. */
  readonly worth: number;
}

/** The rarest of the terms, as far as their hits are affordable: they tell the most and cost the least. */
function affordable(terms: readonly AskedTerm[], articles: number): readonly AskedTerm[] {
  const rarestFirst = terms.toSorted((one, other) => one.count - other.count).slice(0, QUESTION_LIMITS.terms);
  const most = affordableHits(articles);
  let hits = 0;
  return rarestFirst.filter(({ count }, rank) => {
    hits += count;
    return rank === 0 || hits <= most;
  });
}

/** Known words that an unknown one may stand for, and what it tells: as much as the most common of them, if any. */
function guess(word: string, { terms, spelling, hanSpelling }: ArticleIndex) {
  const words = [...spelling.suggest(word), ...hanSpelling.suggest(word)];
  const most = words.reduce((count, one) => Math.max(count, terms.documentsWith(one)), 0);
  return { words, information: terms.informationIn(most) };
}

const beyondWordsWorth = (term: string): number => {
  const kind = codeKind(term);
  if (kind === null) return TUNING.notion;
  return kind === 'code' ? TUNING.errorCode : TUNING.codeFamily;
};

/** Codes and notions that articles have; one that none has is no loss, as it was never a word of the text. */
function beyondWords(text: string, { terms, aids }: ArticleIndex): readonly AskedTerm[] {
  return [...codesIn(text), ...notionTerms(text, aids)].flatMap((term) => {
    const count = terms.documentsWith(term);
    return count > 0 ? [{ term, count, worth: beyondWordsWorth(term) }] : [];
  });
}

/**
 * Reads what somebody wrote: which terms are worth looking up, and what unknown words may have been meant.
 * Never more than {@link QUESTION_LIMITS} allow, so that no text costs much, in no collection.
 */
export function readQuestion(text: string, index: ArticleIndex): Question {
  const { terms, aids } = index;
  const known: AskedTerm[] = [];
  const guesses = new Set<string>();
  let unknown = 0;
  let information = 0;
  for (const term of new Set(tokenize(aids.simplified(text), 'question'))) {
    const count = terms.documentsWith(term);
    if (count > 0) known.push({ term, count, worth: writtenWorth(term) });
    else unknown += 1;
    const guessed = count > 0 || unknown > QUESTION_LIMITS.unknown ? null : guess(term, index);
    for (const word of guessed?.words ?? []) guesses.add(word);
    information += guessed ? guessed.information : terms.informationIn(count);
  }
  for (const { term } of known) guesses.delete(term);
  const corrected = Array.from(guesses, (term) => ({
    term,
    count: terms.documentsWith(term),
    worth: TUNING.guess,
  }));
  const asked = affordable(
    [...known, ...corrected, ...beyondWords([text, ...guesses].join('\n'), index)],
    terms.documents,
  );
  return { terms: new Map(asked.map(({ term, worth }) => [term, worth])), information };
}
