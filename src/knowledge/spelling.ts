/** Shortest word that is completed or corrected: below it nearly every word is one letter from another. */
const SHORTEST = 5;

/** Most words that one unknown word may stand for. */
const MOST = 4;

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

/** Finds known words for a word that nobody knows. */
export interface Spelling {
  /** Known words that begin with this one, or are one slip apart from it; few, and none for short words and codes. */
  suggest(word: string): readonly string[];
}

/**
 * Completion and correction of Latin words over a fixed vocabulary. Only words with the same first letter are
 * compared, as people rarely mistype that one: MiniSearch's own fuzzy search walks the whole index of both scripts,
 * which took most of the time of a search.
 * @param vocabulary every term of the index; codes, Han and short words are left out
 */
export function createSpelling(vocabulary: Iterable<string>): Spelling {
  const byInitial = new Map<string, string[]>();
  for (const word of vocabulary) {
    if (word.length < SHORTEST - 1 || !/^[a-z]+$/.test(word)) continue;
    const initial = word.charAt(0);
    const words = byInitial.get(initial);
    if (words) words.push(word);
    else byInitial.set(initial, [word]);
  }
  return {
    suggest(word) {
      if (word.length < SHORTEST || word.length > 40) return [];
      const candidates = byInitial.get(word.charAt(0)) ?? [];
      return candidates.filter((known) => known.startsWith(word) || isOneSlipApart(word, known)).slice(0, MOST);
    },
  };
}
