import { type HealthViewer, isOver } from '../domain/health.ts';
import { type FollowOutcome, type IncidentFollow, MOST_FOLLOWS, standingOf } from '../domain/incident-follow.ts';
import { BEIJING } from '../domain/local-time.ts';
import type { Instant, Locale } from '../domain/locale.ts';
import type { Person } from '../domain/person.ts';
import type { Ids, PersonKey, Scope, ServiceHealth, Store } from '../domain/ports.ts';
import type { Unit } from './unit.ts';

/** What following needs of a desk that is open for one turn. */
export interface IncidentDeskParts {
  readonly health: Pick<ServiceHealth, 'find'>;
  readonly store: Pick<Store, 'listFollows'>;
  readonly ids: Ids;
  readonly unit: Unit;
  readonly viewer: HealthViewer;
  readonly person: Person | null;
  /** How the channel names the person; by this their rights are looked at again before anything is told. */
  readonly who: PersonKey;
  readonly now: Instant;
}

const SYSTEM: Scope = { system: 'turn' };

/**
 * Follows an incident with the turn's commit. The id comes from a card, so that it is looked up as this person sees it: who
 * makes one up learns nothing (rule R5).
 * @throws whatever health and store throw
 */
export async function followIncident(
  parts: IncidentDeskParts,
  incidentId: string,
  locale: Locale,
): Promise<FollowOutcome> {
  const { unit, viewer, person, now } = parts;
  const found = await parts.health.find(incidentId, { ...viewer, locale });
  if (found.result !== 'found') return { result: found.result };
  const { incident } = found;
  if (isOver(incident)) return { result: 'over', incident };
  const followed = await followsOf(parts);
  if (followed.some((follow) => follow.incidentId === incidentId)) return { result: 'already', incident };
  if (followed.length >= MOST_FOLLOWS) return { result: 'too-many' };
  unit.change({
    type: 'began',
    follow: {
      id: parts.ids.uuid(),
      conversationId: unit.conversationId,
      incidentId,
      tenant: person?.tenant.id ?? null,
      operator: viewer.operator,
      audience: viewer.audience ?? 'public',
      who: parts.who,
      locale,
      zone: person?.timeZone ?? BEIJING,
      standing: standingOf(incident),
      createdAt: now,
      nextLookAt: now,
    },
  });
  return { result: 'following', incident };
}

/** Ends all follows of the conversation with the turn's commit; gives their incidents. */
export async function leaveIncidents(parts: IncidentDeskParts): Promise<readonly string[]> {
  const followed = await followsOf(parts);
  for (const { id: followId } of followed) parts.unit.change({ type: 'ended', followId, at: parts.now });
  return followed.map(({ incidentId }) => incidentId);
}

/** What is stored and what this turn has begun; whose the rows are is decided by the conversation, which is the person's own. */
async function followsOf({ store, unit }: IncidentDeskParts): Promise<readonly IncidentFollow[]> {
  const begun = unit.follows.flatMap((change) => (change.type === 'began' ? [change.follow] : []));
  return [...(await store.listFollows(SYSTEM, unit.conversationId)), ...begun];
}
