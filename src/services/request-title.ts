/** The longest title in UTF-16 units; so it never holds more than as many characters either. */
const LONGEST = 160;

/**
 * The first sentence of a description, for lists.
 * @returns one line of at most 160 UTF-16 units, a cut one ending in `…`; never half a character
 */
export function titleOf(description: string): string {
  const words = description.toWellFormed().trim();
  const [firstLine = ''] = words.split(/[\r\n\u2028\u2029]+/, 1);
  const sentence = /^.*?(?:[。！？!?；;]+|\.(?=\s|$)|$)/u.exec(firstLine)?.[0].trim() ?? '';
  const title = /[\p{L}\p{N}]/u.test(sentence) ? sentence : words.replace(/\s+/gu, ' ');
  if (title.length <= LONGEST) return title;
  let cut = '';
  for (const character of title) {
    if (cut.length + character.length >= LONGEST) break;
    cut += character;
  }
  return `${cut.trimEnd()}…`;
}
