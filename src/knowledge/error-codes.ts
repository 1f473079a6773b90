import { z } from 'zod';
import table from './code-words.json' with { type: 'json' };

const wordsSchema = z.array(z.string().min(1)).min(1);
const callings = z.strictObject({ before: wordsSchema, after: wordsSchema }).parse(table);

/** Families whose articles help even when the very code is in none; patterns of codes as {@link normal} gives them. */
const FAMILIES: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  { name: 'aadsts', pattern: /^aadsts\d+$/ },
  { name: 'caa', pattern: /^(?:0x)?caa[\da-f]{4,}$/ },
  { name: 'hresult', pattern: /^0x[\da-f]{8}$/ },
  { name: 'smtp', pattern: /^[45]\.\d{1,3}\.\d{1,3}$/ },
  { name: 'installer', pattern: /^\d{4,5}-\d{1,4}$/ },
];

/** What may be a code in running text: most have a digit, others are names of exceptions in one long word. */
const CODE =
  /(?<![\p{Script=Latin}\p{N}._-])(?:0x[\da-f]{4,8}|aadsts ?\d{4,8}|[45]\.\d{1,3}\.\d{1,3}|\d{1,5}-\d{1,4}|[\da-f]{8}|caa[\da-f]{4,6}|[a-z]{8,80})(?!\p{N}|[-.]\d|[a-z])/giu;

/** What may be a code of three or five digits. */
const NUMBER = /(?<![\p{Script=Latin}\p{N}._-])(?:\d{5}|[45]\d\d)(?!\p{N}|[-.]\d|[a-z])/giu;
/** What such a number is called where it is a code: 404 licences and 503 dollars are none. */
const CALLED_BEFORE = new RegExp(`(?:${callings.before.join('|')})[\\s:：“"'(（]{0,3}$`, 'i');
const CALLED_AFTER = new RegExp(`^[\\s”"')）]{0,3}(?:${callings.after.join('|')})`, 'i');
/** Units around a number in which its name stands. */
const NEAR = 12;

/** Longest text in which codes are looked for, in UTF-16 units. */
const LONGEST = 4_000;

/** Beginnings that no word has, so that codes are not mixed up with the words of an article. */
const CODE_TERM = 'code:';
const FAMILY_TERM = 'codes:';

const normal = (code: string) => code.toLowerCase().replaceAll(' ', '');

/** `0xC004F074` and `c004f074` are one code, and of one family only when written as a code. */
function termsOf(code: string): readonly string[] {
  const plain = normal(code);
  const families = FAMILIES.filter(({ pattern }) => pattern.test(plain)).map(({ name }) => `${FAMILY_TERM}${name}`);
  return [`${CODE_TERM}${plain.replace(/^0x/, '')}`, ...families];
}

/** The terms of codes: each code, and the family it belongs to, as often as there are codes of it. */
export function codeTerms(codes: readonly string[]): readonly string[] {
  return codes.flatMap(termsOf);
}

/** Numbers that a text calls a code, or that are all of it. */
function numbersIn(text: string): readonly string[] {
  return [...text.matchAll(NUMBER)].flatMap(({ 0: number, index }) => {
    const after = text.slice(index + number.length, index + number.length + NEAR);
    const isAll = text.trim() === number;
    const isCalled = CALLED_BEFORE.test(text.slice(Math.max(0, index - NEAR), index)) || CALLED_AFTER.test(after);
    return isAll || isCalled ? [number] : [];
  });
}

/** The terms of everything in a text that may be a code, each once; most of them are in no article. */
export function codesIn(text: string): readonly string[] {
  const read = text.slice(0, LONGEST);
  return Array.from(new Set(codeTerms([...(read.match(CODE) ?? []), ...numbersIn(read)])));
}

/** What a term stands for: one code, a family of codes, or null when it is a word. */
export function codeKind(term: string): 'code' | 'family' | null {
  if (term.startsWith(CODE_TERM)) return 'code';
  return term.startsWith(FAMILY_TERM) ? 'family' : null;
}
