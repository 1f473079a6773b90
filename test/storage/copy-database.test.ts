import assert from 'node:assert/strict';
import { existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { createLog } from '../../src/log.ts';
import { COPIED_TABLES } from '../../src/storage/copied-tables.ts';
import { type CopyOrder, copyDatabase } from '../../src/storage/copy-database.ts';
import { readDatabaseAddress } from '../../src/storage/database-address.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { readTableColumns } from '../../src/storage/table-columns.ts';
import { useDatabase } from '../../src/storage/use-database.ts';
import { fillDatabase, readRows } from '../support/filled-database.ts';
import { describeOnEveryEngine, describeOnPostgres, type TestDatabase } from '../support/store-engines.ts';
import { sampleActivity, sampleConversation, sampleTurn, uuid } from '../support/store-samples.ts';
import { createTemporaryFolder, openStore, type TemporaryFolder } from '../support/store-temporary.ts';

const SYSTEM = { system: 'turn' } as const;
const log = createLog({ level: 'silent' });

function copy(from: string, to: string, more: Partial<CopyOrder> = {}) {
  return copyDatabase({ from: readDatabaseAddress(from), to: readDatabaseAddress(to), log, ...more });
}

/** Brings the tables to those of the first release. */
function makeOld(url: string): Promise<readonly string[]> {
  return useDatabase(readDatabaseAddress(url), { access: 'write', log }, ({ db, dialect }) =>
    migrate(db, dialect, '0001-initial'),
  );
}

/** What a copy of rows holds: no claims, and no message that anybody is sending. */
function asCopied(rows: Awaited<ReturnType<typeof readRows>>): typeof rows {
  const free = { claimed_by: null, claimed_until: null };
  return {
    ...rows,
    deliveries: (rows.deliveries ?? []).map((row) => ({ ...row, ...free })),
    outgoing_messages: (rows.outgoing_messages ?? []).map((row) => ({
      ...row,
      ...free,
      ...(row.status === 'sending' ? { status: 'unclear', last_error: 'instance-lost' } : {}),
    })),
    conversation_leases: [],
  };
}

describe('what a copy holds', () => {
  it('is every table but the leases', async () => {
    const folder = createTemporaryFolder();
    const address = readDatabaseAddress(`file:${folder.file('intake.db')}`);
    const present = await useDatabase(address, { access: 'write', log }, async ({ db, dialect }) => {
      await migrate(db, dialect);
      return readTableColumns(db);
    });
    const own = [...present.keys()].filter((table) => !table.startsWith('kysely_'));
    const copied = COPIED_TABLES.map(({ table }) => table);
    assert.deepEqual(own.toSorted(), [...copied, 'conversation_leases'].toSorted());
    for (const { table, key } of COPIED_TABLES) {
      const columns = present.get(table)?.map(({ name }) => name) ?? [];
      assert.ok(key.length > 0 && key.every((column) => columns.includes(column)), table);
    }
    folder.remove();
  });
});

describeOnPostgres('a copy of a whole database', (server) => {
  it('from a file and back holds the same rows, of all tables, and a store opens it', async () => {
    const folder = createTemporaryFolder();
    const file = `file:${folder.file('intake.db')}`;
    const back = `file:${folder.file('back.db')}`;
    const postgres = await server().createDatabase();
    await fillDatabase(file);
    const rows = await readRows(file);

    const counts = await copy(file, postgres);
    assert.deepEqual(
      Object.fromEntries(counts.map(({ table, rows: count }) => [table, count])),
      Object.fromEntries(COPIED_TABLES.map(({ table }) => [table, rows[table]?.length])),
    );
    assert.ok(counts.every((counted) => counted.rows > 0));
    assert.deepEqual(await readRows(postgres), asCopied(rows));
    await copy(postgres, back);
    assert.deepEqual(await readRows(back), asCopied(rows));

    const store = await openStore(postgres);
    assert.equal((await store.loadConversation(SYSTEM, 'directline/long'))?.lastSeq, 450);
    assert.equal((await store.listRequests(SYSTEM, { limit: 10 })).requests.length, 1);
    assert.equal(await store.nextNumber(SYSTEM, 'requests-20260302'), 2);
    await store.close();
    folder.remove();
  });

  it('ends with the name of the server that is gone', async function () {
    const { restart } = server();
    if (restart === null) return this.skip();
    const [from, to] = [await server().createDatabase(), await server().createDatabase()];
    await fillDatabase(from);
    let restarted: Promise<void> | undefined;
    await assert.rejects(copy(from, to, { onProgress: () => (restarted ??= restart()) }), {
      code: 'Unavailable',
      message: /^PostgreSQL database intake_[0-9a-f]+ on 127\.0\.0\.1:\d+: /,
    });
    await restarted;
    assert.deepEqual(await readRows(to), {});
    assert.equal((await copy(from, to)).length, COPIED_TABLES.length);
  });
});

describeOnEveryEngine('a copy', (engine) => {
  let folder: TemporaryFolder;
  let source: TestDatabase;
  let target: TestDatabase;
  beforeEach(async () => {
    folder = createTemporaryFolder();
    source = await engine.createDatabase();
    target = await engine.createDatabase();
  });
  afterEach(async () => {
    await source.remove();
    await target.remove();
    folder.remove();
  });

  it('leaves claims and leases behind, and takes messages that were being sent for unclear', async () => {
    await fillDatabase(source.url);
    await source.change(`insert into conversation_leases values ('msteams/1', 'one', '2026-03-02T01:00:30.000Z', '');
      update deliveries set claimed_by = 'one', claimed_until = '2026-03-02T01:00:30.000Z', attempts = 3`);
    const before = await readRows(source.url);
    await copy(source.url, target.url);
    const { outgoing_messages: outgoing, deliveries, conversation_leases: leases } = await readRows(target.url);
    assert.deepEqual(
      outgoing?.map(({ id, status, last_error, claimed_by, claimed_until }) => [
        id,
        status,
        last_error,
        claimed_by,
        claimed_until,
      ]),
      [
        [uuid(0xe1), 'unclear', 'instance-lost', null, null],
        [uuid(0xe2), 'pending', null, null, null],
      ],
    );
    assert.deepEqual(
      deliveries?.map((row) => [row.attempts, row.claimed_by, row.claimed_until]),
      [[3, null, null]],
    );
    assert.deepEqual(leases, []);
    assert.deepEqual(await readRows(source.url), before);
  });

  it('is of one moment while an instance goes on writing', async () => {
    await fillDatabase(source.url);
    const { store } = await source.open();
    const before = await readRows(source.url);
    let turns: Promise<unknown> = Promise.resolve();
    let version = 0;
    await copy(source.url, target.url, {
      onProgress: () => {
        const conversation = sampleConversation({ id: 'directline/later', version, lastSeq: version + 1 });
        version += 1;
        const activities = [sampleActivity({ conversationId: conversation.id, seq: version })];
        turns = turns.then(() => store.commitTurn(SYSTEM, sampleTurn({ conversation, activities })));
      },
    });
    await turns;
    assert.equal((await store.loadConversation(SYSTEM, 'directline/later'))?.version, version);
    assert.ok(version > COPIED_TABLES.length);
    assert.deepEqual(await readRows(target.url), asCopied(before));
  });

  it('goes into an empty database only, and changes nothing of another one', async () => {
    await fillDatabase(source.url);
    await makeOld(target.url);
    await target.change(`insert into counters values ('', 'requests-20260302', 7)`);
    const before = await readRows(target.url);
    await assert.rejects(copy(source.url, target.url), { code: 'Conflict', message: /rows in counters already/ });
    const after = await readRows(target.url);
    assert.deepEqual(after, before);
    assert.equal(after.outgoing_messages, undefined);
  });

  it('is refused for tables of another version or product, and leaves no trace', async () => {
    await source.change('create table something (id text)');
    await assert.rejects(copy(source.url, target.url), {
      code: 'InvalidConfiguration',
      message: /no tables of this product/,
    });
    await makeOld(source.url);
    await assert.rejects(copy(source.url, target.url), {
      code: 'InvalidConfiguration',
      message: /older version.*npm run db -- migrate/,
    });
    await fillDatabase(source.url);
    await source.change(`insert into kysely_migration values ('9999-later', '2027-01-01T00:00:00.000Z')`);
    await assert.rejects(copy(source.url, target.url), { code: 'InvalidConfiguration', message: /newer version/ });
    if (target.url.startsWith('file:')) assert.ok(!existsSync(target.url.slice('file:'.length)));
    else assert.deepEqual(await readRows(target.url), {});
  });

  it('is refused into itself', async () => {
    await fillDatabase(source.url);
    await assert.rejects(copy(source.url, source.url), { code: 'InvalidConfiguration', message: /same database/ });
    const [, path] = /^file:(.*)/.exec(source.url) ?? [];
    const link = folder.file('link.db');
    if (path) symlinkSync(path, link);
    const alias = path ? `file:${link}` : source.url.replace('//postgres@', '//postgres:secret@');
    await assert.rejects(copy(source.url, alias), { message: /same database/ });
  });

  it('ends where its caller wants to stop, and leaves the other database empty', async () => {
    await fillDatabase(source.url);
    const stop = new Error('stop');
    const onProgress = ({ what, done }: { what: string; done: number }) => {
      if (what === 'activities' && done > 200) throw stop;
    };
    await assert.rejects(copy(source.url, target.url, { onProgress }), stop);
    assert.deepEqual(Object.values(await readRows(target.url)).flat(), []);
    assert.equal((await copy(source.url, target.url)).length, COPIED_TABLES.length);
  });
});

describe('a copy of what is no database', () => {
  it('is refused, and makes no file', async () => {
    const folder = createTemporaryFolder();
    const [text, to] = [folder.file('text'), folder.file('to.db')];
    writeFileSync(text, 'plain text '.repeat(100));
    await assert.rejects(copy(`file:${text}`, `file:${to}`), { code: 'Unavailable', message: /text: .*no SQLite/ });
    await assert.rejects(copy(`file:${folder.file('none.db')}`, `file:${to}`), {
      message: /none\.db: There is no such file/,
    });
    assert.ok(!existsSync(to) && !existsSync(folder.file('none.db')));
    folder.remove();
  });
});
