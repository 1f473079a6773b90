/** What the search takes over from the recogniser, handed in because the two do not know each other. */
export interface LanguageAids {
  /** The text with simplified characters for traditional ones. */
  simplified(text: string): string;
  /** What a text speaks of in either language, such as `forward` for 转发 and "redirect". */
  notions(text: string): readonly string[];
  /** How Han characters sound: what sounds alike is easily mistyped for each other. */
  soundOf(word: string): string;
}

/** For a search by the words as they stand. */
export const NO_AIDS: LanguageAids = { simplified: (text) => text, notions: () => [], soundOf: (word) => word };

/** A beginning that no word has, so that notions are not mixed up with the words of an article. */
const NOTION_TERM = 'notion:';

/** The terms of the notions of a text. */
export function notionTerms(text: string, aids: LanguageAids): readonly string[] {
  return aids.notions(text).map((notion) => `${NOTION_TERM}${notion}`);
}
