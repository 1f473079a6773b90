import type { Locale } from '../src/domain/locale.ts';
import { isHan } from '../src/domain/script.ts';
import { mentions, wordsOf } from './choices.ts';
import { type Command, plainWords } from './commands.ts';

/** A longer clause tells more than which language to speak. */
const LONGEST_WISH = 60;
/** UTF-16 units of a message that is no more than a wish. */
const LONGEST_MESSAGE = 120;
/** A wish stands at the end of a report, and a text of nothing but wishes must not cost much. */
const MOST_CLAUSES = 10;

const NAMES: Readonly<Record<Locale, string>> = { 'zh-CN': 'languageWish.chinese', 'en-US': 'languageWish.english' };
const COMMANDS_OF: Readonly<Record<Locale, Command>> = { 'zh-CN': 'chinese', 'en-US': 'english' };

/** What is left of words in which Han words stand without blanks and others with them, when these are taken out. */
function without(text: string, taken: readonly string[]): string {
  const longestFirst = [...taken].sort((a, b) => b.length - a.length);
  return longestFirst
    .reduce(
      (left, word) => (isHan(word) ? left.replaceAll(word, ' ') : left.replaceAll(` ${word} `, '  ')),
      ` ${text} `,
    )
    .trim();
}

function aside(words: string): string {
  // Twice, as the blank between two words belongs to the first one only.
  return without(without(words, wordsOf('languageWish.around')), wordsOf('languageWish.around'));
}

/** One clause: the language that it asks for, when it says nothing else; null where it names none, or both. */
function wishOf(clause: string): Locale | null {
  const words = plainWords(clause);
  // Whether a language is spoken is a question about support.
  if (words.length > LONGEST_WISH || wordsOf('languageWish.asksWhether').includes(words)) return null;
  const named = (Object.keys(NAMES) as Locale[]).filter((one) => without(words, wordsOf(NAMES[one])) !== words);
  const [language] = named;
  if (named.length !== 1 || !language) return null;
  const rest = without(words, wordsOf(NAMES[language]));
  return rest !== '' && aside(rest) === '' ? language : null;
}

function clausesOf(text: string): readonly string[] {
  return text.split(/[,，、。.;；!！?？\n]+/).filter((clause) => plainWords(clause) !== '');
}

/**
 * The language in which somebody asks to be answered, in a clause that says nothing else: "mail is down, in English
 * please". Which language the menu or a mail is in, and which ones a colleague speaks, are other matters.
 */
export function wishedLanguage(text: string): Locale | null {
  if (!Object.values(NAMES).some((name) => mentions(text, name))) return null;
  const isAlone = saysNothingElse(text);
  // Beside other words, "I speak English" may be said of an engineer or of a menu.
  const clauses = clausesOf(text)
    .filter((clause) => isAlone || mentions(clause, 'languageWish.asks'))
    .slice(-MOST_CLAUSES);
  const wishes = new Set(clauses.flatMap((clause) => wishOf(clause) ?? []));
  return wishes.size === 1 ? ([...wishes][0] ?? null) : null;
}

function saysNothingElse(text: string): boolean {
  if (text.length > LONGEST_MESSAGE) return false;
  return clausesOf(text).every((clause) => wishOf(clause) !== null || aside(plainWords(clause)) === '');
}

/** The command that a message is which asks for a language and says nothing else: "hi, can we switch to Chinese?" */
export function languageCommand(text: string): Command | null {
  const wished = wishedLanguage(text);
  return wished && saysNothingElse(text) ? COMMANDS_OF[wished] : null;
}
