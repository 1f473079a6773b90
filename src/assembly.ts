import { mayBeTypedCode } from '../dialogs/awaited-code.ts';
import { codeWords } from '../dialogs/code-words.ts';
import { converse } from '../dialogs/conversation.ts';
import { failureText, fieldText, reasonText } from '../dialogs/phrases.ts';
import { assembleKnowledge } from './assembly-knowledge.ts';
import { addPages } from './assembly-pages.ts';
import { createRecogniser } from './assembly-recogniser.ts';
import { createSources, type Sources, tellPolicies } from './assembly-sources.ts';
import { createWatch } from './assembly-watch.ts';
import { createBotEndpoint } from './bot/bot-endpoint.ts';
import { type Connector, createConnector } from './bot/connector.ts';
import type { Config } from './config.ts';
import { registerConversationRoutes } from './directline/conversation-routes.ts';
import { createConversations } from './directline/conversations.ts';
import { createStreamHub, type StreamHub } from './directline/stream-hub.ts';
import { createStreamSockets } from './directline/stream-sockets.ts';
import { registerTokenRoutes } from './directline/token-routes.ts';
import { createTokens } from './directline/tokens.ts';
import { registerWidgetRoutes } from './directline/widget-routes.ts';
import type { TakeTurn } from './domain/incoming-turn.ts';
import type { Ids, Knowledge, Recogniser, Store } from './domain/ports.ts';
import { startBlobCleaner } from './files/blob-cleaner.ts';
import { createFileKeeper } from './files/file-keeper.ts';
import { createGuard, type Guard } from './http/guard.ts';
import { measureLag } from './http/lag-meter.ts';
import { createReadiness, type ReadinessParts } from './http/readiness.ts';
import { createHttpServer, type HttpServer } from './http/server.ts';
import { registerServiceRoutes } from './http/service-routes.ts';
import { socketOrigin } from './http/socket-origin.ts';
import { createLocalRecogniser } from './language/local-recogniser.ts';
import { loadModel } from './language/model-file.ts';
import { type Log, withoutLogFields } from './log.ts';
import { meteredRecogniser, meteredStore, meteredTurn } from './metered-parts.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { type ConversationQueue, createConversationQueue } from './services/conversation-queue.ts';
import { createOutgoing, type Outgoing } from './services/outgoing.ts';
import { createStaffDesk } from './services/staff-desk.ts';
import { createSupportDesk } from './services/support-desk.ts';
import { createTurn } from './services/turn.ts';
import { registerStaffRoutes } from './staff/staff-routes.ts';
import { openStorage, type Storage } from './storage/open-storage.ts';
import { systemClock as clock, createIds, systemHash } from './system-ports.ts';

/** The whole product, not yet listening. */
export interface Assembly {
  listen(): Promise<void>;
  /** Does what the first visitors would otherwise wait for; never rejects. */
  warmUp(): Promise<void>;
  /** Finishes running turns and closes everything; safe to repeat. */
  stop(): Promise<void>;
}

/** What the parts share. */
interface Shared {
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly storage: Storage;
  readonly store: Store;
  readonly sources: Sources;
  readonly recogniser: Recogniser;
  readonly guard: Guard;
  readonly http: HttpServer;
  readonly ids: Ids;
  readonly hub: StreamHub;
  /** Turns, and what is said unasked, one after the other in each conversation. */
  readonly queue: ConversationQueue;
}

/**
 * Builds every part and joins them; nothing is heard until `listen`.
 * @throws IntakeError `InvalidConfiguration` or `Unavailable` when a part cannot be used
 */
