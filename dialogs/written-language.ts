import { z } from 'zod';
import type { Locale } from '../src/domain/locale.ts';
import { isHan } from '../src/domain/script.ts';
import tables from './language-words.json' with { type: 'json' };

const words = z.array(z.string().min(1));
const { onlyChinese, english, asking, products, others } = z
  .strictObject({
    onlyChinese: z.string().regex(/^\p{Script=Han}+$/u),
    english: words,
    asking: words,
    products: words,
    others: z.record(z.string(), words),
  })
  .parse(tables);
const ENGLISH = new Set(english);
const ASKING = new Set(asking);
const PRODUCTS = new Set(products);
const OTHERS = Object.values(others).map((list) => new Set(list));

/** Code, addresses and codes, which are written alike in every language; SQL only where it is surely SQL. */
const NO_LANGUAGE: readonly RegExp[] = [
  /```[\s\S]*?(?:```|$)|`[^`\n]*`/g,
  // A command with all its parameters.
  /\b[A-Z][a-z]+-[A-Z][A-Za-z]+(?: [^-\s\p{Script=Han}]\S*(?= -[A-Z]))?(?: +-[A-Za-z]\w*(?::\S+)?(?: +[^-\s\p{Script=Han}]\S*)?)*/gu,
  /\b(?:(?:https?|ftp|file):\/\/|www\.)[^\s\p{Script=Han}，。；）]+|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{0,254}\w/giu,
  /(?:\b[A-Za-z]:|\\)\\[^\s\p{Script=Han}，。；）]+/gu,
  /<\/?[A-Za-z!][^<>\n]{0,300}>/g,
  /\b(?:SELECT\b[^;\n]{0,500}?\bFROM|INSERT INTO|DELETE FROM|UPDATE \S+ SET|UNION SELECT|(?:DROP|CREATE|ALTER) (?:TABLE|DATABASE|VIEW|INDEX|USER))\b[^;\n\p{Script=Han}]*/gu,
  /\b(?:select (?:\*|[\w.]+(?:, ?[\w.]+)*) from [\w.]+ ?(?:where\b|;|$)|insert into \w+ ?(?:\(|values)|delete from \w+ (?:where|;)|update \w+ set \w+ ?=|drop table)[^;\n\p{Script=Han}]*/gimu,
];

/** Signs that stand in code and hardly in sentences. */
const CODE_SIGN = /[{}<>=;$_\\|[\]]|\w\(|::|\/\//;
/** From so much of a text on, what looks like code makes all of it code. */
const CODE_SHARE = 1 / 3;

/** What of a text tells a language: no code, addresses or codes. */
function evidence(text: string): string {
  return NO_LANGUAGE.reduce((left, pattern) => left.replace(pattern, ' '), text.normalize('NFC').replaceAll('’', "'"));
}

/** What programs or other people say; a quotation that is not closed, or long, is none. */
const QUOTED = /「[^「」\n]{1,300}」|『[^『』\n]{1,300}』|“[^“”\n]{1,300}”|"[^"\n]{1,300}"/g;

/** What people say themselves, where that is enough to tell a language, else all: 「提示「サーバーに接続できません」」 is Chinese. */
function ownEvidence(text: string): string {
  const told = evidence(text);
  const own = told.replace(QUOTED, ' ');
  // A single character or word beside a quotation may be a name, or a particle such as 「で」.
  const isEnough =
    count(own, /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu) > 1 ||
    withoutProducts(wordsIn(own)).length > 1;
  return isEnough ? own : told;
}

/** The words of a text in Latin letters; none where most of it is code. */
function wordsIn(told: string): readonly string[] {
  const tokens = told.split(/[\s\p{Script=Han}，。；：！？、（）“”]+/u).filter((token) => /[^\p{P}\s]/u.test(token));
  const code = tokens.filter((token) => CODE_SIGN.test(token)).length;
  if (code > 1 && code >= CODE_SHARE * tokens.length) return [];
  return tokens
    .map((token) => token.replace(/^[\p{P}\p{S}]+|[\p{P}\p{S}]+$/gu, ''))
    .filter((token) => /^[\p{Script=Latin}\p{M}]+(?:['-][\p{Script=Latin}\p{M}]+)*$/u.test(token));
}

function withoutProducts(found: readonly string[]): readonly string[] {
  return found.filter((word) => !PRODUCTS.has(word.toLowerCase()));
}

/** Fewer letters of a script than this share are a name or a quotation in a text of another language. */
const SCRIPT_SHARE = 0.3;
/** Japanese writes its nouns in Han characters: this much kana beside them is no quotation. */
const KANA_SHARE = 0.2;

/** Characters that only Chinese as it is written on the mainland has, or that no Japanese sentence has beside kana. */
const ONLY_CHINESE = new RegExp(`[${onlyChinese}]`, 'u');

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** Whether the characters alone tell another language: kana, Hangul, Cyrillic, Arabic, Thai and so on. */
function isOtherScript(told: string): boolean {
  const letters = count(told, /\p{L}/gu);
  const han = count(told, /\p{Script=Han}/gu);
  // 「の」 is an ornament in Chinese names of shops and streets.
  const kana = count(told, /[\p{Script=Hiragana}\p{Script=Katakana}ー]/gu) - (han > 0 ? count(told, /の/g) : 0);
  if (kana > 1 && kana >= KANA_SHARE * (kana + han) && !(ONLY_CHINESE.test(told) && han >= kana)) return true;
  const foreign = count(
    told,
    /(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}ー])\p{Lo}/gu,
  );
  const cased = count(told, /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Georgian}]/gu);
  return foreign + cased > 1 && foreign + cased >= SCRIPT_SHARE * letters && foreign + cased > han;
}

/** A lower-case word with an accent is no English word, and the name of nobody. */
const ACCENTED = /^(?=.*[^\p{ASCII}])\p{Ll}/u;
/** "l'", "j'", "qu'" before a vowel, in French and Italian. */
const ELISION = /^(?:[ljdn]|qu|dell|all|nell|un|c)'(?=\p{L}{2})/u;

/** Whether words in Latin letters are of another language than English, by words that only it has. */
function isOtherLatin(found: readonly string[]): boolean {
  const lower = found.map((word) => ({ word, low: word.toLowerCase() }));
  const inEnglish = lower.filter(({ low }) => ENGLISH.has(low)).length;
  const accented = new Set(lower.filter(({ word }) => ACCENTED.test(word)).map(({ low }) => low));
  const elided = new Set(lower.filter(({ low }) => ELISION.test(low)).map(({ low }) => low));
  const known = OTHERS.map((list) => new Set(lower.filter(({ low }) => list.has(low)).map(({ low }) => low)));
  const hits = Math.max(...known.map((own) => new Set([...own, ...accented, ...elided]).size));
  // English writes "résumé" and "zürich" as well: alone among words without accents, such a word tells nothing.
  const isBorrowed = hits === 1 && accented.size === 1 && known.every((own) => own.size === 0);
  if (isBorrowed && lower.some(({ low }) => /^[a-z]{2,}$/.test(low))) return false;
  if (hits <= inEnglish) return false;
  const share = hits > 1 ? 0.25 : accented.size > 0 ? 1 / 3 : 0.5;
  return hits >= share * found.length;
}

/**
 * Whether a text is written in a language that the bot does not speak: by its script (kana and Hangul outweigh the Han
 * characters beside them), or by words that only that language has. Code, addresses, codes, names of products and, where
 * enough else is said, quotations tell nothing. In doubt it is not: hardly a text in Chinese or English may be taken for another language.
 */
export function isOtherLanguage(text: string): boolean {
  const told = ownEvidence(text);
  if (isOtherScript(told)) return true;
  return !isHan(told) && isOtherLatin(withoutProducts(wordsIn(told)));
}

/** Words from which on a text is taken for English; with words in which people ask, or that only link others, it is clear. */
const ENOUGH = { words: 4, asking: 3, withProducts: 4 } as const;

function isEnglish(found: readonly string[]): boolean {
  const long = found.map((word) => word.toLowerCase()).filter((word) => word.length > 1 || ASKING.has(word));
  const own = withoutProducts(long);
  if (own.length >= (own.some((word) => ASKING.has(word)) ? ENOUGH.asking : ENOUGH.words)) return true;
  return long.length >= ENOUGH.withProducts && own.some((word) => ENGLISH.has(word));
}

/**
 * The language of a message: Han characters read Chinese, some Latin words English, anything less tells nothing. Code,
 * addresses, codes and names of products are no evidence, and a text in another language is neither.
 */
export function writtenLanguage(text: string): Locale | null {
  if (isOtherLanguage(text)) return null;
  const told = ownEvidence(text);
  if (isHan(told)) return 'zh-CN';
  return isEnglish(wordsIn(told)) ? 'en-US' : null;
}
