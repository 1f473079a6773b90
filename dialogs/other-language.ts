import { type Outcome, say, suggest, type Talk, withButtons } from './dialog.ts';
import { phrase } from './phrases.ts';

const LANGUAGES = ['chinese', 'english'];

/** To a message in another language that was not understood: which languages work here. */
export function offerLanguages({ state }: Talk): Outcome {
  return { state, replies: withButtons([say(state.locale, 'otherLanguage.alone')], state.locale, LANGUAGES) };
}

/** The answer to a message in another language that was understood all the same, and which languages work here. */
export function besideLanguages(outcome: Outcome): Outcome {
  const { state, replies } = outcome;
  const last = replies.at(-1);
  const titles = LANGUAGES.map((name) => phrase(state.locale, `buttons.${name}`));
  const own = last?.suggestions?.map(({ title }) => title) ?? [];
  const rest = last ? [...replies.slice(0, -1), suggest(last, [...own, ...titles])] : [];
  return { state, replies: [say(state.locale, 'otherLanguage.beside'), ...rest] };
}
