import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { createLog } from '../../src/log.ts';
import { type ChangesParts, createPostgresChanges, type PostgresChanges } from '../../src/storage/postgres-changes.ts';
import { POSTGRES_LIMITS } from '../../src/storage/postgres-pool.ts';
import { openSession, type PostgresSession } from '../support/postgres-session.ts';
import { type SilentWay, startSilentWay } from '../support/silent-way.ts';
import { createServerDatabase, describeOnPostgres, type TestDatabase } from '../support/store-engines.ts';
import { sampleActivity, sampleConversation, sampleTurn } from '../support/store-samples.ts';
import { until } from '../support/until.ts';

const SYSTEM = { system: 'turn' } as const;
/** Sessions that listen, by what they ran last. */
const LISTENING = `from pg_stat_activity where datname = current_database() and query like 'listen %'`;

describeOnPostgres('announcements', (server) => {
  let database: TestDatabase;
  let admin: PostgresSession;
  const running: PostgresChanges[] = [];
  const ways: SilentWay[] = [];

  beforeEach(async () => {
    database = await createServerDatabase(server());
    admin = await openSession(database.url);
  });
  afterEach(async () => {
    await Promise.all(ways.splice(0).map((way) => way.close()));
    await Promise.all(running.splice(0).map((changes) => changes.stop()));
    await admin.close();
    await database.remove();
  });

  /** Listens as an instance; `heard` holds what it was told. */
  async function listen(instance: string, parts: Partial<ChangesParts> = {}) {
    const changes = createPostgresChanges({
      databaseUrl: database.url,
      limits: POSTGRES_LIMITS,
      instance,
      log: createLog({ level: 'silent' }),
      ...parts,
    });
    running.push(changes);
    const heard: (string | null)[] = [];
    const end = changes.subscribe((id) => heard.push(id));
    await changes.start();
    return { changes, heard, end };
  }

  const says = (instance: string, id: string) =>
    admin.rows(`select pg_notify('conversation_changes', $1)`, [`${instance} ${id}`]);
  /** Over when the sessions are gone: until then, one that dies looks like one that listens again. */
  const cutAll = () => admin.rows(`select pg_terminate_backend(pid, 10000) ${LISTENING}`);
  const isFree = async (instance: string) =>
    (await admin.value('select pg_try_advisory_lock(hashtextextended($1, 0))', [instance])) === 'true';

  it('of a commit are heard by other instances with the id of the conversation, and not by the one that committed', async () => {
    const [a, b] = [await database.open(), await database.open()];
    const [atA, atB]: [(string | null)[], (string | null)[]] = [[], []];
    a.changes.subscribe((id) => atA.push(id));
    b.changes.subscribe((id) => atB.push(id));
    const id = 'msteams/19:a b@thread.v2/29:1 x';
    const activities = [sampleActivity({ conversationId: id })];
    await a.store.commitTurn(SYSTEM, sampleTurn({ conversation: sampleConversation({ id }), activities }));
    await b.store.commitTurn(SYSTEM, sampleTurn());
    await until('both have heard', () => atA.length > 0 && atB.length > 0);
    assert.deepEqual({ atA, atB }, { atA: ['directline/one'], atB: [id] });
  });

  it('of a commit that failed are never heard', async () => {
    const [a, b] = [await database.open(), await database.open()];
    const heard: (string | null)[] = [];
    b.changes.subscribe((id) => heard.push(id));
    await a.store.commitTurn(SYSTEM, sampleTurn());
    await assert.rejects(a.store.commitTurn(SYSTEM, sampleTurn()), { code: 'Conflict' });
    const last = sampleConversation({ id: 'directline/last', lastSeq: 0 });
    await a.store.commitTurn(SYSTEM, sampleTurn({ conversation: last, activities: [] }));
    await until('the last one is heard', () => heard.includes('directline/last'));
    assert.deepEqual(heard, ['directline/one', 'directline/last']);
  });

  it('begin with a look at everything, and end with the subscription and with the stop', async () => {
    const one = await listen('a');
    const other = await listen('b');
    assert.deepEqual([one.heard, other.heard], [[null], [null]]);
    one.end();
    await says('x', 'directline/1');
    await until('the other has heard', () => other.heard.length === 2);
    assert.deepEqual([one.heard, other.heard], [[null], [null, 'directline/1']]);
    await other.changes.stop();
    assert.equal(other.changes.isListening(), false);
    assert.equal(await admin.value(`select count(*) ${LISTENING}`), '1');
  });

  it('are told as nothing known when they make no sense', async () => {
    const { heard } = await listen('a');
    for (const payload of ['', 'nonsense']) await admin.rows(`select pg_notify('conversation_changes', $1)`, [payload]);
    await says('x', 'directline/1');
    await until('the last one is heard', () => heard.includes('directline/1'));
    assert.deepEqual(heard, [null, 'directline/1']);
  });

  it('are heard again soon after the connection was cut, with a look at everything in between', async () => {
    const { changes, heard } = await listen('a', { retryMs: 60_000 });
    await cutAll();
    await until('it listens again', async () => (await admin.value(`select count(*) ${LISTENING}`)) === '1');
    await until('everything was looked at', () => heard.length > 1);
    assert.ok(changes.isListening());
    await says('x', 'directline/1');
    await until('it hears', () => heard.includes('directline/1'));
    assert.deepEqual(heard, [null, null, 'directline/1']);
  });

  it('keep the instance known as living over a lost connection', async () => {
    await listen('a', { retryMs: 60_000 });
    assert.equal(await isFree('a'), false);
    await cutAll();
    await until('it listens again', async () => (await admin.value(`select count(*) ${LISTENING}`)) === '1');
    assert.equal(await isFree('a'), false);
    await running[0]?.stop();
    await until('it counts as gone', () => isFree('a'));
  });

  it('come over a connection whose other end is missed within 25 seconds, not after the two hours of TCP', async function () {
    if (!existsSync('/proc/net/tcp')) this.skip();
    await listen('a');
    const port = Number(await admin.value(`select client_port ${LISTENING}`));
    assert.ok(port > 0);
    const seconds = await until('the server has set its timer', () =>
      keepAliveOf(Number(new URL(database.url).port), port),
    );
    assert.ok(seconds <= 10, `the server asks after ${seconds} s`);
  });

  it('are heard again over another connection where one has fallen silent without an end', async function () {
    this.timeout(30_000);
    const way = await startSilentWay(database.url);
    ways.push(way);
    const limits = { ...POSTGRES_LIMITS, statementMs: 100, connectMs: 300 };
    const { changes, heard } = await listen('a', { databaseUrl: way.url, sweepMs: 50, retryMs: 50, limits });
    way.swallowAll();
    await until('the silence is noticed', () => !changes.isListening());
    assert.equal(await isFree('a'), false, 'the server has not missed it');
    way.openAgain();
    await cutAll();
    await until('it listens again', () => changes.isListening());
    await says('x', 'directline/1');
    await until('it hears', () => heard.includes('directline/1'));
  });

  it('are replaced by looks at everything for as long as there is no connection', async () => {
    const { changes, heard } = await listen('a', { retryMs: 10 });
    const name = new URL(database.url).pathname.slice(1);
    const outside = await openSession(await server().createDatabase());
    await admin.close();
    await outside.rows(`alter database ${name} allow_connections false`);
    await outside.rows('select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = $1', [name]);
    await until('it looks again and again', () => heard.length > 4);
    assert.equal(changes.isListening(), false);
    assert.ok(heard.every((id) => id === null));
    await outside.rows(`alter database ${name} allow_connections true`);
    await until('it listens again', () => changes.isListening());
    await outside.close();
    admin = await openSession(database.url);
  });

  it('that are lost are made up for by a look at everything now and then', async () => {
    const { heard } = await listen('a', { sweepMs: 5 });
    await until('it looks again and again', () => heard.length > 4);
    assert.ok(heard.every((id) => id === null));
  });

  it('are not begun where nobody answers', async () => {
    const changes = createPostgresChanges({
      databaseUrl: 'postgres://postgres@127.0.0.1:1/none',
      limits: POSTGRES_LIMITS,
      instance: 'a',
      log: createLog({ level: 'silent' }),
    });
    await assert.rejects(changes.start(), { code: 'ECONNREFUSED' });
    assert.equal(changes.isListening(), false);
    await changes.stop();
  });
});

/**
 * Seconds until the server's end of a connection asks whether the other one is there; null while it waits for nothing.
 * Source: proc_net_tcp of the Linux kernel, addresses and times in hexadecimal, timer 2 of the column `tr`.
 */
function keepAliveOf(serverPort: number, clientPort: number): number | null {
  const end = (port: number) => `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const line of readFileSync('/proc/net/tcp', 'utf8').split('\n')) {
    const [, from = '', to = '', , , timer = ''] = line.trim().split(/\s+/);
    const [kind, ticks = ''] = timer.split(':');
    // 100 of these ticks are a second for every program.
    if (from.endsWith(end(serverPort)) && to.endsWith(end(clientPort)) && kind === '02')
      return parseInt(ticks, 16) / 100;
  }
  return null;
}
