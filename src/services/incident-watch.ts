import type { Reply } from '../domain/activity.ts';
import { isAdmin } from '../domain/eligibility.ts';
import type { HealthViewer, IncidentNews } from '../domain/health.ts';
import { type FollowNews, followChange, followNews, type IncidentFollow } from '../domain/incident-follow.ts';
import { LOCALES, type Locale } from '../domain/locale.ts';
import type { Operator } from '../domain/person.ts';
import type { Policy } from '../domain/policy.ts';
import type { Clock, Directory, Ids, Log, ServiceHealth, Store } from '../domain/ports.ts';
import type { Proactive } from './proactive.ts';
import { within } from './time-limit.ts';

/** What the watch is made of. */
export interface IncidentWatchParts {
  readonly store: Pick<Store, 'claimFollows' | 'listFollows'>;
  readonly health: Pick<ServiceHealth, 'find'>;
  readonly directory: Directory;
  readonly policies: Readonly<Record<Operator, Policy>>;
  readonly proactive: Proactive;
  /** The words: the dialogs' own. */
  readonly words: (news: FollowNews, follow: IncidentFollow, locale: Locale, isAdmin: boolean) => readonly Reply[];
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Told each piece of news, for the metrics. */
  readonly onNews?: (result: NewsResult) => void;
  /** Milliseconds between two looks at an incident; 60000. */
  readonly lookMs?: number;
  /** Milliseconds between two looks for follows that are due; 5000. */
  readonly pollMs?: number;
}

/** What became of a piece of news: told, kept for later, or not told because something failed. */
export type NewsResult = 'told' | 'later' | 'failed';

/** Tells people what becomes of the incidents that they follow. */
export interface IncidentWatch {
  /** Looks at what is due, once; gives how many follows it took. @throws IntakeError `Unavailable` while the database is away */
  pass(): Promise<number>;
  /** Begins to look by itself. */
  start(): void;
  /** Ends the look that runs and begins no other; safe to repeat. */
  stop(): Promise<void>;
}

const SCOPE = { system: 'health' } as const;
const BATCH = 100;
const LOOK_MS = 60_000;
const POLL_MS = 5_000;
const DIRECTORY_MS = 5_000;

/** How an incident stands in each language, as one group of people sees it. */
type Found = Readonly<Record<Locale, IncidentNews>>;
type Look = (incidentId: string, viewer: HealthViewer) => Promise<Found>;

/**
 * The loop that looks at followed incidents. A claim only keeps two instances from doing the same work: that nothing is told
 * twice is sure because the message and what was told are one commit, guarded by the version of the conversation.
 */
export function createIncidentWatch(parts: IncidentWatchParts): IncidentWatch {
  const { store, clock, log } = parts;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRunning = false;
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();

  async function pass(): Promise<number> {
    const now = clock.now();
    const until = new Date(Date.parse(now) + (parts.lookMs ?? LOOK_MS)).toISOString();
    const due = await store.claimFollows(SCOPE, { now, until, limit: BATCH });
    const look = onceEach(parts);
    for (const follow of due) {
      if (isStopped) break;
      await tell(parts, follow, look);
    }
    return due.length;
  }

  async function work(): Promise<void> {
    try {
      while ((await pass()) >= BATCH && isRunning);
    } catch (err) {
      log.warn({ err }, 'followed incidents could not be looked at; they are later');
    }
  }

  function plan(milliseconds: number): void {
    clearTimeout(timer);
    if (!isRunning) return;
    timer = setTimeout(() => {
      running = work().finally(() => plan(parts.pollMs ?? POLL_MS));
    }, milliseconds);
    timer.unref();
  }

  return {
    pass,
    start: () => {
      isStopped = false;
      isRunning = true;
      plan(0);
    },
    stop: async () => {
      isStopped = true;
      isRunning = false;
      clearTimeout(timer);
      await running;
    },
  };
}

/** Each incident is looked at once for each group of viewers, however many people follow it. */
function onceEach({ health }: IncidentWatchParts): Look {
  const looks = new Map<string, Promise<Found>>();
  return (incidentId, viewer) => {
    const key = JSON.stringify([incidentId, viewer.operator, viewer.audience, viewer.tenantId]);
    const known = looks.get(key) ?? lookInEach(health, incidentId, viewer);
    looks.set(key, known);
    return known;
  };
}

async function lookInEach(
  health: IncidentWatchParts['health'],
  incidentId: string,
  viewer: HealthViewer,
): Promise<Found> {
  const [zh, en] = await Promise.all(LOCALES.map((locale) => health.find(incidentId, { ...viewer, locale })));
  const none: IncidentNews = { result: 'not-checked' };
  return { 'zh-CN': zh ?? none, 'en-US': en ?? none };
}

/** One that fails keeps nobody else from their news, and is looked at again a minute later. */
async function tell(parts: IncidentWatchParts, follow: IncidentFollow, look: Look): Promise<void> {
  const { conversationId, incidentId } = follow;
  try {
    const before = await look(incidentId, viewerOf(follow, follow.audience));
    if (followNews(follow, before[follow.locale], parts.clock.now()) === null) return;
    const audience = await audienceNow(parts, follow);
    if (audience === null) return;
    const found = await look(incidentId, viewerOf(follow, audience));
    const result = await say(parts, follow, found, audience);
    if (result !== null) parts.onNews?.(result);
  } catch (err) {
    parts.onNews?.('failed');
    parts.log.error({ err, conversationId, incidentId }, 'news of an incident could not be told; it is tried again');
  }
}

/** Rule R5: whoever is no admin any more does not hear what is for admins. Null when that cannot be found out now. */
async function audienceNow(parts: IncidentWatchParts, follow: IncidentFollow): Promise<'admin' | 'public' | null> {
  if (follow.audience === 'public') return 'public';
  const person = await within(DIRECTORY_MS, () => parts.directory.find(follow.who));
  if (person?.identity === 'not-checked') return null;
  const isSame = person?.tenant.id === follow.tenant && person.tenant.operator === follow.operator;
  return person && isSame && isAdmin(parts.policies[follow.operator], person) ? 'admin' : 'public';
}

function viewerOf({ operator, tenant }: IncidentFollow, audience: 'admin' | 'public'): HealthViewer {
  return { operator, audience, tenantId: tenant };
}

async function say(
  parts: IncidentWatchParts,
  follow: IncidentFollow,
  found: Found,
  audience: 'admin' | 'public',
): Promise<NewsResult | null> {
  const { conversationId } = follow;
  const newsFor = (locale: Locale, current: IncidentFollow) => followNews(current, found[locale], parts.clock.now());
  if (newsFor(follow.locale, follow) === null) return null;
  const result = await parts.proactive.say({
    conversationId,
    key: `follow:${follow.id}:${parts.ids.uuid()}`,
    locale: follow.locale,
    // Read again under the lease: the person may have left it, or another instance may have told it, a moment ago.
    compose: async (locale) => {
      const current = (await parts.store.listFollows(SCOPE, conversationId)).find(({ id }) => id === follow.id);
      const still = current ? newsFor(locale, current) : null;
      if (!current || still === null) return null;
      const change = followChange(current, still, parts.clock.now());
      return { replies: parts.words(still, current, locale, audience === 'admin'), follows: [change] };
    },
  });
  return result === 'dropped' ? null : result === 'said' ? 'told' : 'later';
}
