import { isHan } from '../src/domain/script.ts';
import { wordsOf } from './choices.ts';
import { plainWords } from './commands.ts';

interface NamePatterns {
  readonly han: RegExp;
  readonly latin: RegExp;
  readonly via: RegExp;
  readonly afterColon: RegExp;
}

let patterns: NamePatterns | undefined;

const LATIN_NAME = "\\p{Lu}[\\p{Ll}'’-][\\p{L}'’-]*(?: \\p{Lu}[\\p{L}'’.-]*){0,3}";
const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '[ -]');
const anyOf = (words: readonly string[]) =>
  [...words]
    .sort((one, other) => other.length - one.length)
    .map(escaped)
    .join('|');

/** Capital letters tell an English name, so that alone is looked at as it was written; a lead may begin a sentence. */
function namePatterns(): NamePatterns {
  if (patterns) return patterns;
  const leads = wordsOf('toldContact.nameLead');
  const inHan = anyOf(leads.filter(isHan));
  const inLatin = anyOf(leads.filter((word) => !isHan(word)));
  const surnames = anyOf(wordsOf('toldContact.surnames'));
  const anyCase = (words: string) => words.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
  const via = anyCase(anyOf(wordsOf('toldContact.nameVia')));
  const labels = anyOf(wordsOf('toldContact.label').filter(isHan));
  patterns = {
    // 「联系人列表」 and 「联系人丢失」 are about contacts: a name begins with a surname and ends the words.
    han: new RegExp(
      `(?:${inHan})\\s*((?:${surnames})\\p{Script=Han}{1,2}?)(?=(?:${labels})|[^\\p{Script=Han}]|$)`,
      'u',
    ),
    afterColon: new RegExp(
      `(?:${inHan})\\s*[:：]\\s*(\\p{Script=Han}{2,4}?)(?=(?:${labels})|[^\\p{Script=Han}]|$)`,
      'u',
    ),
    latin: new RegExp(`(?:${inHan}|(?<!\\p{L})(?:${anyCase(inLatin)}))\\s*[:：]?\\s*(${LATIN_NAME})(?!\\p{L})`, 'u'),
    via: new RegExp(
      `(?<!\\p{L})(?:${via}):?\\s+(${LATIN_NAME})(?=\\s*(?:[:(·]|(?:at|on|by|via|under|in)(?!\\p{L})|$))`,
      'u',
    ),
  };
  return patterns;
}

/**
 * The name of a contact person in a clause, or null: after words such as 「联系人」 and "contact person", or between
 * "reach" and "at".
 * @param words the clause with a dot for each telephone number and address
 */
export function nameIn(clause: string, words: string): string | null {
  const { han, afterColon, latin, via } = namePatterns();
  const found = words.match(han)?.[1] ?? words.match(afterColon)?.[1] ?? words.match(latin)?.[1];
  const reached = found ?? (words === clause && !/\b(?:by|in|on)\b/.test(words) ? null : words.match(via)?.[1]);
  const name = reached?.trim() ?? null;
  if (name === null) return null;
  const others = new Set(wordsOf('toldContact.noName'));
  return plainWords(name)
    .split(' ')
    .some((word) => others.has(word))
    ? null
    : name;
}
