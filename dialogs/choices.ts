import type { Locale } from '../src/domain/locale.ts';
import { LOCALES } from '../src/domain/locale.ts';
import { plainWords } from './commands.ts';
import { phrase, phraseList } from './phrases.ts';

/** The option that a message picks by its number in the list, by its label, or by one of its other names; else null. */
export function readChoice(text: string, field: string, options: readonly string[]): string | null {
  const words = plainWords(text);
  const number = readOrdinal(words);
  if (number !== null) return options[number - 1] ?? null;
  for (const option of options) {
    for (const locale of LOCALES) {
      const label = phrase(locale, `values.${field}.${option}`);
      // "No: a core function fails" is picked by "no" as well.
      const [head = label] = label.split(/[:：]/);
      const names = [label, head, ...phraseList(locale, `answers.${field}.${option}`)];
      if (names.some((name) => plainWords(name) === words)) return option;
    }
  }
  return namedInSentence(words, field, options);
}

/** A message that is a number of the list, alone or with words such as "option 2" and 「第二项」 written in digits. */
function readOrdinal(words: string): number | null {
  const ordinals = LOCALES.flatMap((locale) => phraseList(locale, 'answers.ordinal')).map(plainWords);
  const rest = ordinals.reduce((left, ordinal) => left.replace(ordinal, ''), words).trim();
  return /^\d{1,2}$/.test(rest) ? Number(rest) : null;
}

/** Looks for another name of exactly one option inside a sentence; two options named tell nothing. */
function namedInSentence(words: string, field: string, options: readonly string[]): string | null {
  const named = options.filter((option) =>
    LOCALES.some((locale) =>
      phraseList(locale, `answers.${field}.${option}`).some((name) => holds(words, plainWords(name))),
    ),
  );
  return named.length === 1 ? (named[0] ?? null) : null;
}

/** Han names may stand anywhere; Latin names must be whole words, or "no" would be found in "nobody". */
function holds(sentence: string, name: string): boolean {
  if (name === '') return false;
  if (/\p{Script=Han}/u.test(name)) return name.length > 1 && sentence.includes(name);
  return ` ${sentence} `.includes(` ${name} `);
}

/** Yes, no, or null when a message is neither; a field may have words of its own beside the general ones. */
export function readYesNo(text: string, field: string): boolean | null {
  const words = plainWords(text);
  if (words === '1') return true;
  if (words === '2') return false;
  // The longest beginning wins: 「没问题」 begins with the no of 「没」, and 「不同意」 holds the yes of 「同意」.
  let longest = '';
  let answer: boolean | null = null;
  for (const yes of [true, false]) {
    for (const name of yesNoWords(field, yes)) {
      if (name.length > longest.length && (words === name || begins(words, name))) {
        longest = name;
        answer = yes;
      }
    }
  }
  return answer ?? yesNoInSentence(words, field);
}

function yesNoInSentence(words: string, field: string): boolean | null {
  const found = [true, false].filter((yes) =>
    LOCALES.some((locale) =>
      phraseList(locale, `answers.${field}.${yes ? 'yes' : 'no'}`).some((name) => holds(words, plainWords(name))),
    ),
  );
  return found.length === 1 ? (found[0] ?? null) : null;
}

function yesNoWords(field: string, yes: boolean): readonly string[] {
  const answer = yes ? 'yes' : 'no';
  return LOCALES.flatMap((locale) => [
    ...phraseList(locale, `answers.${answer}`),
    ...phraseList(locale, `answers.${field}.${answer}`),
  ]).map(plainWords);
}

function begins(sentence: string, name: string): boolean {
  if (name === '') return false;
  return /\p{Script=Han}/u.test(name) ? sentence.startsWith(name) : sentence.startsWith(`${name} `);
}

/** Whether a whole message is one of the words under `answers.<name>`; a sentence that merely begins so is not. */
export function isAnswer(text: string, name: string): boolean {
  const words = plainWords(text);
  return LOCALES.some((locale) => phraseList(locale, `answers.${name}`).some((one) => plainWords(one) === words));
}

/** A numbered list of options in words. */
export function numbered(labels: readonly string[]): string {
  return labels.map((label, index) => `${index + 1}. ${label}`).join('\n');
}

/** The labels of a field's options. */
export function labelsOf(field: string, options: readonly string[], locale: Locale): readonly string[] {
  return options.map((option) => phrase(locale, `values.${field}.${option}`));
}
