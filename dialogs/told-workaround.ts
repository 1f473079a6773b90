import type { Draft } from '../src/domain/draft.ts';
import { asks, isAnswer, mentions, negates, skips, wordsOf } from './choices.ts';
import { clausesOf } from './clauses.ts';
import { plainWords } from './commands.ts';

/** A longer message is a log or a mail. */
const MOST_READ = 2000;

/**
 * Whether people have a way around the problem, where a message says it by name: 「没有临时办法」, "Workaround: emailing
 * files". Everything else that people say of it, the recogniser reads.
 * @returns the fact, or nothing for a message that does not name one, or in words that leave a doubt
 */
export function toldWorkaround(text: string): Pick<Partial<Draft['facts']>, 'workaround'> {
  const clauses = clausesOf(text.slice(0, MOST_READ));
  const isExcepted = clauses.map((clause) => mentions(clause, 'toldWorkaround.except'));
  // An exception stands before or behind: 「没有替代方案，除了网页版」 tells of a way.
  const told = clauses.map((clause, at) =>
    isExcepted.slice(Math.max(0, at - 1), at + 2).includes(true) ? null : workaroundIn(clause),
  );
  const last = told.findLast((one) => one !== null);
  return last === undefined || last === null ? {} : { workaround: last };
}

function workaroundIn(clause: string): boolean | null {
  if (mentions(clause, 'toldWorkaround.asked')) return null;
  const [label = '', ...rest] = clause.split(/[:：]/);
  const value = rest.join(':');
  const isLabelled = plainWords(value) !== '' && wordsOf('toldWorkaround.label').includes(plainWords(label));
  if (isLabelled) return labelled(value);
  // "No workaround needed" and 「不是没有临时办法」 are none of the two.
  if (asks(clause) || mentions(clause, 'toldWorkaround.doubted')) return null;
  return mentions(clause, 'toldWorkaround.none') ? false : null;
}

/** What stands behind "workaround:"; a "not" in more words may deny the way or be a part of it. */
function labelled(value: string): boolean | null {
  const words = plainWords(value);
  if (wordsOf('toldWorkaround.noneValues').includes(words)) return false;
  if (mentions(value, 'toldWorkaround.none') && !mentions(value, 'toldWorkaround.doubted')) return false;
  if (skips(value) || isAnswer(value, 'decline')) return null;
  return negates(words) || mentions(value, 'toldWorkaround.unknownValues') ? null : true;
}
