import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { failureText } from '../../dialogs/phrases.ts';
import type { PostgresServer } from './postgres-server.ts';
import { openSession } from './postgres-session.ts';
import { memoryOf } from './process-memory.ts';
import { createRawClient, jsonHeaders, type RawAnswer, type RawClient, sendPatiently } from './raw-request.ts';
import { createDataFolder, type ServerProcess, startServer } from './server-process.ts';

/** A running product, looked at from outside while hostile clients call it. */
export interface HostileServer {
  readonly process: ServerProcess;
  readonly client: RawClient;
  /** What is stored, as counts: equal before and after means that nothing was written. */
  stored(): string;
  /** A conversation of its own of somebody of the demo directory. */
  openChat(user?: string): Promise<HostileChat>;
  /** Seconds of processor time that the process has used so far; other programs of the machine do not count. */
  processorSeconds(): Promise<number>;
}

/** A Direct Line conversation to which any bytes can be posted. */
export interface HostileChat {
  readonly conversationId: string;
  readonly token: string;
  readonly user: string;
  /** Posts a body as it is. */
  post(body: string | Buffer): Promise<RawAnswer>;
  /** What the bot said since the last look. */
  said(): Promise<readonly Said[]>;
  /** Posts words or a card's fields, and gives the bot's answers. @throws AssertionError when there is no proper one */
  ask(words: string | Readonly<Record<string, unknown>>): Promise<readonly Said[]>;
}

/** One reply of the bot. */
export type Said = z.infer<typeof saidSchema>;

const saidSchema = z.looseObject({
  type: z.string(),
  text: z.string().default(''),
  replyToId: z.string().optional(),
  from: z.looseObject({ role: z.string().optional() }),
  attachments: z.array(z.looseObject({ content: z.unknown().optional() })).default([]),
});
const setSchema = z.object({ activities: z.array(saidSchema), watermark: z.string() });
const tokenSchema = z.object({ token: z.string(), conversationId: z.string() });

/** More than this above the memory of the first minute is a leak or a request that costs too much. */
const MORE_MEMORY_MB = 300;

let running: Promise<Stoppable<HostileServer>> | null = null;

/** A running product whose database is asked over a connection. */
export type DistantHostileServer = Omit<HostileServer, 'stored'> & { stored(): Promise<string> };

/**
 * One product for all files that attack it by requests, started by the first; after each file it must still be ready, of
 * bounded memory and free of faults in its log.
 */
export function useHostileServer(): () => HostileServer {
  return watch(() => {
    running ??= startOnFile();
    return running;
  });
}

/** The same on a PostgreSQL server, in a process for this file alone. */
export function useHostileServerOnPostgres(postgres: () => PostgresServer): () => DistantHostileServer {
  let own: Stoppable<DistantHostileServer> | null = null;
  const server = watch(async () => {
    own = await startOnServer(await postgres().createDatabase());
    return own;
  });
  after(() => own?.stop());
  return server;
}

type Stoppable<Server> = Server & { stop(): Promise<void> };

function watch<Server extends Pick<HostileServer, 'process' | 'client'>>(start: () => Promise<Server>): () => Server {
  let server: Server | null = null;
  let memoryBefore = 0;
  let toldBefore = 0;
  before(async function () {
    this.timeout(60_000);
    server = await start();
    memoryBefore = await memoryOf(server.process.pid);
    toldBefore = server.process.output().stderr.length;
  });
  after(async () => {
    if (!server) return;
    const ready = await server.client.send({ path: '/readyz' });
    assert.equal(ready.status, 200, ready.body);
    const more = (await memoryOf(server.process.pid)) - memoryBefore;
    assert.ok(more < MORE_MEMORY_MB, `the process grew by ${Math.round(more)} MB`);
    const told = server.process.output().stderr.slice(toldBefore).split('\n');
    const faults = told.filter((line) => /"level":"(?:error|fatal)"/.test(line));
    assert.equal(faults.length, 0, `the log tells of faults, the first of them: ${faults[0]?.slice(0, 1000)}`);
  });
  return () => server ?? assert.fail('the server is there inside tests only');
}

