import { type Outcome, say, suggest, type Talk, withButtons } from './dialog.ts';
import { phrase } from './phrases.ts';

const LANGUAGES = ['chinese', 'english'];

/** Answers to what somebody says of a problem under discussion for which no name and no code was needed. */
const NO_HELP = ['goOn', 'added', 'addedNotSolved', 'cannotAnswer', 'hurry', 'contactNoted'];

/** To a message in another language that was not understood: which languages work here. */
export function offerLanguages({ state }: Talk): Outcome {
  return { state, replies: withButtons([say(state.locale, 'otherLanguage.alone')], state.locale, LANGUAGES) };
}

/**
 * The answer to a message in another language while a problem is discussed or where the topic is sure, and which
 * languages work here. Names and codes are spoken of only where help was found by them.
 */
export function besideLanguages(outcome: Outcome): Outcome {
  const { state, replies } = outcome;
  const last = replies.at(-1);
  const titles = LANGUAGES.map((name) => phrase(state.locale, `buttons.${name}`));
  const own = last?.suggestions?.map(({ title }) => title) ?? [];
  const rest = last ? [...replies.slice(0, -1), suggest(last, [...own, ...titles])] : [];
  const noHelp = new Set(NO_HELP.map((name) => phrase(state.locale, `selfHelp.${name}`)));
  const isHelped = replies.some(({ text }) => !noHelp.has(text));
  return { state, replies: [say(state.locale, `otherLanguage.${isHelped ? 'beside' : 'alone'}`), ...rest] };
}
