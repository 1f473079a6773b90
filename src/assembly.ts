import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { converse } from '../dialogs/conversation.ts';
import { failureText, fieldText, reasonText } from '../dialogs/phrases.ts';
import { createBotEndpoint } from './bot/bot-endpoint.ts';
import type { Config } from './config.ts';
import { registerConversationRoutes } from './directline/conversation-routes.ts';
import { createConversations } from './directline/conversations.ts';
import { createRateLimit } from './directline/rate-limit.ts';
import { createStreamHub } from './directline/stream-hub.ts';
import { createStreamSockets } from './directline/stream-sockets.ts';
import { registerTokenRoutes } from './directline/token-routes.ts';
import { createTokens } from './directline/tokens.ts';
import { registerWidgetRoutes } from './directline/widget-routes.ts';
import { isAdmin } from './domain/eligibility.ts';
import { POLICIES, policyNotes } from './domain/policy.ts';
import type { Ids, Knowledge, Recogniser, Store, TakeTurn } from './domain/ports.ts';
import { createNoHealthSource } from './health/no-health-source.ts';
import { createHttpServer, type HttpServer } from './http/server.ts';
import { registerServiceRoutes } from './http/service-routes.ts';
import { socketOrigin } from './http/socket-origin.ts';
import { createStaticFiles, type StaticFiles } from './http/static-files.ts';
import { registerWebPages } from './http/web-pages.ts';
import { createFileDirectory, type FileDirectory } from './identity/file-directory.ts';
import { BUILT_IN_ARTICLES, type KnowledgeArticle, loadArticles } from './knowledge/article-store.ts';
import { createKnowledge } from './knowledge/knowledge-search.ts';
import { createFallbackRecogniser } from './language/fallback-recogniser.ts';
import { createLocalRecogniser } from './language/local-recogniser.ts';
import { loadModel } from './language/model-file.ts';
import type { Log } from './log.ts';
import { meteredRecogniser, meteredStore, meteredTurn } from './metered-parts.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { createStaffDesk } from './services/staff-desk.ts';
import { createSupportDesk } from './services/support-desk.ts';
import { createTurn } from './services/turn.ts';
import { registerStaffRoutes } from './staff/staff-routes.ts';
import { openStore } from './storage/open-store.ts';
import { systemClock as clock, createIds, systemHash } from './system-ports.ts';

/** The whole product, not yet listening. */
export interface Assembly {
  listen(): Promise<void>;
  /** Does what the first visitors would otherwise wait for; never rejects. */
  warmUp(): Promise<void>;
  /** Finishes running turns and closes everything; safe to repeat. */
  stop(): Promise<void>;
}

/** New anonymous visitors of one address each minute; a person behind a shared address must still get in. */
const VISITORS = { limit: 30, seconds: 60 };
const WEB_FOLDER = fileURLToPath(new URL('../web', import.meta.url));

/** What the parts share. */
interface Shared {
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly store: Store;
  readonly directory: FileDirectory;
  readonly recogniser: Recogniser;
  readonly http: HttpServer;
  readonly ids: Ids;
}

/**
 * Builds every part and joins them; nothing is heard until `listen`.
 * @throws IntakeError `InvalidConfiguration` or `Unavailable` when a part cannot be used
 */
export async function assemble(config: Config, log: Log): Promise<Assembly> {
  const metrics = createMetrics();
  const ids = createIds(clock);
  const http = createHttpServer({
    log: log.child({ part: 'http' }),
    newRequestId: ids.uuid,
    observe: metrics.request,
    widgetOrigins: config.widgetOrigins,
    https: config.publicUrl.startsWith('https:'),
  });
  const directory = await createFileDirectory(config.directoryFile);
  const recogniser = meteredRecogniser(await createRecogniser(config, log), metrics);
  const store = meteredStore(await openStore(config.databaseUrl), metrics);
  const shared: Shared = { config, log, metrics, store, directory, recogniser, http, ids };
  const knowledge = indexedLater(loadArticles(BUILT_IN_ARTICLES));
  const turns = createTurns(shared, knowledge);
  const takeTurn = meteredTurn(turns, metrics);
  const chat = addDirectLine(shared, takeTurn);
  const bot = addBotFramework(shared, takeTurn);
  const files = await addPages(shared);
  addStaffAndService(shared);
  for (const policy of Object.values(POLICIES)) {
    for (const note of policyNotes(policy))
      log.info({ operator: policy.operator, ...note }, 'a value of the support policy');
  }
  return {
    async listen() {
      // restify repeats the errors of its server; unheard, they would end the process before `listen` can reject.
      http.routes.on('error', () => undefined);
      await http.listen(config.port, config.host);
    },
    async warmUp() {
      const done = await Promise.allSettled([knowledge.warmUp(), bot.warmUp(), files.warmUp()]);
      for (const { reason } of done.filter((one) => one.status === 'rejected')) {
        log.error({ err: reason }, 'a part could not be warmed up');
      }
    },
    async stop() {
      const drain = async () => {
        await Promise.all([turns.drain(), chat.settled()]);
      };
      await http.stop({ drain, closeSockets: chat.closeSockets });
      await store.close();
    },
  };
}

