/** The longest description or impact statement in UTF-16 units; the form card says the same number. */
export const CARD_TEXT_LIMIT = 20_000;

/** What a card can hold of one text: Teams refuses messages of more than about 28 KB with their cards. */
export const CARD_SHOWN_LIMIT = 2000;

/** The beginning of a text that a card can hold, cut between characters and marked as cut. */
export function excerpt(words: string, most: number = CARD_SHOWN_LIMIT): string {
  if (words.length <= most) return words;
  const cut = words.slice(0, most - 1);
  // Half a surrogate pair at the end would reach the client as a broken character.
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}
