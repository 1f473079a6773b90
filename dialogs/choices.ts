import type { Locale } from '../src/domain/locale.ts';
import { LOCALES } from '../src/domain/locale.ts';
import { isHan } from '../src/domain/script.ts';
import { clausesOf } from './clauses.ts';
import { plainWords } from './commands.ts';
import { phrase, phraseList } from './phrases.ts';

/** The words under a key in both languages, as they are compared: people answer in either, whatever they were asked in. */
export function wordsOf(key: string): readonly string[] {
  const known = wordsByKey.get(key);
  if (known) return known;
  const words = LOCALES.flatMap((locale) => phraseList(locale, key)).map(plainWords);
  wordsByKey.set(key, words);
  return words;
}

/** The words under a key, those first that hold others: of two that begin alike, the longer one was meant. */
export function longestFirst(key: string): readonly string[] {
  return wordsOf(key).toSorted((one, other) => other.length - one.length);
}

/** The texts do not change while the product runs, and one answer looks the same lists up many times. */
const wordsByKey = new Map<string, readonly string[]>();

/**
 * The option that a whole message is: its number in the list, its label, or one of its other names; else null.
 * @param labels where the labels stand in the texts
 */
export function exactChoice(
  text: string,
  field: string,
  options: readonly string[],
  labels: string = `values.${field}`,
): string | null {
  const words = plainWords(text);
  const number = readOrdinal(words);
  if (number !== null) return options[number - 1] ?? null;
  const isOption = (option: string) =>
    wordsOf(`answers.${field}.${option}`).includes(words) || labelNames(`${labels}.${option}`).includes(words);
  return options.find(isOption) ?? null;
}