async function createRecogniser({ clu }: Config, log: Log): Promise<Recogniser> {
  const local = createLocalRecogniser(loadModel());
  if (!clu) return local;
  // Azure's client is slow to load, and most deployments never need it.
  const { createCluRecogniser } = await import('./language/clu-recogniser.ts');
  return createFallbackRecogniser(createCluRecogniser(clu), local, (err) =>
    log.warn({ err }, 'the language service did not answer; the local recogniser did'),
  );
}

/** The articles are checked at start, their index is built a moment later or with the first search: it takes as long as a fifth of the start. */
function indexedLater(articles: readonly KnowledgeArticle[]): Knowledge & { warmUp(): Promise<void> } {
  let index: Knowledge | undefined;
  const built = () => {
    index ??= createKnowledge(articles);
    return index;
  };
  return {
    search: async (query) => built().search(query),
    warmUp: async () => {
      built();
    },
  };
}

function createTurns({ config, log, store, directory, recogniser, ids }: Shared, knowledge: Knowledge) {
  const desk = createSupportDesk({
    policies: POLICIES,
    recogniser,
    knowledge,
    health: createNoHealthSource(clock),
    store,
    clock,
    ids,
    backends: config.backends,
    defaultOperator: config.defaultOperator,
    log,
  });
  return createTurn({
    store,
    converse,
    directory,
    openDesk: desk.open,
    clock,
    ids,
    failureReply: (locale) => ({ text: failureText(locale) }),
    log,
  });
}

function addDirectLine({ config, log, metrics, store, directory, http, ids }: Shared, takeTurn: TakeTurn) {
  const hub = createStreamHub();
  const tokens = createTokens(config.directLineSecrets, clock);
  const conversations = createConversations({ store, takeTurn, hub, clock, log });
  const sockets = createStreamSockets({ store, hub, tokens, log });
  metrics.watchSockets(sockets.count);
  registerTokenRoutes(http.routes, { tokens, ids });
  registerConversationRoutes(http.routes, {
    conversations,
    store,
    tokens,
    ids,
    socketOrigin: socketOrigin(config.publicUrl),
  });
  registerWidgetRoutes(http.routes, {
    tokens,
    conversations,
    ids,
    rateLimit: createRateLimit({ ...VISITORS, clock }),
    origins: [config.publicUrl, ...config.widgetOrigins],
    demoPeople: config.production ? null : new Map(directory.people.map(({ id, name }) => [id, name])),
  });
  http.onUpgrade(sockets.upgrade);
  return { settled: conversations.settled, closeSockets: sockets.close };
}

function addBotFramework({ config, log, http }: Shared, takeTurn: TakeTurn) {
  const endpoint = createBotEndpoint({ registration: config.bot, takeTurn, log });
  http.routes.post('/api/messages', endpoint.handle);
  return endpoint;
}

async function addPages({ config, directory, http }: Shared): Promise<StaticFiles> {
  const files = await createStaticFiles(WEB_FOLDER);
  files.register(http.routes);
  const people = directory.people.map((person) => {
    const { id, name, tenant } = person;
    return {
      id,
      name,
      tenant: tenant.name,
      operator: tenant.operator,
      admin: isAdmin(POLICIES[tenant.operator], person),
    };
  });
  registerWebPages(http.routes, {
    files,
    people: config.production ? null : people,
    widgetOrigins: config.widgetOrigins,
    socketOrigin: socketOrigin(config.publicUrl),
    newNonce: () => randomBytes(16).toString('base64'),
  });
  return files;
}

function addStaffAndService({ config, metrics, store, recogniser, http }: Shared): void {
  const desk = createStaffDesk({
    store,
    policies: POLICIES,
    recogniser,
    hash: systemHash,
    reasonText,
    fieldWords: fieldText,
  });
  registerStaffRoutes(http.routes, { desk, apiKey: config.staffApiKey });
  registerServiceRoutes(http.routes, {
    checks: { database: () => store.ping({ system: 'turn' }) },
    isStopping: http.isStopping,
    metrics: async () => ({ contentType: metrics.contentType, text: await metrics.text() }),
  });
}
