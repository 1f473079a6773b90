import { notionsOf } from './concepts.ts';
import { normalise } from './normalisation.ts';
import { soundOf } from './pinyin.ts';
import { simplified } from './traditional-characters.ts';
import { sentencesOf } from './units.ts';

/** What the recogniser knows of words, for the search: synonyms in both languages, traditional characters, sounds. */
export const searchAids = {
  simplified,
  soundOf,
  /** The notions that a text speaks of, each once; of a long text the beginning and the end are read. */
  notions(text: string): readonly string[] {
    const plain = normalise(text);
    return notionsOf(plain, sentencesOf(plain));
  },
};
