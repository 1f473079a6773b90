import type { Reply } from '../src/domain/activity.ts';
import type { Locale } from '../src/domain/locale.ts';
import { isHan } from '../src/domain/script.ts';
import { holdsWord, wordsOf, wordsPattern } from './choices.ts';
import { plainWords } from './commands.ts';
import { mayFile, say, type Talk, withButtons } from './dialog.ts';

/** Whether a message insults, and what is left of it when the insults are taken out. */
export interface Tone {
  readonly insults: boolean;
  /** What the message says besides; empty where it says nothing else. */
  readonly rest: string;
}

/** Fewer letters than this beside the insults tell no problem, for instance 「你们」 or "you". */
const LEAST_HAN = 4;
const LEAST_LATIN = 12;

/** Reads insults by the list under `abuse` of the texts; a sentence may hold a problem as well. */
export function readTone(text: string): Tone {
  const words = plainWords(text);
  if (wordsOf('abuse.whole').includes(words)) return { insults: true, rest: '' };
  insulting ??= wordsPattern(wordsOf('abuse.words'));
  if (!insulting.test(` ${words} `)) return { insults: false, rest: text };
  const found = wordsOf('abuse.words').filter((word) => word !== '' && holdsWord(words, word));
  if (found.length === 0) return { insults: false, rest: text };
  const rest = found.reduce((left, word) => without(left, word), words).trim();
  const letters = rest.match(/\p{L}/gu)?.length ?? 0;
  return { insults: true, rest: letters >= (isHan(rest) ? LEAST_HAN : LEAST_LATIN) ? rest : '' };
}

/** Hardly any message insults: one look tells, and only then which words did. */
let insulting: RegExp | undefined;

function without(sentence: string, word: string): string {
  return isHan(word) ? sentence.replaceAll(word, ' ') : ` ${sentence} `.replaceAll(` ${word} `, ' ');
}

/** The one calm sentence, said once in a conversation; then only the way on. Nobody is lectured, nobody is shut out. */
export function calmReply(talk: Talk): Reply {
  return say(talk.state.locale, talk.state.calmed ? 'abuse.onward' : 'abuse.calm');
}

/** {@link calmReply} to a message that says nothing else, with the way on. */
export function calmReplies(talk: Talk): readonly Reply[] {
  const { locale } = talk.state;
  return withButtons(
    [onward(talk, locale)],
    locale,
    mayFile(talk) ? ['contactSupport', 'menu'] : ['whoIsMyAdmin', 'menu'],
  );
}

function onward(talk: Talk, locale: Locale): Reply {
  const calm = calmReply(talk);
  const next = say(locale, 'abuse.onward').text ?? '';
  return talk.state.calmed ? calm : { text: `${calm.text}\n\n${next}` };
}
