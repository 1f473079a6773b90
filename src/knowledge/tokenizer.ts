/** Longest question that is looked at, in UTF-16 units: the first and the last half of a longer one. */
const MAX_QUESTION = 4_000;

/** A run of Han characters, a Latin word or code with its inner dots and hyphens, or a word of another script. */
const CHUNK =
  /\p{Script=Han}+|[\p{Script=Latin}\p{Nd}]+(?:[._'’-][\p{Script=Latin}\p{Nd}]+)*|(?:(?![\p{Script=Han}\p{Script=Latin}])\p{L})+/gu;

/** Function characters that carry no topic: a Han run is cut at them, so that no bigram spans them. */
const HAN_FUNCTION = /[的了吗呢啊吧呀哦嘛么我你您他她它们这那]+/u;

/** Some rare Han characters are two UTF-16 units. */
const SURROGATE = /[\ud800-\udbff]/;

/** Words too common in sentences of either language to tell one article from another. */
const STOP_WORDS = new Set(
  (
    'a about after all also am an and any anybody anyone are as at be been but by can cannot cant could did do does doesnt ' +
    'dont for from get gets give go got had has have he her hers him his how i id if ill im in into is isnt it its ive ' +
    'just know let like make me my need no not now of off on once one only onto or our out over please pls s she should ' +
    'so some someone still t than thank that the their them then there these they thing this those to too try up us use ' +
    'very want was we were what when where which who why will with work would yes you your'
  ).split(' '),
);

/**
 * What people call things, as tokens that articles use. Applied to articles and questions alike, after stemming.
 * Hanzi variants are handled by {@link foldHan}.
 */
const NICKNAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['aad', ['entra']],
  ['azuread', ['entra']],
  ['adfs', ['fs', 'federat']],
  ['addin', ['add-in', 'plugin']],
  ['bill', ['bill', 'invoic']],
  ['email', ['mail']],
  ['e-mail', ['mail']],
  ['eac', ['eac', 'exchang', 'admin', 'center']],
  ['exo', ['exchang']],
  ['fapiao', ['fapiao', 'invoic']],
  ['gal', ['gal', 'addres', 'book']],
  ['inbox', ['mailbox']],
  ['lync', ['skyp']],
  ['m365', ['microsoft', '365']],
  ['mailbox', ['mailbox', 'mail']],
  ['o365', ['microsoft', '365']],
  ['odt', ['odt', 'deploy']],
  ['owa', ['outlook', 'web']],
  ['pw', ['password']],
  ['pwd', ['password']],
  ['s4b', ['skyp']],
  ['sfb', ['skyp']],
  ['sp', ['sharepoint']],
  ['spo', ['sharepoint']],
  // The stemmed form of licence and license.
  ['licenc', ['licens']],
]);

/** Variants that people write for the same word: the articles use the right-hand side. */
const HAN_VARIANTS: readonly (readonly [RegExp, string])[] = [
  [/帐/gu, '账'],
  [/账号/gu, '账户'],
  [/站点/gu, '网站'],
  [/许可(?!证)/gu, '许可证'],
  [/登陆/gu, '登录'],
  [/老是|一直/gu, '反复'],
];

/** Where any of the variants stands; most texts have none. */
const ANY_VARIANT = new RegExp(HAN_VARIANTS.map(([variant]) => variant.source).join('|'), 'u');

function foldHan(text: string): string {
  if (!ANY_VARIANT.test(text)) return text;
  return HAN_VARIANTS.reduce((folded, [variant, word]) => folded.replace(variant, word), text);
}

function singular(word: string): string {
  return word
    .replace(/ies$/, 'y')
    .replace(/(ss|[^aeious])es$/, '$1')
    .replace(/(?<![suiy])s$/, '');
}

/** Drops what inflection adds to an English word; both sides of a search are stemmed, so roots need not be words. */
function stem(word: string): string {
  if (word.length < 4 || /\P{Script=Latin}/u.test(word)) return word;
  const base = word.endsWith('s') ? singular(word) : word;
  if (base.length >= 6 && base.endsWith('ing')) return base.slice(0, -3).replace(/([^aeiouls])\1$/, '$1');
  if (base.length >= 5 && base.endsWith('ed')) return base.slice(0, -2).replace(/([^aeiouls])\1$/, '$1');
  if (base.length >= 7 && base.endsWith('ion')) return base.slice(0, -3);
  return base.length >= 5 && base.endsWith('e') ? base.slice(0, -1) : base;
}

