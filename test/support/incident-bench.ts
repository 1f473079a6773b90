import type { Reply } from '../../src/domain/activity.ts';
import type { Incident, IncidentNews } from '../../src/domain/health.ts';
import type { FollowNews, IncidentFollow } from '../../src/domain/incident-follow.ts';
import type { ConversationLeases } from '../../src/domain/instances.ts';
import type { Locale } from '../../src/domain/locale.ts';
import { POLICIES } from '../../src/domain/policy.ts';
import type { LoggedActivity, Store, StoredConversation } from '../../src/domain/ports.ts';
import { createConversationQueue } from '../../src/services/conversation-queue.ts';
import { createIncidentWatch, type IncidentWatch, type IncidentWatchParts } from '../../src/services/incident-watch.ts';
import { createProactive, type Proactive, type ProactiveParts } from '../../src/services/proactive.ts';
import { NO_LEASES } from '../../src/storage/conversation-leases.ts';
import { contosoAdmin, countingIds, type RememberingLog, rememberingLog } from './desk-parts.ts';
import { sampleConversation, sampleFollow } from './store-samples.ts';

/** The watch over a real store, with health that says what it is told and a clock that is moved by hand. */
export interface IncidentBench {
  readonly watch: IncidentWatch;
  readonly proactive: Proactive;
  readonly log: RememberingLog;
  /** What streams were told, by conversation. */
  readonly published: [string, readonly LoggedActivity[]][];
  /** What became of news, in order. */
  readonly results: string[];
  /** How often the outgoing queue was woken. */
  woken(): number;
  /** Who asked health, in order. */
  readonly looks: string[];
  /** Puts the watch together once more, over another store or with other parts. */
  again(store: Store, changes?: BenchChanges): IncidentBench;
}

/** What a test makes differently. */
export interface BenchChanges extends Partial<IncidentWatchParts> {
  readonly leases?: ConversationLeases;
  readonly speaks?: Partial<ProactiveParts>;
}

/** The world outside, shared by the instances of a test. */
export interface HealthScene {
  now: number;
  /** What health says of every incident; by the kind of viewer where it differs. */
  says: IncidentNews | ((audience: string, locale: Locale) => IncidentNews);
  /** Whom the directory finds. */
  person: ReturnType<typeof contosoAdmin> | null;
}

/** Monday 2026-03-02, 09:00 in Beijing; the incident goes on as it was when it was followed. */
export function healthScene(): HealthScene {
  const person = contosoAdmin();
  return {
    now: Date.parse('2026-03-02T01:00:00.000Z'),
    says: { result: 'found', incident: sampleIncident() },
    person: { ...person, tenant: { ...person.tenant, id: 'contoso' } },
  };
}

/** EX1 as {@link sampleFollow} knows it. */
export function sampleIncident(changes: Partial<Incident> = {}): Incident {
  return {
    id: 'EX1',
    title: 'Mail is late',
    status: 'serviceDegradation',
    since: '2026-03-02T00:00:00.000Z',
    lastPost: null,
    lastPostAt: null,
    endedAt: null,
    services: ['Exchange Online'],
    classification: 'incident',
    url: null,
    ...changes,
  };
}

/** Puts it together; ids begin at another number in each instance. */
export function createIncidentBench(store: Store, scene: HealthScene, changes: BenchChanges = {}): IncidentBench {
  const clock = { now: () => new Date(scene.now).toISOString() };
  const ids = countingIds(nextInstance() * 10_000);
  const log = rememberingLog();
  const published: IncidentBench['published'] = [];
  const results: string[] = [];
  const looks: string[] = [];
  let woken = 0;
  const { leases = NO_LEASES, speaks = {}, ...watched } = changes;
  const proactive = createProactive({
    store,
    queue: createConversationQueue(),
    leases,
    outgoing: {
      wake: () => {
        woken += 1;
      },
    },
    publish: (id, rows) => published.push([id, rows]),
    localeOf: () => null,
    clock,
    ids,
    ...speaks,
  });
  const watch = createIncidentWatch({
    store,
    health: {
      find: async (id, { audience = 'public', locale }) => {
        looks.push(`${id} ${audience} ${locale}`);
        return typeof scene.says === 'function' ? scene.says(audience, locale ?? 'zh-CN') : scene.says;
      },
    },
    directory: { find: async () => scene.person },
    policies: POLICIES,
    proactive,
    words: newsWords,
    clock,
    ids,
    log,
    onNews: (result) => results.push(result),
    ...watched,
  });
  return {
    watch,
    proactive,
    log,
    published,
    results,
    looks,
    woken: () => woken,
    again: (other, more = {}) => createIncidentBench(other, scene, more),
  };
}

let instances = 0;
function nextInstance(): number {
  instances += 1;
  return instances;
}

/** News in one word, so that a test can tell them apart. */
function newsWords(news: FollowNews, follow: IncidentFollow, locale: Locale, isAdmin: boolean): readonly Reply[] {
  const what = 'incident' in news ? `${news.incident.id} ${news.incident.status}` : news.incidentId;
  return [{ text: `${news.type} ${what} ${locale} ${isAdmin ? 'admin' : 'public'} ${follow.zone}` }];
}

/** A conversation that follows EX1; one with a reference has to be called. */
export async function followIn(
  store: Store,
  changes: Partial<StoredConversation> = {},
  follow: Partial<IncidentFollow> = {},
): Promise<void> {
  const conversation = sampleConversation({ lastSeq: 0, ...changes });
  const begun = sampleFollow({ conversationId: conversation.id, ...follow });
  await store.commitTurn(
    { system: 'turn' },
    { conversation, activities: [], requests: [], deliveries: [], follows: [{ type: 'began', follow: begun }] },
  );
}

/** What was said in a conversation, in order. */
export async function saidIn(store: Store, conversationId = 'directline/one'): Promise<readonly string[]> {
  const rows = await store.listActivities({ system: 'turn' }, conversationId, 0, 1000);
  return rows.filter(({ direction }) => direction === 'outgoing').map(({ activity }) => activity.text ?? '');
}
