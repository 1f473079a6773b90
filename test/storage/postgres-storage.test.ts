import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isIntakeError } from '../../src/domain/errors.ts';
import type { OutgoingMessages } from '../../src/domain/outgoing.ts';
import type { Store } from '../../src/domain/ports.ts';
import { POSTGRES_LIMITS } from '../../src/storage/postgres-pool.ts';
import { startAnswerCutter } from '../support/answer-cutter.ts';
import { openSession, type PostgresSession } from '../support/postgres-session.ts';
import { createServerDatabase, describeOnPostgres, type TestDatabase } from '../support/store-engines.ts';
import {
  sampleActivity,
  sampleConversation,
  sampleDelivery,
  sampleRequest,
  sampleTurn,
  uuid,
} from '../support/store-samples.ts';
import { openAsInstance } from '../support/store-temporary.ts';
import { until } from '../support/until.ts';

const SYSTEM = { system: 'turn' } as const;
const OPENER = fileURLToPath(new URL('../support/lease-holder.ts', import.meta.url));
const WRITERS = 40;
const COMMITS = 12;

describeOnPostgres('storage', (server) => {
  let database: TestDatabase;
  let admin: PostgresSession;
  beforeEach(async () => {
    database = await createServerDatabase(server());
    admin = await openSession(database.url);
  });
  afterEach(async () => {
    await admin.close().catch(() => undefined);
    await database.remove();
  });

  const count = async (table: string) => Number(await admin.value(`select count(*) from ${table}`));

  it('is not there for turns while it can only be read', async () => {
    const { store } = await database.open();
    await store.ping(SYSTEM);
    const [, name = ''] = new URL(database.url).pathname.split('/');
    await admin.rows(`alter database "${name}" set default_transaction_read_only = on`);
    await admin.rows(`select pg_terminate_backend(pid, 10000) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
    await assert.rejects(store.ping(SYSTEM), { code: 'Unavailable', message: /can only be read/ });
    await admin.rows('set session characteristics as transaction read write');
    await admin.rows(`alter database "${name}" reset default_transaction_read_only`);
    await admin.rows(`select pg_terminate_backend(pid, 10000) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
    await store.ping(SYSTEM);
  });

  describe('that is opened', () => {
    it('by many instances and processes at once gets its tables once', async () => {
      const children = ['one', 'two'].map((id) =>
        spawn(process.execPath, [OPENER, database.url, id], { stdio: ['pipe', 'ignore', 'inherit'] }),
      );
      const exits = children.map((child) => {
        child.stdin.end();
        return new Promise((resolve) => child.once('exit', resolve));
      });
      await Promise.all(Array.from({ length: 6 }, () => database.open()));
      assert.deepEqual(await Promise.all(exits), [0, 0]);
      const steps = await admin.rows('select name from kysely_migration order by name');
      assert.equal(new Set(steps.map(({ name }) => name)).size, steps.length);
      assert.ok(steps.length >= 2);
      assert.equal(await count('conversations'), 0);
    });

    it('waits for another instance that changes the tables for longer than any statement may take', async () => {
      await admin.rows('begin');
      // The lock of Kysely's migrator.
      await admin.rows('select pg_advisory_xact_lock(3853314791062309107)');
      let isOpen = false;
      const opening = database.open({ postgres: { statementMs: 20, lockMs: 20 } }).then(() => {
        isOpen = true;
      });
      await until('it waits', async () => {
        const waiting = `select count(*) from pg_stat_activity where wait_event_type = 'Lock'
          and now() - query_start > interval '100 ms' and datname = current_database()`;
        const other = await openSession(database.url);
        return (await other.value(waiting).finally(other.close)) === '1';
      });
      assert.equal(isOpen, false);
      await admin.rows('commit');
      await opening;
    });

    it('says what is wrong, with the next step and without the password', async () => {
      const elsewhere = (changes: object) => Object.assign(new URL(database.url), changes).href;
      const cases = [
        [elsewhere({ pathname: '/nowhere' }), /does not exist; create it/],
        [elsewhere({ username: 'stranger', password: 'hush' }), /check user and password/],
        [elsewhere({ port: '1', password: 'hush' }), /cannot be reached; check that it runs/],
      ] as const;
      for (const [address, says] of cases) {
        await assert.rejects(openAsInstance(address), (error) => {
          assert.ok(isIntakeError(error, 'Unavailable'));
          assert.match(error.message, says);
          assert.doesNotMatch(error.message, /hush/);
          return true;
        });
      }
    });

    it('leaves no connection behind when it cannot be', async () => {
      await (await database.open()).close();
      await database.change(`insert into kysely_migration values ('9999-later', '2030-01-01T00:00:00.000Z')`);
      await assert.rejects(database.open(), { code: 'InvalidConfiguration', message: /newer version/ });
      const others = `select count(*) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`;
      await until('all are gone', async () => (await admin.value(others)) === '0');
    });
  });

  /** Commits turn after turn of one conversation until it has them all, as a service with a key for each turn would. */
  async function write(store: Store, writer: number, onCommit: () => void): Promise<{ resolved: number }> {
    const id = `directline/${writer}`;
    let resolved = 0;
    for (let version = 0; version < COMMITS; ) {
      const request = sampleRequest(writer * COMMITS + version + 1, { conversationId: id });
      const seqs = [version * 2 + 1, version * 2 + 2];
      const turn = {
        conversation: sampleConversation({ id, version, lastSeq: seqs[1] ?? 0, state: { version } }),
        activities: seqs.map((seq) => sampleActivity({ conversationId: id, seq })),
        requests: [request],
        deliveries: [sampleDelivery(request, { id: uuid(1_000_000 + writer * COMMITS + version) })],
      };
      try {
        await store.commitTurn(SYSTEM, turn);
        resolved += 1;
        version += 1;
        onCommit();
      } catch (error) {
        assert.ok(isIntakeError(error, 'Conflict') || isIntakeError(error, 'Unavailable'), String(error));
        // A commit whose answer was lost is met again as a conflict; its rows are those of this very turn.
        const stored = await until('the conversation can be read', async () => ({
          version: (await store.loadConversation(SYSTEM, id))?.version ?? 0,
        }));
        assert.ok(stored.version === version || stored.version === version + 1);
        version = stored.version;
      }
    }
    return { resolved };
  }

  async function checkWritten(): Promise<void> {
    const turns = WRITERS * COMMITS;
    const found = { requests: await count('requests'), deliveries: await count('deliveries') };
    assert.deepEqual(found, { requests: turns, deliveries: turns });
    const broken = await admin.rows(`select c.id from conversations c
      where version <> ${COMMITS} or last_seq <> ${COMMITS * 2}
      or last_seq <> (select count(*) from activities a where a.conversation_id = c.id)
      or last_seq <> (select max(seq) from activities a where a.conversation_id = c.id)`);
    assert.deepEqual([broken, await count('conversations')], [[], WRITERS]);
  }

  it('keeps every commit whole and once while the server crashes and starts again among hundreds of them', async function () {
    const { restart } = server();
    if (restart === null) return this.skip();
    const { store } = await database.open();
    const enough = Promise.withResolvers<void>();
    let commits = 0;
    const writers = Array.from({ length: WRITERS }, (_, writer) =>
      write(store, writer, () => {
        commits += 1;
        if (commits === WRITERS * 3) enough.resolve();
      }),
    );
    await enough.promise;
    await restart();
    const resolved = (await Promise.all(writers)).reduce((sum, one) => sum + one.resolved, 0);
    admin = await openSession(database.url);
    await checkWritten();
    // Those that were written but whose answer was lost: at most one on each connection.
    assert.ok(WRITERS * COMMITS - resolved <= POSTGRES_LIMITS.connections, `${resolved}`);
  });

  it('keeps every commit whole and once while its connections are cut again and again', async () => {
    const reasons: string[] = [];
    const { store } = await database.open({ onRetry: (reason) => reasons.push(reason) });
    const cuts: Promise<unknown>[] = [];
    let commits = 0;
    const onCommit = () => {
      commits += 1;
      if (commits % 8 > 0) return;
      cuts.push(
        admin.rows(`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid() and random() < 0.3`),
      );
    };
    await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(store, writer, onCommit)));
    await Promise.all(cuts);
    await checkWritten();
    assert.ok(reasons.length > 0 && reasons.every((reason) => reason === 'connection'), String(new Set(reasons)));
  });

  it('meets a commit whose answer was lost as a conflict, with everything there once', async () => {
    const cutter = await startAnswerCutter(database.url);
    const { store, close } = await openAsInstance(cutter.url);
    cutter.cutCommits(1);
    await assert.rejects(store.commitTurn(SYSTEM, sampleTurn()), { code: 'Conflict' });
    assert.equal((await store.loadConversation(SYSTEM, 'directline/one'))?.version, 1);
    assert.deepEqual([cutter.cuts(), await count('activities')], [1, 1]);
    await close();
    await cutter.close();
  });

  it('goes on when another version changes a table under it', async () => {
    const { store } = await database.open({ postgres: { connections: 3 } });
    await store.commitTurn(SYSTEM, sampleTurn());
    const load = () => store.loadConversation(SYSTEM, 'directline/one');
    await Promise.all(Array.from({ length: 6 }, load));
    await admin.rows('alter table conversations add column of_a_later_version text');
    const found = await Promise.all(Array.from({ length: 6 }, load));
    assert.deepEqual(new Set(found.map((conversation) => conversation?.version)), new Set([1]));
  });

  it('gives each waiting message to one of several instances', async () => {
    const instances = [await database.open(), await database.open(), await database.open()];
    const ids = Array.from({ length: 60 }, (_, number) => `msteams/${number}`);
    for (const [number, id] of ids.entries()) await putAside(instances[0]?.store, id, number);
    const now = '2026-03-02T02:00:00.000Z';
    const claim = { now, until: '2026-03-02T02:01:00.000Z', limit: 7 };
    const taken = await Promise.all(
      instances.map(async ({ store }) => {
        const own: string[] = [];
        for (let more = true; more; ) {
          const messages = await store.claimOutgoing({ system: 'outgoing' }, claim);
          own.push(...messages.map(({ conversationId }) => conversationId));
          more = messages.length > 0;
        }
        return own;
      }),
    );
    assert.deepEqual(taken.flat().toSorted(), ids.toSorted());
  });

  /** A turn whose reply the channel did not take. */
  async function putAside(store: Store | undefined, id: string, number: number): Promise<void> {
    const moment = '2026-03-02T01:00:00.000Z';
    const messages: OutgoingMessages = {
      id: uuid(9_000 + number),
      conversationId: id,
      firstSeq: 2,
      lastSeq: 2,
      sentSeq: 1,
      status: 'sending',
      attempts: 0,
      nextAttemptAt: moment,
      lastError: null,
      createdAt: moment,
    };
    const turn = sampleTurn({
      conversation: sampleConversation({ id, lastSeq: 2 }),
      activities: [1, 2].map((seq) => sampleActivity({ conversationId: id, seq })),
    });
    const claimedUntil = '2026-03-02T01:01:00.000Z';
    await store?.commitTurn(SYSTEM, { ...turn, outgoing: { messages, claimedUntil } });
    const nextAttemptAt = '2026-03-02T01:30:00.000Z';
    const outcome = { result: 'retry', sentSeq: 1, nextAttemptAt, putOffAt: moment, error: 'status-429' } as const;
    await store?.settleOutgoing({ system: 'outgoing' }, messages.id, outcome);
  }
});
