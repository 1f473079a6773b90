import assert from 'node:assert/strict';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { z } from 'zod';
import { createLog } from '../../src/log.ts';
import { connectionOptions, openPool, POSTGRES_LIMITS, type PostgresLimits } from '../../src/storage/postgres-pool.ts';
import { type CapturedLog, captureLog } from '../support/captured-log.ts';
import { openSession, type PostgresSession } from '../support/postgres-session.ts';
import { describeOnPostgres } from '../support/store-engines.ts';
import { until } from '../support/until.ts';

const resultSchema = z.object({ rows: z.array(z.record(z.string(), z.unknown())) });
const silent = createLog({ level: 'silent' });

describeOnPostgres('the pool', (server) => {
  let url: string;
  let admin: PostgresSession;
  let pool: PostgresPool;
  let captured: CapturedLog;

  before(async () => {
    url = await server().createDatabase();
    admin = await openSession(url);
  });
  after(() => admin.close());
  beforeEach(() => {
    captured = captureLog();
    pool = open({});
  });
  afterEach(() => pool.end());

  function open(limits: Partial<PostgresLimits>): PostgresPool {
    return openPool(url, { ...POSTGRES_LIMITS, ...limits }, captured.log);
  }

  async function rows(client: PostgresPoolClient, text: string, values: readonly unknown[] = []) {
    return resultSchema.parse(await client.query(text, values)).rows;
  }

  /** Runs one statement on a connection of its own. */
  async function once(text: string, values: readonly unknown[] = []) {
    const client = await pool.connect();
    try {
      return await rows(client, text, values);
    } finally {
      client.release();
    }
  }

  const pidOf = async (client: PostgresPoolClient) =>
    String((await rows(client, 'select pg_backend_pid() as pid'))[0]?.pid);

  it('refuses values that the engines would store differently, and sends nothing of them', async () => {
    const client = await pool.connect();
    const pid = await pidOf(client);
    for (const value of [true, Number.NaN, undefined, new Date(0), {}, 'a\0b']) {
      await assert.rejects(async () => client.query('select $1::text', [value]), { code: 'InvalidInput' });
    }
    const last = await admin.value('select query from pg_stat_activity where pid = $1', [pid]);
    assert.equal(last, 'select pg_backend_pid() as pid');
    client.release();
  });

  it('hands over counts as numbers and everything else as text or number, as SQLite does', async () => {
    assert.deepEqual(
      await once(`select count(*) as many, 7 as whole, 'x' collate "C" as word from pg_class where false`),
      [{ many: 0, whole: 7, word: 'x' }],
    );
  });

  it('prepares a statement once a connection, also beginning and end of a transaction', async () => {
    const client = await pool.connect();
    for (const value of ['a', 'b']) {
      for (const text of ['begin', 'select $1::text', 'commit'])
        await client.query(text, text.includes('$') ? [value] : []);
    }
    const prepared = await rows(client, 'select statement from pg_prepared_statements order by 1');
    client.release();
    assert.deepEqual(
      prepared.map(({ statement }) => statement),
      ['begin', 'commit', 'select $1::text', 'select statement from pg_prepared_statements order by 1'],
    );
  });

  it('plans long texts each time, and those beyond the first five hundred: lists of all lengths fill no memory', async () => {
    const client = await pool.connect();
    await client.query(`select 1 where 0 in (${'1, '.repeat(500)}1)`, []);
    for (let number = 0; number < 520; number += 1) await client.query(`select ${number}`, []);
    const [counted] = await rows(client, 'select count(*) as many from pg_prepared_statements');
    client.release();
    assert.equal(counted?.many, 500);
  });

  it('has the server stop a statement that takes too long, and goes on with the connection', async () => {
    await pool.end();
    pool = open({ statementMs: 30, connections: 1 });
    const running = `select count(*) from pg_stat_activity where query like 'select pg_sleep%' and state = 'active'`;
    await assert.rejects(once('select pg_sleep(30)'), { code: '57014' });
    // The error is sent before the session is shown as idle.
    await until('nothing runs', async () => (await admin.value(running)) === '0');
    assert.deepEqual(await once('select 1 as one'), [{ one: 1 }]);
  });

  it('has the server end a transaction in which nothing happens, with its locks, and goes on', async () => {
    await pool.end();
    pool = open({ idleTransactionMs: 30 });
    const client = await pool.connect();
    await client.query('begin', []);
    await client.query('select pg_advisory_xact_lock(1)', []);
    await until('its lock is free', async () => (await admin.value('select pg_try_advisory_xact_lock(1)')) === 'true');
    await assert.rejects(async () => client.query('commit', []));
    client.release();
    assert.deepEqual(await once('select 1 as one'), [{ one: 1 }]);
  });

  it('waits for an answer somewhat longer than the server may work, and for ever where the server may', () => {
    assert.equal(connectionOptions(url, { ...POSTGRES_LIMITS, statementMs: 1_000 }).query_timeout, 3_000);
    assert.equal(connectionOptions(url, { ...POSTGRES_LIMITS, statementMs: 0 }).query_timeout, 0);
  });

  it('gives nobody a connection beyond its number, and says so in time', async () => {
    await pool.end();
    pool = open({ connections: 2, connectMs: 500 });
    const taken = [await pool.connect(), await pool.connect()];
    await assert.rejects(pool.connect(), { message: /timeout exceeded/ });
    for (const client of taken) client.release();
    assert.equal((await once('select 1 as one')).length, 1);
  });

  it('survives that the server cuts an idle connection, says so, and opens another', async () => {
    const client = await pool.connect();
    const pid = await pidOf(client);
    client.release();
    await admin.rows('select pg_terminate_backend($1)', [pid]);
    await until('the loss is told', () => captured.parsed().some(({ msg }) => msg?.startsWith('an idle database')));
    assert.deepEqual(await once('select 1 as one'), [{ one: 1 }]);
  });

  it('survives that the server cuts a connection between two statements of a transaction', async () => {
    const client = await pool.connect();
    await client.query('begin', []);
    await admin.rows('select pg_terminate_backend($1)', [await pidOf(client)]);
    await until('the connection is gone', async () => {
      await assert.rejects(async () => client.query('select 1', []), /Client has encountered a connection error/);
      return true;
    });
    client.release();
    assert.deepEqual(await once('select 1 as one'), [{ one: 1 }]);
  });

  it('gives up a connection whose prepared statements another version has outdated', async () => {
    await pool.end();
    pool = open({ connections: 1 });
    await admin.rows('create table grown (id int)');
    await once('select * from grown');
    await admin.rows('alter table grown add column later text');
    await assert.rejects(once('select * from grown'), { code: '0A000' });
    assert.deepEqual(await once('select * from grown'), []);
  });
});

describe('the pool without a server', () => {
  it('says so at the first connection', async () => {
    const pool = openPool('postgres://postgres@127.0.0.1:1/none', POSTGRES_LIMITS, silent);
    await assert.rejects(pool.connect(), { code: 'ECONNREFUSED' });
    await pool.end();
  });
});
