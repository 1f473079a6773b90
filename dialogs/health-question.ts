import { isHan } from '../src/domain/script.ts';
import { requestKindOf, TOPICS } from '../src/domain/topics.ts';
import type { Understanding } from '../src/domain/understanding.ts';
import { asks, mentions, wordsOf } from './choices.ts';
import { plainWords } from './commands.ts';
import { SURE_ENOUGH } from './confidence.ts';
import { type Talk, topFrame } from './dialog.ts';
import { isFailing } from './hearing.ts';

/** A longer message tells a problem, and is taken for one. */
const LONGEST_QUESTION = 40;

/**
 * Whether somebody who is in the middle of a problem asks how a service is, such as "is Teams down?". The recogniser reads the
 * product of such a question, and it would go into the description as a detail; rule R11 has it answered at any time.
 */
export function asksHealthBetween({ state }: Talk, text: string): boolean {
  const dialog = topFrame(state)?.dialog;
  if (dialog !== 'self-help' && dialog !== 'known-incident') return false;
  return text.length <= LONGEST_QUESTION && asks(text) && mentions(text, 'healthQuestion');
}

/** More is a story, of which the recogniser knows what it tells. */
const MOST_READ = 2000;

/**
 * The problem that a message tells beside asking how a service is, or null for a mere question: 「Teams 挂了，有没有服务中断」
 * and "sharepoint down" are kept for a request as well, and "is SharePoint down?" is not.
 */
export function problemInHealthQuestion(text: string, understood: Understanding): Understanding | null {
  const told = clausesIn(text).filter((clause) => !asksHealth(clause));
  const { severityFacts, entities, alternatives } = understood;
  const names = told.some((clause) => mentions(clause, 'healthTold.failing'));
  const isRead = told.length > 0 && isFailing(severityFacts);
  if (!names && !isRead) return null;
  const likely = alternatives.find(({ topic }) => requestKindOf(topic) === 'technical');
  const isSame = likely && entities.product && TOPICS[likely.topic].product === entities.product;
  return {
    ...understood,
    topic: isSame ? likely.topic : 'none',
    severityFacts: { ...severityFacts, serviceState: isRead ? severityFacts.serviceState : 'unavailable' },
  };
}

/**
 * The problem of a message that tells of an outage and asks nothing: "SharePoint is down for everyone in our company". Whoever
 * says who is hit wants it mended; known incidents are looked up for a problem as well. Null where a question is in it, where
 * nobody is said to be hit, as in "sharepoint down", and where the topic is little more than a guess.
 */
export function outageTold(text: string, understood: Understanding): Understanding | null {
  if (understood.severityFacts.affected === undefined || clausesIn(text).some(asksHealth)) return null;
  const problem = problemInHealthQuestion(text, understood);
  const likely = understood.alternatives.find(({ topic }) => topic === problem?.topic);
  return problem && likely && likely.confidence >= SURE_ENOUGH.toAnswerAtAll
    ? { ...problem, confidence: likely.confidence }
    : null;
}

function clausesIn(text: string): readonly string[] {
  return text.slice(0, MOST_READ).match(/[^,;.!?，。；！？\n]+[?？]?/gu) ?? [];
}

function asksHealth(clause: string): boolean {
  const words = plainWords(clause);
  const isAsking = (word: string) => (isHan(word) ? words.includes(word) : `${words} `.startsWith(`${word} `));
  return asks(clause) || wordsOf('healthTold.asking').some(isAsking);
}
