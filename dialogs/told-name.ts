import { isHan } from '../src/domain/script.ts';
import { mentions, wordsOf } from './choices.ts';
import { plainWords } from './commands.ts';

interface NamePatterns {
  readonly whole: RegExp;
  readonly han: RegExp;
  readonly latin: RegExp;
  readonly via: RegExp;
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
    whole: new RegExp(`^(?:(?:${surnames})\\p{Script=Han}{1,3}|${LATIN_NAME})$`, 'u'),
    // 「联系人列表」 and 「联系人丢失」 are about contacts: a name begins with a surname and ends the words.
    han: new RegExp(
      `(?:${inHan})\\s*[:：]?\\s*((?:${surnames})\\p{Script=Han}{1,2}?)(?=(?:${labels})|[^\\p{Script=Han}]|$)`,
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
  const { han, latin, via } = namePatterns();
  const isReachable = words !== clause;
  // 「请找高手」 asks for somebody who can help, unless a number follows.
  const led = isReachable ? words : withoutWishForSomebody(words);
  const found = led.match(han)?.[1] ?? led.match(latin)?.[1];
  const isVia = (isReachable || /\b(?:by|in|on)\b/.test(words)) && !mentions(words, 'toldContact.notVia');
  const name = (found ?? (isVia ? words.match(via)?.[1] : undefined))?.trim() ?? null;
  if (name === null || belongsOn(name) || goesOn(words, name)) return null;
  return holdsOtherWord(name) ? null : name;
}

/** A value that is nothing but the name of a person, without a "please" behind it; null for anything else. */
export function readName(value: string): string | null {
  const polite = anyOf(wordsOf('answers.beside'));
  const name = value.replace(new RegExp(`(?:[\\s,，]*(?:${polite}))+$`, 'iu'), '').trim();
  const isName = name.length <= LONGEST_NAME && namePatterns().whole.test(name) && !holdsOtherWord(name);
  return isName ? name : null;
}

/** Whether one of its words stands in no name: "Support", "Teams". */
function holdsOtherWord(name: string): boolean {
  const others = wordsOf('toldContact.noName');
  return plainWords(name)
    .split(' ')
    .some((word) => others.includes(word));
}

/** In characters. */
const LONGEST_NAME = 80;

function withoutWishForSomebody(words: string): string {
  return wordsOf('toldContact.somebody').reduce((rest, wish) => rest.replaceAll(wish, ' '), words);
}

/** Of "Li's mailbox" in Chinese, Li with the particle is no name. */
function belongsOn(name: string): boolean {
  const words = plainWords(name);
  return wordsOf('toldContact.noNameEnd').some((end) => words.endsWith(isHan(end) ? end : ` ${end}`));
}

/** "My name is Wrong in Teams" tells where something is shown. */
function goesOn(words: string, name: string): boolean {
  return / is $/i.test(words.slice(0, words.indexOf(name))) && words.includes(`${name} in `);
}
