import assert from 'node:assert/strict';
import { Kysely } from 'kysely';
import { compileOnce } from '../../src/storage/compile-once.ts';
import { migrate } from '../../src/storage/migrate.ts';
import type { Tables } from '../../src/storage/schema.ts';
import { openSqlite } from '../../src/storage/sqlite-database.ts';
import { createSqliteDialect } from '../../src/storage/sqlite-dialect.ts';

describe('compileOnce', () => {
  let db: Kysely<Tables>;
  beforeEach(async () => {
    const dialect = createSqliteDialect(openSqlite(':memory:', 0));
    db = new Kysely<Tables>({ dialect: dialect.kysely });
    await migrate(db, dialect);
  });
  afterEach(() => db.destroy());

  it('builds the statement once and puts each value in its place', async () => {
    let built = 0;
    const insert = compileOnce({ tenant: ':tenant', name: ':name', value: -1 }, (executor, { value, ...names }) => {
      built += 1;
      return executor.insertInto('counters').values({ value, ...names });
    });
    await insert(db, { tenant: '', name: 'a', value: 1 });
    await insert(db, { tenant: '', name: 'b', value: 2 });
    const rows = await db.selectFrom('counters').select(['name', 'value']).orderBy('name').execute();
    assert.deepEqual(
      rows.map(({ name, value }) => [name, value]),
      [
        ['a', 1],
        ['b', 2],
      ],
    );
    assert.equal(built, 1);
  });

  it('refuses samples that cannot be told apart', () => {
    const insert = compileOnce({ name: ':same', tenant: ':same', value: -1 }, (executor, values) =>
      executor.insertInto('counters').values(values),
    );
    assert.throws(() => insert(db, { name: 'a', tenant: 'b', value: 1 }), /exactly one parameter/);
  });
});
