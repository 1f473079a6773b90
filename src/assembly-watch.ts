import { incidentNews } from '../dialogs/incident-news.ts';
import { localeOf } from '../dialogs/state.ts';
import type { Sources } from './assembly-sources.ts';
import type { StreamHub } from './directline/stream-hub.ts';
import type { Ids, Store } from './domain/ports.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { ConversationQueue } from './services/conversation-queue.ts';
import { createIncidentWatch, type IncidentWatch } from './services/incident-watch.ts';
import type { Outgoing } from './services/outgoing.ts';
import { createProactive } from './services/proactive.ts';
import type { Storage } from './storage/open-storage.ts';
import { systemClock as clock } from './system-ports.ts';

/** What the watch needs of the product. */
interface Shared {
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'incidentNews'>;
  readonly storage: Pick<Storage, 'leases'>;
  readonly store: Store;
  readonly sources: Pick<Sources, 'health' | 'directory' | 'policies'>;
  readonly ids: Ids;
  readonly hub: Pick<StreamHub, 'publish'>;
  readonly queue: ConversationQueue;
}

/** News of incidents, said in conversations without a message before them. */
export function createWatch(shared: Shared, outgoing: Pick<Outgoing, 'wake'>): IncidentWatch {
  const { log, metrics, storage, store, sources, ids, hub, queue } = shared;
  const { leases } = storage;
  const proactive = createProactive({ store, queue, leases, outgoing, publish: hub.publish, localeOf, clock, ids });
  return createIncidentWatch({
    store,
    health: sources.health,
    directory: sources.directory,
    policies: sources.policies,
    proactive,
    words: (news, { zone, operator }, locale, isAdmin) => incidentNews(news, { zone, operator, locale }, isAdmin),
    clock,
    ids,
    log: log.child({ part: 'health' }),
    onNews: metrics.incidentNews,
  });
}
