import type { Draft } from '../src/domain/draft.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
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
  return severityFacts.deadlineAtRisk === true || isFailing(severityFacts);
}

/** Whether facts tell that the service does not work, or works badly. */
export function isFailing({ serviceState }: { readonly serviceState?: Draft['facts']['serviceState'] }): boolean {
  return serviceState === 'unavailable' || serviceState === 'degraded';
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

/** More parts than a message with a wish and a problem has. */
const MOST_PARTS = 6;

/**
 * A wish for a person that tells what fails as well is about that: its words and facts belong into the request. Beside the
 * wish a failure hardly shows, so the parts of the message are heard by themselves.
 * @param isTold a problem is there already, and a guess must not put it aside for another
 */
export async function withFailureTold(
  text: string,
  understood: Understanding,
  desk: Pick<SupportDesk, 'understand'>,
  isTold: boolean,
): Promise<Understanding> {
  if (understood.topic !== 'support.contact') return understood;
  const parts = text.split(/[,;!:，；！：。\n]| [-–—] |\.(?=\s|$)/u).filter((part) => /\p{L}/u.test(part));
  const read =
    parts.length > 1 ? await Promise.all(parts.slice(0, MOST_PARTS).map((part) => desk.understand(part))) : [];
  const [failing] = read
    .map(partAsProblem)
    .filter(isProblem)
    .sort((one, other) => other.confidence - one.confidence);
  if (!failing && !tellsFailure(understood)) return understood;
  const { topic, confidence } = failing ?? asProblem(understood);
  const least = isTold ? SURE_ENOUGH.toLeaveProblem : SURE_ENOUGH.toBeOffered;
  const severityFacts = { ...failing?.severityFacts, ...understood.severityFacts };
  return { ...understood, topic: confidence < least ? 'none' : topic, confidence, severityFacts };
}

/** "SharePoint down" by itself sounds like a question for the state of the service. */
function partAsProblem(read: Understanding): Understanding {
  return read.topic === 'support.service-health' && tellsFailure(read) ? asProblem(read) : read;
}

function isProblem(read: Understanding): boolean {
  const kind = requestKindOf(read.topic);
  if (kind === null || kind === 'presales') return false;
  return tellsFailure(read) || read.confidence >= SURE_ENOUGH.toSplitAnnounced;
}

/** The message taken for a problem: its likeliest topic that a request can have, or none. */
export function asProblem(understood: Understanding): Understanding {
  const likely = understood.alternatives.find(({ topic }) => requestKindOf(topic) !== null);
  return { ...understood, topic: likely?.topic ?? 'none', confidence: likely?.confidence ?? 0 };
}