// Of the whole run, because the files share the process.
after(async () => {
  const server = await running;
  await server?.stop();
});

const COUNTS = `select (select count(*) from activities) as activities,
  (select count(*) from conversations) as conversations, (select count(*) from requests) as requests,
  (select count(*) from deliveries) as deliveries`;

async function startOnFile(): Promise<Stoppable<HostileServer>> {
  const { data, stop, ...server } = await start({});
  const database = new DatabaseSync(join(data.path, 'data', 'intake.db'), { readOnly: true });
  const counts = database.prepare(COUNTS);
  return {
    ...server,
    stored: () => JSON.stringify(counts.get()),
    stop: async () => {
      database.close();
      await stop();
    },
  };
}

async function startOnServer(databaseUrl: string): Promise<Stoppable<DistantHostileServer>> {
  const { data: _, stop, ...server } = await start({ DATABASE_URL: databaseUrl });
  const session = await openSession(databaseUrl);
  return {
    ...server,
    stored: async () => JSON.stringify(await session.rows(COUNTS)),
    stop: async () => {
      await session.close();
      await stop();
    },
  };
}

async function start(env: Readonly<Record<string, string>>) {
  const data = await createDataFolder();
  const process = await startServer({ data, env: { RATE_FACTOR: '0', ...env } });
  const client = createRawClient(process.port);
  return {
    data,
    process,
    client,
    openChat: (user = 'dl_contoso-admin') => openChat(process, client, user),
    processorSeconds: async () => {
      const { body } = await client.send({ path: '/metrics' });
      return Number(/^process_cpu_seconds_total ([\d.e+-]+)/m.exec(body)?.[1]);
    },
    stop: async () => {
      client.close();
      await process.stop();
      await data.remove();
    },
  };
}

async function openChat(process: ServerProcess, client: RawClient, user: string): Promise<HostileChat> {
  const call = async (path: string, bearer: string, body: object) => {
    const raw = {
      method: 'POST',
      path: `/v3/directline/${path}`,
      headers: jsonHeaders(bearer),
      body: JSON.stringify(body),
    };
    const answer = await sendPatiently(client, raw);
    assert.ok(answer.status < 300, answer.body);
    return tokenSchema.parse(JSON.parse(answer.body));
  };
  const generated = await call('tokens/generate', process.directLineSecret, { user: { id: user } });
  const { token, conversationId } = await call('conversations', generated.token, { locale: 'zh-CN' });
  const path = `/v3/directline/conversations/${conversationId}/activities`;
  let watermark = '0';

  async function said(): Promise<readonly Said[]> {
    const news: Said[] = [];
    for (;;) {
      const { body } = await sendPatiently(client, {
        path: `${path}?watermark=${watermark}`,
        headers: jsonHeaders(token),
      });
      const set = setSchema.parse(JSON.parse(body));
      if (set.watermark === watermark) return news;
      watermark = set.watermark;
      news.push(...set.activities.filter(({ from }) => from.role === 'bot'));
    }
  }

  const post = (body: string | Buffer) => client.send({ method: 'POST', path, headers: jsonHeaders(token), body });
  return {
    conversationId,
    token,
    user,
    post,
    said,
    ask: async (words) => {
      await said();
      const content = typeof words === 'string' ? { text: words } : { value: words };
      const body = JSON.stringify({ type: 'message', from: { id: user }, locale: 'zh-CN', ...content });
      const answer = await sendPatiently(client, { method: 'POST', path, headers: jsonHeaders(token), body });
      assert.equal(answer.status, 200, answer.body);
      const { id } = z.object({ id: z.string() }).parse(JSON.parse(answer.body));
      const replies = (await said()).filter(({ replyToId }) => replyToId === id);
      assert.ok(replies.length > 0, `nothing was answered to ${JSON.stringify(words).slice(0, 200)}`);
      const failures = [failureText('zh-CN'), failureText('en-US')];
      assert.ok(!replies.some(({ text }) => failures.includes(text)), 'the bot said that it failed');
      return replies;
    },
  };
}