export async function assemble(config: Config, log: Log): Promise<Assembly> {
  const metrics = createMetrics();
  const ids = createIds(clock);
  const guard = createGuard({
    log,
    trustedProxies: config.trustedProxies,
    rateFactor: config.rateFactor,
    connections: config.connections,
    onRefused: metrics.refused,
    onShed: metrics.shed,
  });
  metrics.watchLoad(guard.admission.inFlight, guard.admission.level);
  const http = createHttpServer({
    guard,
    log: log.child({ part: 'http' }),
    newRequestId: ids.uuid,
    observe: metrics.request,
    widgetOrigins: config.widgetOrigins,
    https: config.publicUrl.startsWith('https:'),
    announceMs: config.stopDelayMs,
  });
  const sources = await createSources(config, log, codeWords);
  const knowledge = await assembleKnowledge(config, log);
  const local = createLocalRecogniser(loadModel());
  const understanding = await createRecogniser(local, sources.policies, { config, log, metrics });
  const recogniser = meteredRecogniser(understanding, metrics);
  const storage = await openStorage(config.databaseUrl, {
    instance: ids.uuid(),
    clock,
    log: log.child({ part: 'storage' }),
    ownsFile: true,
    onRetry: metrics.storeRetried,
    onWait: metrics.leaseWaited,
  });
  const store = meteredStore(storage.store, metrics);
  const hub = createStreamHub({ store, log });
  storage.changes.subscribe(hub.changedElsewhere);
  const queue = createConversationQueue();
  const shared: Shared = { config, log, metrics, storage, store, sources, recogniser, guard, http, ids, hub, queue };
  const connector = createConnector(config.bot, log);
  const stopCleaning = startBlobCleaner({ store, clock, log });
  const outgoing = createOutgoing({ store, send: connector.send, clock, log, onSent: metrics.outgoingSent });
  const turns = createTurns(shared, knowledge, outgoing);
  const watch = createWatch(shared, outgoing);
  const takeTurn = meteredTurn(turns, metrics, log);
  // A worker answers nobody but whoever watches it.
  const front = config.role === 'worker' ? null : await addFront(shared, takeTurn, connector);
  addService(
    shared,
    {
      database: () => store.ping({ system: 'turn' }),
      announcements: async () => {
        if (!storage.isListening()) throw new Error('announcements of other instances are not heard');
      },
      recogniser: async () => {
        await local.recognise('mail', 'en-US');
      },
      knowledge: knowledge.check,
    },
    knowledge.warnings,
  );
  tellPolicies(sources, log);
  let isWarm = false;
  return {
    async listen() {
      // restify repeats the errors of its server; unheard, they would end the process before `listen` can reject.
      http.routes.on('error', () => undefined);
      await http.listen(config.port, config.host);
      measureLag((lagMs) => {
        // Until everything is loaded the loop is late for that, and nobody would be spared by being refused.
        if (isWarm) guard.admission.sample(lagMs);
        metrics.loopLag(lagMs / 1000);
      });
      if (config.role === 'web') return;
      outgoing.start();
      watch.start();
    },
    async warmUp() {
      const done = await Promise.allSettled([knowledge.warmUp(), connector.sdk(), front?.files.warmUp()]);
      for (const { reason } of done.filter((one) => one.status === 'rejected')) {
        log.error({ err: reason }, 'a part could not be warmed up');
      }
      isWarm = true;
    },
    async stop() {
      const drain = async () => {
        await Promise.all([turns.drain(), front?.chat.settled()]);
      };
      // At once: with much that waits it would go on until the process is ended in the middle of a message.
      await Promise.all([
        http.stop({ drain, closeSockets: () => front?.chat.closeSockets() }),
        outgoing.stop(),
        watch.stop(),
      ]);
      // What became of the replies of the last turns may still have to be written.
      await outgoing.stop();
      sources.close();
      knowledge.close();
      stopCleaning();
      await storage.close();
    },
  };
}

