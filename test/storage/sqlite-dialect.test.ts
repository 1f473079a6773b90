import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { Kysely, sql } from 'kysely';
import { migrate } from '../../src/storage/migrate.ts';
import type { Tables } from '../../src/storage/schema.ts';
import { openSqlite } from '../../src/storage/sqlite-database.ts';
import { createSqliteDialect, sqliteFailure } from '../../src/storage/sqlite-dialect.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../support/store-temporary.ts';

describe('sqlite dialect', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  it('says that a file can only be read', () => {
    const file = folder.file('intake.db');
    new DatabaseSync(file).close();
    const database = new DatabaseSync(file, { readOnly: true });
    assert.equal(failureOf(() => database.exec('create table t (a)'))?.code, 'Unavailable');
    assert.match(failureOf(() => database.exec('create table t (a)'))?.message ?? '', /writable/);
    database.close();
  });

  it('tells a row that is already there from every other constraint', () => {
    const database = new DatabaseSync(':memory:');
    database.exec('create table t (a integer primary key, b integer unique, c integer not null default 1)');
    database.exec('insert into t values (1, 1, 1)');
    assert.equal(failureOf(() => database.exec('insert into t values (1, 2, 1)'))?.code, 'Conflict');
    assert.equal(failureOf(() => database.exec('insert into t values (2, 1, 1)'))?.code, 'Conflict');
    assert.equal(
      failureOf(() => database.exec('insert into t values (2, 2, null)')),
      null,
    );
    assert.equal(
      failureOf(() => database.exec('select * from nowhere')),
      null,
    );
    database.close();
  });

  it('leaves errors of others alone', () => {
    for (const error of [new Error('x'), null, 'text', { errcode: 'five' }]) assert.equal(sqliteFailure(error), null);
  });

  it('undoes a migration that failed half-way', async () => {
    const dialect = createSqliteDialect(openSqlite(folder.file('intake.db'), 0));
    const db = new Kysely<Tables>({ dialect: dialect.kysely });
    await sql`create table counters (clash text)`.execute(db);
    await assert.rejects(migrate(db, dialect), /counters/);
    const tables = await db.introspection.getTables();
    assert.deepEqual(
      tables.map(({ name }) => name).filter((name) => !name.startsWith('kysely_')),
      ['counters'],
    );
    await db.destroy();
  });

  it('tells why a full disk stopped a transaction, and goes on afterwards', async () => {
    const dialect = createSqliteDialect(openSqlite(folder.file('intake.db'), 0));
    const db = new Kysely<Tables>({ dialect: dialect.kysely });
    await migrate(db, dialect);
    await sql`pragma max_page_count = 1`.execute(db);
    const write = (name: string) =>
      db
        .transaction()
        .execute((transaction) => transaction.insertInto('counters').values({ tenant: '', name, value: 1 }).execute());
    await assert.rejects(
      write('x'.repeat(200_000)),
      (error) => sqliteFailure(error)?.message.includes('disk is full') ?? false,
    );
    await write('small');
    await db.destroy();
  });

  it('keeps only so many statements ready', () => {
    const database = openSqlite(':memory:', 0);
    const first = database.prepare('select 0 as n');
    for (let n = 1; n <= 300; n += 1) assert.equal(database.prepare(`select ${n} as n`).all([]).length, 1);
    assert.notEqual(database.prepare('select 0 as n'), first);
    assert.equal(database.prepare('select 0 as n'), database.prepare('select 0 as n'));
    database.close();
  });
});

function failureOf(action: () => void) {
  try {
    action();
  } catch (error) {
    return sqliteFailure(error);
  }
  return assert.fail('nothing was thrown');
}
