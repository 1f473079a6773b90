import { requestKindOf } from '../src/domain/topics.ts';
import type { Understanding } from '../src/domain/understanding.ts';
import { SURE_ENOUGH } from './confidence.ts';
import type { ToldContact } from './told-contact.ts';

/** An answer to a question that hardly anybody asked would only confuse; a problem that is a guess is asked about. */
export function heard(understood: Understanding): Understanding {
  const isWild = understood.confidence < SURE_ENOUGH.toAnswerAtAll && requestKindOf(understood.topic) === null;
  return isWild ? { ...understood, topic: 'none' } : understood;
}

/** Whether a message tells of something that fails, however it sounds: "production has stopped!" is more than a complaint. */
export function tellsFailure({ severityFacts }: Understanding): boolean {
  const { serviceState, deadlineAtRisk } = severityFacts;
  return deadlineAtRisk === true || serviceState === 'unavailable' || serviceState === 'degraded';
}

/**
 * Whether a message that tells how to reach the person tells of a problem as well: something fails, or a topic is beyond
 * doubt. Where nothing but the contact stands in it, what it sounds like is no problem.
 */
export function tellsProblemBesides({ isBare }: Pick<ToldContact, 'isBare'>, understood: Understanding): boolean {
  if (isBare) return false;
  const isSure = requestKindOf(understood.topic) !== null && understood.confidence >= SURE_ENOUGH.toLeaveProblem;
  return isSure || tellsFailure(understood);
}

/**
 * A wish for a person that tells what fails is about that: its words and facts belong into the request.
 * @param isTold a problem is there already, and a guess must not put it aside for another
 */
export function withFailureTold(understood: Understanding, isTold: boolean): Understanding {
  if (understood.topic !== 'support.contact' || !tellsFailure(understood)) return understood;
  const problem = asProblem(understood);
  const least = isTold ? SURE_ENOUGH.toLeaveProblem : SURE_ENOUGH.toBeOffered;
  return problem.confidence < least ? { ...problem, topic: 'none' } : problem;
}

/** The message taken for a problem: its likeliest topic that a request can have, or none. */
export function asProblem(understood: Understanding): Understanding {
  const likely = understood.alternatives.find(({ topic }) => requestKindOf(topic) !== null);
  return { ...understood, topic: likely?.topic ?? 'none', confidence: likely?.confidence ?? 0 };
}
