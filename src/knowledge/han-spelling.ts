/** Known pairs that one unknown pair may stand for, at most. */
const MOST = 4;

const PAIR = /^\p{Script=Han}{2}$/u;

/** Finds known pairs of Han characters for one that nobody knows. */
export interface HanSpelling {
  /** Known pairs that sound the same, or are the same the other way round; none for what is no pair. */
  suggest(pair: string): readonly string[];
}

/**
 * Correction of slips that a pinyin keyboard makes, 「右箱」 for 「邮箱」, and of swapped characters, over a fixed vocabulary.
 * @param vocabulary every term of the index; only pairs of Han characters count
 * @param soundOf how a pair sounds
 */
export function createHanSpelling(vocabulary: Iterable<string>, soundOf: (pair: string) => string): HanSpelling {
  const pairs = new Set<string>();
  for (const term of vocabulary) if (PAIR.test(term)) pairs.add(term);
  let bySound: Map<string, string[]> | undefined;
  /** Made when the first unknown pair comes: the start has no time for it. */
  const sounds = () => {
    bySound ??= groupBySound(pairs, soundOf);
    return bySound;
  };
  return {
    suggest(pair) {
      if (!PAIR.test(pair) || pairs.has(pair)) return [];
      const swapped = Array.from(pair).reverse().join('');
      const alike = sounds().get(soundOf(pair)) ?? [];
      return [...(pairs.has(swapped) ? [swapped] : []), ...alike].slice(0, MOST);
    },
  };
}

function groupBySound(pairs: Iterable<string>, soundOf: (pair: string) => string): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const pair of pairs) {
    const sound = soundOf(pair);
    const group = groups.get(sound);
    if (group) group.push(pair);
    else groups.set(sound, [pair]);
  }
  return groups;
}