function createTurns(
  { config, log, storage, store, sources, recogniser, ids, queue }: Shared,
  knowledge: Knowledge,
  outgoing: Outgoing,
) {
  const desk = createSupportDesk({
    policies: sources.policies,
    recogniser,
    knowledge,
    health: sources.health,
    store,
    clock,
    ids,
    backends: config.backends,
    defaultOperator: config.defaultOperator,
    codes: { ...sources.codes, audit: (event) => log.info({ ...event }, 'verification code') },
    log,
  });
  return createTurn({
    store: { ...store, askOutgoingAgain: outgoing.askAgain },
    leases: storage.leases,
    queue,
    // The timer of the queue would carry the fields of this turn through all its later rounds.
    outgoing: { settle: outgoing.settle, wake: () => withoutLogFields(outgoing.wake) },
    converse,
    directory: sources.directory,
    openDesk: desk.open,
    files: createFileKeeper({ store, clock, ids, log: log.child({ part: 'files' }) }),
    clock,
    ids,
    failureReply: (locale) => ({ text: failureText(locale) }),
    mayBeTypedCode,
    log,
  });
}

/** Everything that people and staff call. */
async function addFront(shared: Shared, takeTurn: TakeTurn, connector: Connector) {
  const chat = addDirectLine(shared, takeTurn);
  addBotFramework(shared, takeTurn, connector);
  addStaff(shared);
  return { chat, files: await addPages(shared) };
}

function addDirectLine(shared: Shared, takeTurn: TakeTurn) {
  const { config, log, metrics, store, sources, guard, http, ids, hub } = shared;
  const limits = { take: guard.rates.take, callerOf: guard.addresses.callerOf };
  const tokens = createTokens(config.directLineSecrets, clock);
  const conversations = createConversations({ store, takeTurn, hub, clock, log });
  const sockets = createStreamSockets({ store, hub, tokens, limits, log });
  metrics.watchSockets(sockets.count);
  registerTokenRoutes(http.routes, { tokens, ids, limits });
  registerConversationRoutes(http.routes, {
    conversations,
    store,
    tokens,
    ids,
    limits,
    socketOrigin: socketOrigin(config.publicUrl),
  });
  registerWidgetRoutes(http.routes, {
    tokens,
    conversations,
    ids,
    limits,
    origins: [config.publicUrl, ...config.widgetOrigins],
    demoPeople: config.production ? null : new Map(sources.people().map(({ id, name }) => [id, name])),
  });
  http.onUpgrade(sockets.upgrade);
  return { settled: conversations.settled, closeSockets: sockets.close };
}

function addBotFramework({ config, log, guard, http }: Shared, takeTurn: TakeTurn, connector: Connector): void {
  const limit = (conversationId: string, tenantId: string | null) =>
    guard.rates.take('message', conversationId) ||
    (tenantId === null ? 0 : guard.rates.take('messageOfTenant', `channel:${tenantId}`));
  const endpoint = createBotEndpoint({ registration: config.bot, connector, takeTurn, log, limit });
  http.routes.post('/api/messages', endpoint.handle);
}

function addStaff({ config, store, sources, recogniser, guard, http }: Shared): void {
  const desk = createStaffDesk({
    store,
    policies: sources.policies,
    recogniser,
    hash: systemHash,
    reasonText,
    fieldWords: fieldText,
  });
  registerStaffRoutes(http.routes, {
    desk,
    apiKey: config.staffApiKey,
    countWrongKey: (req) => guard.rates.take('wrongStaffKey', guard.addresses.callerOf(req)),
  });
}

function addService(
  { metrics, store, sources, http }: Shared,
  checks: ReadinessParts['checks'],
  ofKnowledge: Sources['warnings'],
): void {
  const warnings = { ...sources.warnings, ...ofKnowledge };
  const readiness = createReadiness({ checks, warnings, isStopping: http.isStopping });
  metrics.watchReadiness(readiness);
  metrics.watchQueues(() => store.queueDepths({ system: 'outgoing' }), clock.now);
  registerServiceRoutes(http.routes, {
    readiness,
    metrics: async () => ({ contentType: metrics.contentType, text: await metrics.text() }),
  });
}