function latinWord(word: string): readonly string[] {
  const lower = word.toLowerCase();
  if (STOP_WORDS.has(lower) || /^\d{1,2}$/.test(lower)) return [];
  const root = stem(lower);
  return NICKNAMES.get(root) ?? NICKNAMES.get(lower) ?? [root];
}

/** `5.7.520` stays whole; `Get-MailboxPermission` and `add-in` are found by the whole and by their parts. */
function latinTokens(chunk: string): readonly string[] {
  if (!/['’._-]/.test(chunk)) return latinWord(chunk);
  const plain = chunk.replace(/['’]/g, '');
  const parts = plain.split(/[._-]/);
  if (parts.length === 1) return latinWord(plain);
  const whole = plain.toLowerCase();
  if (/^[\d.]+$/.test(plain)) return [whole];
  const known = NICKNAMES.get(whole);
  if (known) return known;
  const inner = parts
    .flatMap((part) => (plain.includes('-') ? part.split(/(?<=\p{Ll})(?=\p{Lu})/u) : [part]))
    .filter((part) => part.length > 1);
  return [whole, ...inner.flatMap(latinWord)];
}

function hanTokens(run: string, single: boolean): readonly string[] {
  const tokens: string[] = [];
  for (const piece of run.split(HAN_FUNCTION)) {
    const characters = SURROGATE.test(piece) ? Array.from(piece) : piece;
    if (single || characters.length === 1) for (const character of characters) tokens.push(character);
    for (let at = 1; at < characters.length; at += 1) tokens.push(`${characters[at - 1]}${characters[at]}`);
  }
  return tokens;
}

function cut(text: string): string {
  return text.length <= MAX_QUESTION ? text : `${text.slice(0, MAX_QUESTION / 2)} ${text.slice(-MAX_QUESTION / 2)}`;
}

/** Characters that nobody sees fall out: 「邮」 and 「箱」 with one between them are still a pair. */
function fold(text: string): string {
  return foldHan(
    text
      .toWellFormed()
      .normalize('NFKC')
      .replace(/\p{Default_Ignorable_Code_Point}+/gu, ''),
  );
}

/** What the tokens are for: a name is also found by one character, a text by pairs, and a question is a text cut short. */
export type TokenUse = 'name' | 'text' | 'question';

/** The tokens of Latin words that were seen before, by the word as written. */
export type KnownWords = Map<string, readonly string[]>;

type Script = 'han' | 'latin' | 'other';

/** The script of a chunk by its first character; the usual ones are told by their blocks, without a search. */
function scriptOf(chunk: string): Script {
  const first = chunk.charCodeAt(0);
  if (first < 0x80) return 'latin';
  if ((first >= 0x4e00 && first <= 0x9fff) || /^\p{Script=Han}/u.test(chunk)) return 'han';
  return /^[\p{Script=Latin}\p{Nd}]/u.test(chunk) ? 'latin' : 'other';
}

/**
 * Splits text of mixed scripts into search tokens: Latin words lower-cased and lightly stemmed with nicknames
 * unfolded, codes kept whole, Han runs as bigrams. Names get every Han character as well, so that a question
 * of a single character still finds something while longer questions never match by single characters.
 * Any string is accepted: compatibility forms are folded, invisible characters dropped, lone surrogates replaced; of a long question the
 * beginning and the end are read, where people put the matter, so it never gives more than some thousand tokens.
 * @param text what somebody wrote, or the words of an article
 * @param use `name` and `text` when indexing, `question` when searching
 * @param known kept over many texts, it halves the time; it grows with every new word, so not for what people write
 */
export function tokenize(text: string, use: TokenUse, known?: KnownWords): string[] {
  // Cut twice: one character may unfold to eighteen.
  const folded = use === 'question' ? cut(fold(cut(text))) : fold(text);
  return (folded.match(CHUNK) ?? []).flatMap((chunk) => {
    const script = scriptOf(chunk);
    if (script === 'han') return hanTokens(chunk, use === 'name');
    if (script === 'other') return [chunk.toLowerCase()];
    const tokens = known?.get(chunk) ?? latinTokens(chunk);
    known?.set(chunk, tokens);
    return tokens;
  });
}
