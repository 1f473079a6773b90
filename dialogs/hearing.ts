import { requestKindOf } from '../src/domain/topics.ts';
import type { Understanding } from '../src/domain/understanding.ts';
import { SURE_ENOUGH } from './confidence.ts';

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

/** The message taken for a problem: its likeliest topic that a request can have, or none. */
export function asProblem(understood: Understanding): Understanding {
  const likely = understood.alternatives.find(({ topic }) => requestKindOf(topic) !== null);
  return { ...understood, topic: likely?.topic ?? 'none', confidence: likely?.confidence ?? 0 };
}
