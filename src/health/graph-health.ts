import type { HealthViewer } from '../domain/health.ts';
import type { Instant } from '../domain/locale.ts';
import type { Operator } from '../domain/person.ts';
import type { Clock, Log } from '../domain/ports.ts';
import type { GraphClient } from '../graph/graph-client.ts';
import { GraphFailure } from '../graph/graph-failure.ts';
import { withoutLogFields } from '../log.ts';
import { readIssue } from './graph-issue.ts';
import type { IncidentSource, KnownIncident, Look } from './known-incident.ts';

const ISSUES = '/v1.0/admin/serviceAnnouncement/issues';
const LARGE_PAGES = { headers: { Prefer: 'odata.maxpagesize=1000' } };
const DAY_MS = 86_400_000;

/** Milliseconds; see the fields. */
const TIMES = {
  /** How long a look is good. */
  freshMs: 60_000,
  /** How long it may be told after that when no newer one can be had; its time is told with it. */
  staleMs: 600_000,
  /** How long what is over is good: it changes no more. */
  pastFreshMs: 600_000,
  /** How far back is looked. */
  pastMs: 7 * DAY_MS,
  /** How long nothing is asked after a failure, so that an outage does not cost every turn a call. */
  pauseMs: 15_000,
  /** How long somebody waits for a newer look while there is one that may still be told. */
  patienceMs: 1_500,
  /** How long where there is none; the conversation goes on without an answer after it. */
  firstPatienceMs: 4_000,
};

/** What the source of Microsoft Graph is made of. */
export interface GraphHealthParts extends Partial<typeof TIMES> {
  readonly client: GraphClient;
  /** Whose cloud the client reads: `microsoft` for global, `21vianet` for china. */
  readonly operator: Operator;
  /** The tenant whose service health it is: only its admins see it (rule R5); null when all admins of the operator may. */
  readonly tenantId: string | null;
  readonly clock: Clock;
  readonly log: Log;
}

/** Service health of Microsoft Graph. */
export interface GraphHealth extends IncidentSource {
  /** For readiness and the start. @throws GraphFailure of the last look when it failed */
  check(): Promise<void>;
}

/**
 * The issues of serviceAnnouncement (permission `ServiceHealth.Read.All` of the application): the open ones, and those of
 * the last days beside them. One look at a time, kept for a minute; when none can be had, the last one is told for ten
 * minutes more.
 */
export function createGraphHealth(parts: GraphHealthParts): GraphHealth {
  const times = { ...TIMES, ...parts };
  const { client, operator, tenantId, clock, log } = parts;
  let last: Look | null = null;
  let past: { readonly at: Instant; readonly incidents: readonly KnownIncident[] } | null = null;
  let flight: { readonly landing: Promise<void>; readonly at: Instant } | null = null;
  let failure: { readonly error: GraphFailure; readonly at: Instant; readonly pauseMs: number } | null = null;

  /** Milliseconds since a moment; a clock that was set back makes it as old as can be. */
  const ageOf = (moment: Instant): number => {
    const age = Date.parse(clock.now()) - Date.parse(moment);
    return age < 0 ? Number.POSITIVE_INFINITY : age;
  };

  async function pastIncidents(): Promise<readonly KnownIncident[]> {
    if (past && ageOf(past.at) < times.pastFreshMs) return past.incidents;
    const at = clock.now();
    const since = new Date(Date.parse(at) - times.pastMs).toISOString();
    const filter = `isResolved eq true and lastModifiedDateTime ge ${since}`;
    try {
      const { incidents } = read(await client.list(`${ISSUES}?$filter=${encodeURIComponent(filter)}`, LARGE_PAGES), at);
      past = { at, incidents };
    } catch (err) {
      // What is open counts; what is over is an extra.
      log.warn({ err }, 'past incidents cannot be read; only the open ones are told');
      past = { at, incidents: past?.incidents ?? [] };
    }
    return past.incidents;
  }

  async function look(): Promise<void> {
    const checkedAt = clock.now();
    try {
      const filter = encodeURIComponent('isResolved eq false');
      const open = read(await client.list(`${ISSUES}?$filter=${filter}`, LARGE_PAGES), checkedAt);
      if (!open.isComplete && last?.isComplete !== false)
        log.warn({}, 'an open issue of service health cannot be read');
      last = { checkedAt, isComplete: open.isComplete, incidents: [...open.incidents, ...(await pastIncidents())] };
      failure = null;
    } catch (err) {
      const error = err instanceof GraphFailure ? err : new GraphFailure('unreadable', 'failed', { cause: err });
      // Once for each kind: an outage of an hour is one line, not one a turn.
      if (failure?.error.kind !== error.kind) log.warn({ err: error }, 'service health cannot be read');
      failure = { error, at: checkedAt, pauseMs: Math.max(times.pauseMs, error.retryAfterMs ?? 0) };
    }
  }

  /** Waits for the look that is under way, or a new one; whoever comes late waits as much less. */
  function refresh(patienceMs: number): Promise<void> {
    if (!flight) {
      // Whoever happens to ask first is not who the lines of a look are about.
      const landing = withoutLogFields(look).finally(() => {
        flight = null;
      });
      flight = { landing, at: clock.now() };
    }
    return within(Math.max(patienceMs - ageOf(flight.at), 0), flight.landing);
  }

  return {
    async look(viewer) {
      if (!isFor(viewer, operator, tenantId)) return null;
      const usable = () => (last && ageOf(last.checkedAt) < times.freshMs + times.staleMs ? last : null);
      if (last && ageOf(last.checkedAt) < times.freshMs) return last;
      if (failure && ageOf(failure.at) < failure.pauseMs) return usable();
      await refresh(usable() ? times.patienceMs : times.firstPatienceMs);
      return usable();
    },
    check: async () => {
      if (failure) throw failure.error;
    },
  };
}

/** Posts of a tenant are for its admins; there is nothing here for anybody else. */
function isFor(viewer: HealthViewer, operator: Operator, tenantId: string | null): boolean {
  if (viewer.operator !== operator || viewer.audience !== 'admin') return false;
  return tenantId === null || viewer.tenantId?.toLowerCase() === tenantId.toLowerCase();
}

function read(issues: readonly unknown[], now: Instant): { isComplete: boolean; incidents: readonly KnownIncident[] } {
  const found = issues.map((issue) => readIssue(issue, now));
  const incidents = found.filter((one) => one !== null && one !== 'unreadable');
  return { isComplete: !found.includes('unreadable'), incidents };
}

/** Goes on when the work is done, or when patience ends, and leaves the work running. */
async function within(patienceMs: number, work: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, patienceMs);
  await Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
}
