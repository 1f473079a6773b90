import type { Draft } from '../src/domain/draft.ts';
import { isAnswer, mentions, wordsOf } from './choices.ts';
import { plainWords } from './commands.ts';

/** A longer message is a log or a mail. */
const MOST_READ = 2000;

/**
 * Whether people have a way around the problem, where a message says it by name: 「没有临时办法」, "Workaround: emailing
 * files". Everything else that people say of it, the recogniser reads.
 * @returns the fact, or nothing for a message that does not name one
 */
export function toldWorkaround(text: string): Pick<Partial<Draft['facts']>, 'workaround'> {
  const clauses = text.slice(0, MOST_READ).split(/[,;!?、，。；！？\n]|\.(?=\s|$)/u);
  const told = clauses.map(workaroundIn).findLast((one) => one !== null);
  return told === undefined || told === null ? {} : { workaround: told };
}

function workaroundIn(clause: string): boolean | null {
  if (mentions(clause, 'toldWorkaround.asked')) return null;
  if (mentions(clause, 'toldWorkaround.none')) return false;
  const [label = '', ...rest] = clause.split(/[:：]/);
  const value = rest.join(':');
  if (plainWords(value) === '' || !wordsOf('toldWorkaround.label').includes(plainWords(label))) return null;
  return !(isAnswer(value, 'no') || isAnswer(value, 'decline'));
}
