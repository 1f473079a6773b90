/**
 * A text in lower case with Han characters, words and signs apart by blanks: for recognisers that split at blanks and
 * know no Chinese.
 */
export function hanApart(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{Script=Han}|[^\p{L}\p{N}\s]+/gu, ' $& ')
    .replace(/\s+/g, ' ')
    .trim();
}
