import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { createLog } from '../../src/log.ts';
import { type Backup, backupDatabase } from '../../src/storage/backup-database.ts';
import { readDatabaseAddress } from '../../src/storage/database-address.ts';
import { migrate } from '../../src/storage/migrate.ts';
import { useDatabase } from '../../src/storage/use-database.ts';
import { fillDatabase, readRows } from '../support/filled-database.ts';
import { describeOnEveryEngine, type TestDatabase } from '../support/store-engines.ts';
import { createTemporaryFolder, openStore, type TemporaryFolder } from '../support/store-temporary.ts';
import { until } from '../support/until.ts';

const SYSTEM = { system: 'turn' } as const;
const WRITER = fileURLToPath(new URL('../support/store-endless-writer.ts', import.meta.url));
const log = createLog({ level: 'silent' });

function backUp(url: string, file: string, more: Partial<Backup> = {}) {
  return backupDatabase({ address: readDatabaseAddress(url), file, log, ...more });
}

/** A child that writes turn after turn; `told` is the last one that it knows to be committed. */
function startWriter(url: string) {
  const child = spawn(process.execPath, [WRITER, url], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  let told = 0;
  child.stdout.setEncoding('utf8').on('data', (lines: string) => {
    told = Number(lines.trimEnd().split('\n').at(-1));
  });
  return {
    told: () => told,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** Counts the turns of a database that only the endless writer wrote to, and expects each of them to be whole. */
async function wholeTurns(file: string): Promise<number> {
  const store = await openStore(`file:${file}`);
  const conversation = await store.loadConversation(SYSTEM, 'directline/one');
  const turns = conversation?.version ?? 0;
  assert.deepEqual(conversation?.state, { turn: turns });
  await store.close();
  const { activities, requests, request_events: events, deliveries } = await readRows(`file:${file}`);
  assert.equal(activities?.length, turns * 2);
  for (const rows of [requests, events, deliveries]) assert.equal(rows?.length, turns);
  return turns;
}

describeOnEveryEngine('a backup', (engine) => {
  let folder: TemporaryFolder;
  let database: TestDatabase;
  beforeEach(async () => {
    folder = createTemporaryFolder();
    database = await engine.createDatabase();
  });
  afterEach(async () => {
    await database.remove();
    folder.remove();
  });

  it('made while another process writes holds a whole number of turns, and a store opens it', async () => {
    const writer = startWriter(database.url);
    await until('forty turns', () => writer.told() >= 40);
    const before = writer.told();
    const file = folder.file('backup.db');
    const counts = await backUp(database.url, file);
    const after = writer.told();
    await until('a turn after the backup', () => writer.told() > after);
    await writer.kill();

    const turns = await wholeTurns(file);
    assert.ok(turns >= before && turns <= after + 1, `${before} <= ${turns} <= ${after} + 1`);
    assert.equal(counts.find(({ table }) => table === 'requests')?.rows, turns);
  });

  it('is one plain file that only its owner may read', async () => {
    await fillDatabase(database.url, 3);
    const file = folder.file('backup.db');
    await backUp(database.url, file);
    assert.deepEqual(readdirSync(folder.path), ['backup.db']);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const plain = new DatabaseSync(file, { readOnly: true });
    assert.equal(plain.prepare('pragma journal_mode').get()?.journal_mode, 'delete');
    assert.equal(plain.prepare('pragma integrity_check').get()?.integrity_check, 'ok');
    plain.close();
    assert.deepEqual((await readRows(`file:${file}`)).activities, (await readRows(database.url)).activities);
  });

  it('takes tables of an older version as they are, so that it can be made before an upgrade', async () => {
    await useDatabase(readDatabaseAddress(database.url), { access: 'write', log }, ({ db, dialect }) =>
      migrate(db, dialect, '0001-initial'),
    );
    await database.change(`insert into counters values ('', 'requests-20260302', 7)`);
    const file = folder.file('backup.db');
    const counts = await backUp(database.url, file);
    assert.deepEqual(
      counts.filter(({ rows }) => rows > 0),
      [{ table: 'counters', rows: 1 }],
    );
    assert.equal((await readRows(`file:${file}`)).outgoing_messages, undefined);
    const store = await openStore(`file:${file}`);
    assert.equal(await store.nextNumber(SYSTEM, 'requests-20260302'), 8);
    await store.close();
  });

  it('writes over nothing', async () => {
    await fillDatabase(database.url, 3);
    const file = folder.file('backup.db');
    writeFileSync(file, 'precious');
    await assert.rejects(backUp(database.url, file), { code: 'Conflict', message: /backup\.db exists already/ });
    assert.equal(readFileSync(file, 'utf8'), 'precious');
    writeFileSync(folder.file('other.db.part'), 'half');
    await assert.rejects(backUp(database.url, folder.file('other.db')), {
      code: 'Conflict',
      message: /other\.db\.part exists: .* Delete it/,
    });
    assert.deepEqual(readdirSync(folder.path).toSorted(), ['backup.db', 'other.db.part']);
  });

  it('wants a folder that is there', async () => {
    await assert.rejects(backUp(database.url, folder.file('none/backup.db')), {
      code: 'Unavailable',
      message: /there is no folder .*none/,
    });
    assert.ok(!existsSync(folder.file('none')));
  });

  it('of a database without tables of the product is refused, and leaves no file', async () => {
    await database.change('create table something (id text)');
    await assert.rejects(backUp(database.url, folder.file('backup.db')), {
      code: 'InvalidConfiguration',
      message: /^(SQLite file|PostgreSQL database) .*: It holds no tables of this product/,
    });
    assert.deepEqual(readdirSync(folder.path), []);
  });

  it('that its caller ends leaves no file', async () => {
    await fillDatabase(database.url, 3);
    const stop = new Error('stop');
    const onProgress = () => {
      throw stop;
    };
    await assert.rejects(backUp(database.url, folder.file('backup.db'), { onProgress }), stop);
    assert.deepEqual(readdirSync(folder.path), []);
  });
});

describe('a backup of a file that is written to between any two of its steps', () => {
  it('ends, and holds what was there when it began', async () => {
    const folder = createTemporaryFolder();
    const file = folder.file('intake.db');
    await fillDatabase(`file:${file}`, 3);
    const other = new DatabaseSync(file);
    other.exec(`with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < 2000)
      insert into counters select 'contoso', n || '${'x'.repeat(2000)}', n from numbers`);
    const before = await readRows(`file:${file}`);
    const steps: number[] = [];
    const onProgress = ({ done }: { done: number }) => {
      steps.push(done);
      assert.ok(steps.length < 100, 'it began again and again');
      other.exec('update counters set value = value + 1');
    };
    await backUp(`file:${file}`, folder.file('backup.db'), { onProgress });
    assert.ok(steps.length > 5 && new Set(steps).size === steps.length, steps.join());
    assert.deepEqual(await readRows(`file:${folder.file('backup.db')}`), before);
    other.close();
    folder.remove();
  });
});

describe('a backup of a file that is damaged', () => {
  let folder: TemporaryFolder;
  let file: string;
  beforeEach(async () => {
    folder = createTemporaryFolder();
    file = folder.file('intake.db');
    await fillDatabase(`file:${file}`, 1000);
  });
  afterEach(() => folder.remove());

  const backup = () => backUp(`file:${file}`, folder.file('backup.db'));

  it('in its middle is not kept', async () => {
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 20 * 4096, 40 * 4096);
    writeFileSync(file, bytes);
    await assert.rejects(backup(), { code: 'Unavailable', message: /damaged/ });
    assert.deepEqual(readdirSync(folder.path), ['intake.db']);
  });

  it('by its end being cut off is not kept', async () => {
    truncateSync(file, 30 * 4096);
    await assert.rejects(backup(), { code: 'Unavailable', message: /damaged/ });
    assert.deepEqual(readdirSync(folder.path), ['intake.db']);
  });

  it('or missing, or no database, is told so', async () => {
    writeFileSync(file, 'plain text '.repeat(1000));
    await assert.rejects(backup(), { code: 'Unavailable', message: /intake\.db: .*no SQLite/ });
    await assert.rejects(backUp(`file:${folder.file('none.db')}`, folder.file('backup.db')), {
      message: /none\.db: There is no such file/,
    });
    assert.deepEqual(readdirSync(folder.path), ['intake.db']);
  });
});
