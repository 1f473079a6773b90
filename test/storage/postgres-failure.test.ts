import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import pg from 'pg';
import { passingFailure, postgresFailure } from '../../src/storage/postgres-failure.ts';
import { connectionOptions, POSTGRES_LIMITS } from '../../src/storage/postgres-pool.ts';
import { openSession, type PostgresSession } from '../support/postgres-session.ts';
import { findFreePort } from '../support/server-process.ts';
import { describeOnPostgres } from '../support/store-engines.ts';
import { until } from '../support/until.ts';

/** What the work rejects with. */
async function errorOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing failed');
}

/** Whether it can be told to somebody, with what to do, and whether the same statements may work in a moment. */
function meaningOf(error: unknown) {
  const failure = postgresFailure(error);
  return { code: failure?.code ?? null, says: failure?.message ?? '', passing: passingFailure(error) };
}

async function expectMeaning(
  work: () => Promise<unknown>,
  expected: { code: string | null; says: RegExp; passing: string | null },
): Promise<void> {
  const error = await errorOf(work);
  const { code, says, passing } = meaningOf(error);
  assert.deepEqual({ code, passing }, { code: expected.code, passing: expected.passing }, String(error));
  assert.match(says, expected.says);
}

describeOnPostgres('a failure', (server) => {
  let url: string;
  let one: PostgresSession;
  let other: PostgresSession;
  const open: PostgresSession[] = [];
  const session = async (options: pg.ClientConfig = {}, address = url) => {
    const opened = await openSession(address, options);
    open.push(opened);
    return opened;
  };

  before(async () => {
    url = await server().createDatabase();
  });
  beforeEach(async () => {
    one = await session();
    other = await session();
    await one.rows('create table things (id int primary key, note text)');
    await one.rows(`insert into things values (1, 'a'), (2, 'b')`);
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((opened) => opened.close().catch(() => undefined)));
    const cleaner = await openSession(url);
    await cleaner.rows('drop table things');
    await cleaner.close();
  });

  /** Connects once as the product does. */
  async function connect(address: string, connectMs = 5_000): Promise<void> {
    const client = new pg.Client(connectionOptions(address, { ...POSTGRES_LIMITS, connectMs }));
    client.on('error', () => undefined);
    try {
      await client.connect();
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  function withUser(name: string, password = ''): string {
    const address = new URL(url);
    Object.assign(address, { username: name, password });
    return address.href;
  }

  it('by a row that is there already is a conflict, which does not pass by itself', async () => {
    const twice = () => one.rows(`insert into things values (1, 'again')`);
    await expectMeaning(twice, { code: 'Conflict', says: /load it again/, passing: null });
  });

  it('by a value that is too long for its index is the fault of who gave it', async () => {
    await one.rows('create index things_by_note on things (note)');
    const long = () =>
      one.rows(`insert into things select 3, string_agg(md5(number::text), '') from generate_series(1, 300) as number`);
    await expectMeaning(long, { code: 'InvalidInput', says: /longer than the database can keep/, passing: null });
  });

  it('by two transactions that read what the other writes passes', async () => {
    const total = 'select count(*) from things';
    for (const each of [one, other]) await each.rows('begin isolation level serializable');
    for (const each of [one, other]) await each.rows(total);
    await one.rows(`insert into things values (3, 'c')`);
    await other.rows(`insert into things values (4, 'd')`);
    await one.rows('commit');
    await expectMeaning(() => other.rows('commit'), { code: 'Unavailable', says: /same rows/, passing: 'conflict' });
  });

  it('by two transactions that wait for each other passes', async () => {
    for (const each of [one, other]) await each.rows(`set deadlock_timeout = '10ms'`);
    for (const each of [one, other]) await each.rows('begin');
    await one.rows(`update things set note = 'x' where id = 1`);
    await other.rows(`update things set note = 'x' where id = 2`);
    const cross = () =>
      Promise.all([
        one.rows(`update things set note = 'y' where id = 2`),
        other.rows(`update things set note = 'y' where id = 1`),
      ]);
    await expectMeaning(cross, { code: 'Unavailable', says: /same rows/, passing: 'conflict' });
  });

  it('by a statement that takes too long does not pass, because it would take as long again', async () => {
    await one.rows(`set statement_timeout = '20ms'`);
    await expectMeaning(() => one.rows('select pg_sleep(10)'), {
      code: 'Unavailable',
      says: /took too long/,
      passing: null,
    });
  });

  it('by a row that somebody else keeps locked does not pass', async () => {
    await other.rows('begin');
    await other.rows('select * from things where id = 1 for update');
    await one.rows(`set lock_timeout = '20ms'`);
    const blocked = () => one.rows('select * from things where id = 1 for update');
    await expectMeaning(blocked, { code: 'Unavailable', says: /locked/, passing: null });
  });

  it('by a transaction in which nothing happened for too long can be told', async () => {
    await one.rows(`set idle_in_transaction_session_timeout = '20ms'`);
    await one.rows('begin');
    const gone = `select count(*) from pg_stat_activity where pid = ${await one.value('select pg_backend_pid()')}`;
    await until('the session is ended', async () => (await other.value(gone)) === '0');
    const { code } = meaningOf(await errorOf(() => one.rows('select 1')));
    assert.equal(code, 'Unavailable');
  });

  it('by a database that can only be read does not pass', async () => {
    await one.rows('set default_transaction_read_only = on');
    const write = () => one.rows(`insert into things values (5, 'e')`);
    await expectMeaning(write, { code: 'Unavailable', says: /primary/, passing: null });
  });

  it('by a session that the server ended passes', async () => {
    const pid = await one.value('select pg_backend_pid()');
    const asleep = errorOf(() => one.rows('select pg_sleep(10)'));
    await other.rows('select pg_terminate_backend($1)', [pid]);
    assert.deepEqual(
      [await asleep, await errorOf(() => one.rows('select 1'))].map((error) => meaningOf(error).passing),
      ['connection', 'connection'],
    );
  });

  it('by too many connections passes', async () => {
    await one.rows('drop role if exists crowded');
    await one.rows('create role crowded login connection limit 0');
    try {
      const crowded = () => connect(withUser('crowded'));
      await expectMeaning(crowded, { code: 'Unavailable', says: /out of connections/, passing: 'connection' });
    } finally {
      await one.rows('drop role crowded');
    }
  });

  it('by an unknown user does not pass', async () => {
    const stranger = () => connect(withUser('nobody-at-all', 'x'));
    await expectMeaning(stranger, { code: 'Unavailable', says: /user and password/, passing: null });
  });

  describe('by a password', () => {
    let rules: string | undefined;
    before(async function () {
      // Who may come in is changed on a server of our own only.
      if (server().restart === null) return this.skip();
      const own = await openSession(url);
      await own.rows(`create role guarded login password 'right'`);
      rules = await own.value(`select pg_read_file(current_setting('hba_file'))`);
      await write(own, `host all guarded 127.0.0.1/32 scram-sha-256\n${rules}`);
      await own.close();
    });
    after(async () => {
      if (rules === undefined) return;
      const own = await openSession(url);
      await write(own, rules);
      await own.rows('drop role guarded');
      await own.close();
    });

    /** The server's list of who may come in, line by line. */
    async function write(own: PostgresSession, text: string): Promise<void> {
      const lines = text.split('\n').map((line) => `('${line.replaceAll("'", "''")}')`);
      const file = await own.value(`select current_setting('hba_file')`);
      await own.rows(`copy (select * from (values ${lines.join(', ')}) lines) to '${file}'`);
      await own.rows('select pg_reload_conf()');
    }

    it('that is wrong does not pass', async () => {
      await until('the new rules are in force', async () => {
        await assert.rejects(connect(withUser('guarded', 'wrong')));
        await connect(withUser('guarded', 'right'));
        return true;
      });
      const wrong = () => connect(withUser('guarded', 'wrong'));
      await expectMeaning(wrong, { code: 'Unavailable', says: /user and password/, passing: null });
    });

    it('that is missing does not pass', async () => {
      const missing = () => connect(withUser('guarded'));
      await expectMeaning(missing, { code: 'Unavailable', says: /user and password/, passing: null });
    });
  });

  it('by an unknown database does not pass', async () => {
    const address = new URL(url);
    address.pathname = '/nowhere';
    await expectMeaning(() => connect(address.href), { code: 'Unavailable', says: /does not exist/, passing: null });
  });

  it('by a server that does not run passes', async () => {
    const port = await findFreePort();
    for (const host of ['127.0.0.1', 'localhost']) {
      const nobody = () => connect(`postgres://postgres@${host}:${port}/postgres`);
      await expectMeaning(nobody, { code: 'Unavailable', says: /cannot be reached/, passing: 'connection' });
    }
  });

  it('by a server that says nothing, or hangs up, passes', async () => {
    const unheard = { code: 'Unavailable', says: /cannot be reached/, passing: 'connection' };
    for (const greet of [(): void => undefined, (socket: Socket) => void socket.end()]) {
      const port = await findFreePort();
      const server = createServer(greet).listen(port, '127.0.0.1');
      await once(server, 'listening');
      try {
        await expectMeaning(() => connect(`postgres://postgres@127.0.0.1:${port}/postgres`, 50), unheard);
      } finally {
        server.close();
      }
    }
  });

  it('of the program itself is nobody’s to mend', async () => {
    for (const statement of ['select nonsense', 'insert into things values (null)', 'selec 1']) {
      assert.equal(meaningOf(await errorOf(() => one.rows(statement))).code, null, statement);
    }
    for (const error of [new Error('x'), null, 'text', { code: 5 }]) {
      assert.deepEqual([postgresFailure(error), passingFailure(error)], [null, null]);
    }
  });
});
