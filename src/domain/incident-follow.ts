import { type Incident, type IncidentNews, isOver } from './health.ts';
import type { Instant, Locale } from './locale.ts';
import type { Operator } from './person.ts';

/** How an incident stood when somebody was told of it last; the same in every language. */
export interface IncidentStanding {
  readonly status: string;
  readonly lastPostAt: Instant | null;
}

/** Somebody in a conversation wants to hear what becomes of an incident (rule R11); one for each conversation and incident. */
export interface IncidentFollow {
  readonly id: string;
  readonly conversationId: string;
  readonly incidentId: string;
  /** Tenant of the conversation, as it was when the follow began. */
  readonly tenant: string | null;
  readonly operator: Operator;
  /** What the person was allowed to see (rule R5); looked at again before anything is told. */
  readonly audience: 'admin' | 'public';
  /** How the channel names the person. */
  readonly who: { readonly userId: string; readonly aadObjectId: string | null; readonly tenantId: string | null };
  /** Language of the conversation when the follow began. */
  readonly locale: Locale;
  /** The person's zone. */
  readonly zone: string;
  readonly standing: IncidentStanding;
  readonly createdAt: Instant;
  readonly nextLookAt: Instant;
}

/** What a commit changes of the follows of its conversation. */
export type FollowChange =
  /** Begins one; where the conversation follows the incident already, nothing changes. */
  | { readonly type: 'began'; readonly follow: IncidentFollow }
  | { readonly type: 'told'; readonly followId: string; readonly standing: IncidentStanding }
  | { readonly type: 'ended'; readonly followId: string; readonly at: Instant };

/** Which follows are to be looked at, and until when nobody else shall. */
export interface FollowClaim {
  readonly now: Instant;
  readonly until: Instant;
  readonly limit: number;
}

/** What came of the wish to follow an incident. */
export type FollowOutcome =
  | { readonly result: 'following' | 'already' | 'over'; readonly incident: Incident }
  /** `gone`: nobody knows of it any more; `not-checked`: nobody can tell now; `too-many`: other ones have to be left first. */
  | { readonly result: 'gone' | 'not-checked' | 'too-many' };

/** What somebody who follows an incident is told. */
export type FollowNews =
  | { readonly type: 'changed' | 'over'; readonly incident: Incident; readonly before: IncidentStanding }
  | { readonly type: 'gone' | 'expired'; readonly incidentId: string };

/** So many incidents one conversation may follow at a time. */
export const MOST_FOLLOWS = 10;

/** After so many days a follow ends: by then it is forgotten by people too. */
export const FOLLOW_DAYS = 30;

const DAY_MS = 24 * 3_600_000;

/** How an incident stands. */
export function standingOf({ status, lastPostAt }: Incident): IncidentStanding {
  return { status, lastPostAt };
}

/**
 * What has to be told, or null while there is nothing new. What could not be looked at is never news; an incident that is
 * over, listed no more, or followed for thirty days is told once and then left.
 */
export function followNews(follow: IncidentFollow, found: IncidentNews, now: Instant): FollowNews | null {
  const { incidentId, standing: before } = follow;
  if (found.result === 'gone') return { type: 'gone', incidentId };
  if (found.result === 'found') {
    const { incident } = found;
    if (isOver(incident)) return { type: 'over', incident, before };
    const { status, lastPostAt } = standingOf(incident);
    if (status !== before.status || lastPostAt !== before.lastPostAt) return { type: 'changed', incident, before };
  }
  return Date.parse(now) - Date.parse(follow.createdAt) > FOLLOW_DAYS * DAY_MS ? { type: 'expired', incidentId } : null;
}

/** What is written of news that were told. */
export function followChange({ id: followId }: IncidentFollow, news: FollowNews, at: Instant): FollowChange {
  if (news.type === 'changed') return { type: 'told', followId, standing: standingOf(news.incident) };
  return { type: 'ended', followId, at };
}
