import { normalise } from '../src/language/normalisation.ts';

/** Two texts that are too much alike: the same letters, or nearly. */
export interface SimilarPair {
  /** Places in the list; the first is the smaller one. */
  readonly first: number;
  readonly second: number;
  readonly isExact: boolean;
}

/** Two texts that share more of their character trigrams than this (Jaccard) count as one text. */
const MOST_ALIKE = 0.8;

/** Letters and digits alone: punctuation, spaces and case make no new text. Of 「？？？」 all is kept. */
export function comparedForm(text: string): string {
  const plain = normalise(text);
  return plain.replace(/[^\p{L}\p{N}]+/gu, '') || plain.replace(/\s+/g, '');
}

/** Padded, so that a text of one or two characters has trigrams too. */
function trigramsOf(compared: string): string[] {
  const characters = ['^', '^', ...compared, '$'];
  return [...new Set(characters.slice(2).map((last, index) => `${characters[index]}${characters[index + 1]}${last}`))];
}

function alikeness(left: ReadonlySet<string>, right: ReadonlySet<string>): number {
  let shared = 0;
  for (const trigram of left) if (right.has(trigram)) shared += 1;
  return shared / (left.size + right.size - shared);
}

/** The trigrams of each text, those first that the fewest texts have. */
function rarestFirst(forms: readonly string[]): string[][] {
  const all = forms.map(trigramsOf);
  const frequency = new Map<string, number>();
  for (const own of all) for (const trigram of own) frequency.set(trigram, (frequency.get(trigram) ?? 0) + 1);
  const rank = (trigram: string): number => frequency.get(trigram) ?? 0;
  return all.map((own) => own.sort((left, right) => rank(left) - rank(right) || (left < right ? -1 : 1)));
}

/**
 * All pairs of texts that are too much alike, by their second text.
 *
 * Two sets that share so much must share one of the rarest members of each, so only texts that do are compared (prefix
 * filtering: Chaudhuri, Ganti and Kaushik, "A primitive operator for similarity joins in data cleaning", ICDE 2006).
 */
export function similarTexts(texts: readonly string[]): SimilarPair[] {
  const forms = texts.map(comparedForm);
  const trigrams = rarestFirst(forms);
  const sets = trigrams.map((own) => new Set(own));
  const seenAt = new Map<string, number[]>();
  return trigrams.flatMap((own, second) => {
    const candidates = new Set<number>();
    for (const trigram of own.slice(0, own.length - Math.ceil(MOST_ALIKE * own.length) + 1)) {
      const places = seenAt.get(trigram) ?? [];
      for (const place of places) candidates.add(place);
      seenAt.set(trigram, [...places, second]);
    }
    const mine = sets[second] ?? new Set();
    return [...candidates]
      .sort((left, right) => left - right)
      .flatMap((first) => {
        const isExact = forms[first] === forms[second];
        return isExact || alikeness(sets[first] ?? new Set(), mine) > MOST_ALIKE ? [{ first, second, isExact }] : [];
      });
  });
}

/**
 * Which of a few texts are too much alike one of many that are known, by their places. Each known text is looked at once,
 * which for few texts is much less work than {@link similarTexts} over all of them.
 */
export function alikeKnown(texts: readonly string[], known: readonly string[]): ReadonlySet<number> {
  const sizes: number[] = [];
  const holders = new Map<string, number[]>();
  for (const [place, text] of texts.entries()) {
    const own = trigramsOf(comparedForm(text));
    sizes.push(own.length);
    for (const trigram of own) holders.set(trigram, [...(holders.get(trigram) ?? []), place]);
  }
  const found = new Set<number>();
  for (const text of known) {
    const own = trigramsOf(comparedForm(text));
    const shared = new Map<number, number>();
    for (const trigram of own) {
      for (const place of holders.get(trigram) ?? []) shared.set(place, (shared.get(place) ?? 0) + 1);
    }
    for (const [place, count] of shared) {
      if (count / ((sizes[place] ?? 0) + own.length - count) > MOST_ALIKE) found.add(place);
    }
  }
  return found;
}
