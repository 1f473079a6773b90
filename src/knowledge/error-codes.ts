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
  /(?<![\p{Script=Latin}\p{N}._-])(?:0x[\da-f]{4,8}|aadsts ?\d{4,8}|[45]\.\d{1,3}\.\d{1,3}|\d{1,5}-\d{1,4}|[\da-f]{8}|\d{5}|[45]\d\d|caa[\da-f]{4,6}|[a-z]{8,80})(?!\p{N}|[-.]\d|[a-z])/giu;

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

/** The terms of everything in a text that may be a code, each once; most of them are in no article. */
export function codesIn(text: string): readonly string[] {
  return Array.from(new Set(codeTerms(text.slice(0, LONGEST).match(CODE) ?? [])));
}

/** What a term stands for: one code, a family of codes, or null when it is a word. */
export function codeKind(term: string): 'code' | 'family' | null {
  if (term.startsWith(CODE_TERM)) return 'code';
  return term.startsWith(FAMILY_TERM) ? 'family' : null;
}
