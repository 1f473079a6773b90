/** Shortest word that is completed or corrected: below it nearly every word is one letter from another. */
const SHORTEST = 5;

/** Longest word that is looked at. */
const LONGEST = 40;

/** What one unknown word may cost at most, however large the vocabulary. */
export const SPELLING_LIMITS = {
  /** Words that it may stand for. */
  suggestions: 4,
  /** Known words that share a half with it and are compared with it, for each half. */
  compared: 500,
} as const;

/** Whether two words differ by one letter more, less or other, or by two neighbours swapped. */
function isOneSlipApart(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  const rest = (word: string, from: number) => word.slice(from);
  if (short.length < long.length) return rest(short, start) === rest(long, start + 1);
  if (rest(short, start + 1) === rest(long, start + 1)) return true;
  const swapped = short[start] === long[start + 1] && short[start + 1] === long[start];
  return swapped && rest(short, start + 2) === rest(long, start + 2);
}

/** Words in alphabetical order of a key; `place` is where the word stands in the vocabulary. */
type Shelf = readonly { readonly key: string; readonly word: string; readonly place: number }[];

interface Shelves {
  readonly byBeginning: Shelf;
  /** By the word read backwards. */
  readonly byEnd: Shelf;
}

const backwards = (word: string) => Array.from(word).reverse().join('');

function shelve(words: ReadonlyMap<string, number>, keyOf: (word: string) => string): Shelf {
  const shelf = Array.from(words, ([word, place]) => ({ key: keyOf(word), word, place }));
  return shelf.sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** The first of the words whose key begins so, by bisection. */
function beginningWith(shelf: Shelf, beginning: string): Shelf {
  let low = 0;
  let high = shelf.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((shelf[middle]?.key ?? '') < beginning) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end - low < SPELLING_LIMITS.compared && shelf[end]?.key.startsWith(beginning)) end += 1;
  return shelf.slice(low, end);
}

/** Finds known words for a word that nobody knows. */
export interface Spelling {
  /** Known words that begin with this one, or are one slip apart from it; few, and none for short words and codes. */
  suggest(word: string): readonly string[];
}

/**
 * Completion and correction of Latin words over a fixed vocabulary. Only words with the same first letter are
 * compared, as people rarely mistype that one, and of those only the words that share a half: one slip leaves the
 * first or the second half of a word as it is, or swaps the two letters in the middle.
 * @param vocabulary every term of the index; codes, Han and short words are left out
 */
export function createSpelling(vocabulary: Iterable<string>): Spelling {
  const byInitial = new Map<string, Map<string, number>>();
  let place = 0;
  for (const word of vocabulary) {
    if (word.length < SHORTEST - 1 || !/^[a-z]+$/.test(word)) continue;
    const words = byInitial.get(word.charAt(0)) ?? new Map<string, number>();
    byInitial.set(word.charAt(0), words.set(word, place));
    place += 1;
  }
  const shelves = new Map<string, Shelves>();
  /** Sorted when the first unknown word with this initial comes: all at once would hold up others. */
  const shelvesOf = (initial: string): Shelves => {
    const words = byInitial.get(initial) ?? new Map<string, number>();
    const made = shelves.get(initial) ?? {
      byBeginning: shelve(words, (word) => word),
      byEnd: shelve(words, backwards),
    };
    if (words.size > 0) shelves.set(initial, made);
    return made;
  };
  return {
    suggest(word) {
      if (word.length < SHORTEST || word.length > LONGEST) return [];
      const { byBeginning, byEnd } = shelvesOf(word.charAt(0));
      const half = Math.ceil(word.length / 2);
      const swapped = [word.slice(0, half - 1), word.charAt(half), word.charAt(half - 1), word.slice(half + 1)].join(
        '',
      );
      const halves = [
        ...beginningWith(byBeginning, word.slice(0, half)),
        ...beginningWith(byEnd, backwards(word.slice(half))),
        ...beginningWith(byBeginning, swapped),
      ];
      const near = halves.filter((known) => isOneSlipApart(word, known.word));
      const longer = beginningWith(byBeginning, word);
      const inOrder = [...near, ...longer].sort((one, other) => one.place - other.place).map((known) => known.word);
      return Array.from(new Set(inOrder)).slice(0, SPELLING_LIMITS.suggestions);
    },
  };
}
