import { LOCALES } from '../src/domain/locale.ts';
import { isHan } from '../src/domain/script.ts';
import { holdsAny, longestFirst } from './choices.ts';
import { plainWords } from './commands.ts';
import { type Outcome, say, type Talk, withButtons } from './dialog.ts';
import { hasPhrase, phrase, phraseList } from './phrases.ts';
import { plain } from './plain.ts';

/** Words of articles that are explained on request; their sentences stand under `terms` of the texts. */
const TERMS = [
  'eac',
  'ndr',
  'mx',
  'spf',
  'dkim',
  'dmarc',
  'dns',
  'cname',
  'ttl',
  'upn',
  'mfa',
  'sso',
  'imap',
  'powershell',
  'tenant',
  'gal',
  'har',
] as const;

/** Longer than this it is no term but a question about something. */
const LONGEST = { han: 8, latin: 30, words: 3 };

/** The term of a question such as "what is EAC?" or 「NDR是什么意思」, as it was compared; null for any other text. */
export function askedTerm(text: string): string | null {
  let left = plainWords(text);
  const whole = left;
  const before = longestFirst('afterHelp.termBefore').find((words) =>
    left.startsWith(isHan(words) ? words : `${words} `),
  );
  if (before) left = left.slice(before.length).trim();
  const after = longestFirst('afterHelp.termAfter').find((words) => left.endsWith(isHan(words) ? words : ` ${words}`));
  if (after) left = left.slice(0, -after.length).trim();
  if (left === whole || left === '') return null;
  const isShort = isHan(left) ? left.length <= LONGEST.han : left.length <= LONGEST.latin;
  if (!isShort || left.split(' ').length > LONGEST.words) return null;
  // "What is my bill?" and 「原因是什么」 ask for something else.
  return holdsAny(left, 'afterHelp.notTerms') ? null : left;
}

/** Explains a word where somebody reads articles, and leaves the problem as it is. @param ways the buttons that stand under the articles */
export function explainTerm({ state }: Talk, term: string, ways: readonly string[]): Outcome {
  const { locale } = state;
  const known = TERMS.find((one) =>
    LOCALES.some((language) => phraseList(language, `terms.${one}.names`).some((name) => plainWords(name) === term)),
  );
  const key = `terms.${known}.text`;
  const reply =
    known && hasPhrase(locale, key)
      ? { text: `${phrase(locale, key)}\n\n${phrase(locale, 'selfHelp.termGoOn')}` }
      : say(locale, 'selfHelp.termUnknown', { term: plain(term) });
  return { state, replies: withButtons([reply], locale, ways) };
}