/** The label under a key in both languages; "Not usable (a core function fails)" is picked by "not usable" as well. */
function labelNames(key: string): readonly string[] {
  const known = namesByKey.get(key);
  if (known) return known;
  const labels = LOCALES.map((locale) => phrase(locale, key));
  const names = labels.flatMap((label) => [label, ...label.split(/[:：(（]/).slice(0, 1)]).map(plainWords);
  namesByKey.set(key, names);
  return names;
}

const namesByKey = new Map<string, readonly string[]>();

let ordinals: ReadonlySet<string> | undefined;

/** The place in a list that a whole message names, from 1: a number, or 「第2个」; else null. */
export function placeInList(text: string): number | null {
  return readOrdinal(plainWords(text));
}

/** A number of the list, bare or in one of the forms under `answers.ordinals`, where # stands for it: 「第#项」, "option #". */
function readOrdinal(words: string): number | null {
  const number = words.match(/\d{1,2}/)?.[0];
  if (number === undefined) return null;
  const form = words.replace(number, '#').replaceAll(' ', '');
  ordinals ??= new Set(
    ['#', ...LOCALES.flatMap((locale) => phraseList(locale, 'answers.ordinals'))].map((one) => one.replaceAll(' ', '')),
  );
  return ordinals.has(form) ? Number(number) : null;
}

/**
 * The one option that a sentence names. Two options, or a "not" beside the name, tell nothing: it is asked again rather
 * than understood the wrong way round.
 */
export function namedChoice(text: string, field: string, options: readonly string[]): string | null {
  const words = plainWords(text);
  const isIt = (key: string) => mentions(text, key) && isNamed(words, wordsOf(key));
  const named = options.filter((option) => isIt(`answers.${field}.${option}`));
  return named.length === 1 ? (named[0] ?? null) : null;
}

/** Whether a message holds one of the words under a key, in either language, wherever it stands. */
export function mentions(text: string, key: string): boolean {
  const pattern = patterns.get(key) ?? wordsPattern(wordsOf(key).filter((name) => !isHan(name) || name.length > 1));
  patterns.set(key, pattern);
  return pattern.test(` ${plainWords(text)} `);
}

/** Each message is looked through for dozens of lists; one pattern a list costs a tenth of a look for each word. */
const patterns = new Map<string, RegExp>();

/** Finds any of these words in {@link plainWords} with a blank on both sides: Han words anywhere, Latin ones as whole words. */
export function wordsPattern(words: readonly string[]): RegExp {
  const named = words.filter((word) => word !== '').map((word) => (isHan(word) ? word : ` ${word} `));
  return new RegExp(named.length > 0 ? named.join('|') : '(?!)', 'u');
}

function isNamed(sentence: string, names: readonly string[]): boolean {
  return names.some((name) => holds(sentence, name) && !negates(without(sentence, name)));
}

/** Han names may stand anywhere; Latin names must be whole words, or "no" would be found in "nobody". */
function holds(sentence: string, name: string): boolean {
  if (name === '') return false;
  return (!isHan(name) || name.length > 1) && holdsWord(sentence, name);
}

function without(sentence: string, name: string): string {
  return isHan(name) ? sentence.replace(name, ' ') : ` ${sentence} `.replace(` ${name} `, ' ');
}

/** Whether {@link plainWords} hold a "not", in either language. */
export function negates(words: string): boolean {
  return holdsAny(words, 'answers.negations');
}

/** Whether {@link plainWords} hold a word: a Han one anywhere, of one character too, a Latin one as a whole word. */
export function holdsWord(words: string, word: string): boolean {
  return isHan(word) ? words.includes(word) : ` ${words} `.includes(` ${word} `);
}

/** Whether {@link plainWords} hold one of the words under a key. Unlike {@link mentions}, of one Han character too. */
export function holdsAny(words: string, key: string): boolean {
  return wordsOf(key).some((word) => holdsWord(words, word));
}

/** What {@link plainWords} say beside the words under some keys, the longest of which goes first. */
export function withoutWords(words: string, keys: readonly string[]): string {
  const name = keys.join();
  const pattern = removals.get(name) ?? removal(keys.flatMap(wordsOf));
  removals.set(name, pattern);
  return words.replace(pattern, ' ').replace(/ +/g, ' ').trim();
}

const removals = new Map<string, RegExp>();

function removal(words: readonly string[]): RegExp {
  const known = [...words].sort((one, other) => other.length - one.length);
  return new RegExp(known.map((word) => (isHan(word) ? word : `(?<!\\p{L})${word}(?!\\p{L})`)).join('|'), 'gu');
}

/** Yes or no by a whole message, or null; a field may have words of its own beside the general ones. */
export function exactYesNo(text: string, field: string): boolean | null {
  const words = plainWords(text);
  const isIn = (yes: boolean) => [words, bare(words)].some((one) => yesNoWords(field, yes).includes(one));
  if (words === '1' || isIn(true)) return true;
  return words === '2' || isIn(false) ? false : null;
}

/**
 * Yes or no by a message that begins with it and goes on ("yes, two engineers"), or that says it in the field's own
 * words ("two people are assigned"). What is taken back in the same breath ("of course not") is neither.
 */
export function looseYesNo(text: string, field: string): boolean | null {
  const clause = text.split(/[,，.。;；!！:：\n]/)[0] ?? '';
  const first = exactYesNo(clause, field);
  const rest = plainWords(text.slice(clause.length));
  if (first === false || (first === true && !negates(rest))) return first;
  const words = plainWords(text);
  const yes = ['yes', 'yeah', 'sure', 'ok'].some((word) => words.startsWith(`${word} `));
  if (first === null && yes && !negates(words)) return true;
  const named = [true, false].filter((answer) => isNamed(words, wordsOf(`answers.${field}.${answer ? 'yes' : 'no'}`)));
  return first === null && named.length === 1 ? (named[0] ?? null) : null;
}

function yesNoWords(field: string, yes: boolean): readonly string[] {
  const answer = yes ? 'yes' : 'no';
  return [...wordsOf(`answers.${answer}`), ...wordsOf(`answers.${field}.${answer}`)];
}

/** Whether a whole message is one of the words under `answers.<name>`; a sentence that merely begins so is not. */
export function isAnswer(text: string, name: string): boolean {
  return wordsOf(`answers.${name}`).includes(plainWords(text));
}

/** Whether a whole message only passes a question over: such words are an answer at most, and never kept. */
export function skips(text: string): boolean {
  return isAnswer(text, 'skip');
}

/** Whether a whole message passes a question over or says that its answer is not known, with or without a "sorry". */
export function isUnsure(text: string): boolean {
  if (skips(text) || isAnswer(text, 'unsure')) return true;
  return text.length <= LONGEST_FORMULA && wordsOf('answers.unsure').includes(bare(plainWords(text)));
}

/** In characters; a longer message tells something. */
const LONGEST_FORMULA = 60;

/** Words without what stands around them and tells nothing: "sorry", 「我也」, 「啊」. */
function bare(words: string): string {
  let left = words;
  for (const word of wordsOf('answers.beside')) {
    const [before, after] = isHan(word) ? [word, word] : [`${word} `, ` ${word}`];
    if (left.startsWith(before)) left = left.slice(before.length).trim();
    if (left.endsWith(after)) left = left.slice(0, -after.length).trim();
  }
  return left;
}

/**
 * Whether a message is made of nothing but formulas, such as "looks good, please submit": each clause stands in one of the
 * lists, and at least one in one of the first.
 */
export function isMadeOf(text: string, keys: readonly string[], others: readonly string[] = []): boolean {
  if (text.length > LONGEST_FORMULA) return false;
  const clauses = clausesOf(text).map(plainWords).filter(Boolean);
  const isIn = (words: string, lists: readonly string[]) =>
    lists.some((list) => wordsOf(list).includes(words) || wordsOf(list).includes(bare(words)));
  return clauses.every((words) => isIn(words, [...keys, ...others])) && clauses.some((words) => isIn(words, keys));
}

/** Whether a brief message gives the request up, or tells that the problem is gone. */
export function givesUp(text: string): boolean {
  return text.length <= LONGEST_FORMULA && mentions(text, 'answers.giveUp');
}

/** Whether a message is a question of the person and so no answer to ours. */
export function asks(text: string): boolean {
  const words = plainWords(text);
  // Latin question words ask only at the beginning: "that is what fails" does not.
  const isAsking = (word: string) => (isHan(word) ? words.includes(word) : words.startsWith(`${word} `));
  return /[?？]/.test(text) || wordsOf('answers.questionWords').some(isAsking);
}

/** So many words, or Han characters, tell a fact and hardly a problem. */
const BRIEF = { latin: 6, han: 14 };

/** Whether a message is as short as a fact that is added: "only the finance department". */
export function isBrief(text: string): boolean {
  const words = plainWords(text);
  return isHan(words) ? words.length <= BRIEF.han : words.split(' ').length <= BRIEF.latin;
}

/** A numbered list of options in words. */
export function numbered(labels: readonly string[]): string {
  return labels.map((label, index) => `${index + 1}. ${label}`).join('\n');
}

/** The labels of a field's options. */
export function labelsOf(field: string, options: readonly string[], locale: Locale): readonly string[] {
  return options.map((option) => phrase(locale, `values.${field}.${option}`));
}

/** Whether a whole message is the title of a button, in either language. */
export function isButton(text: string, name: string): boolean {
  return LOCALES.some((locale) => plainWords(phrase(locale, `buttons.${name}`)) === plainWords(text));
}
