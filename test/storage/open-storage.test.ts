import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { sampleConversation, sampleTurn } from '../support/store-samples.ts';
import { createTemporaryFolder, openStore, type TemporaryFolder } from '../support/store-temporary.ts';

const OPEN_STORE = new URL('../support/store-temporary.ts', import.meta.url).href;
const run = promisify(execFile);
const SYSTEM = { system: 'turn' } as const;

describe('openStorage', () => {
  let folder: TemporaryFolder;
  beforeEach(() => {
    folder = createTemporaryFolder();
  });
  afterEach(() => folder.remove());

  it('creates folders that only their owner can enter, the file and the tables', async () => {
    const store = await openStore(`file:${folder.file('deep/data/intake.db')}`);
    await store.ping(SYSTEM);
    await store.close();
    assert.ok(existsSync(folder.file('deep/data/intake.db')));
    assert.equal(statSync(folder.file('deep/data')).mode & 0o077, 0);
  });

  it('takes a file address as well and finds the rows again', async () => {
    const address = pathToFileURL(folder.file('intake.db')).href;
    const first = await openStore(address);
    await first.commitTurn(SYSTEM, sampleTurn());
    await first.close();
    const second = await openStore(address);
    const found = await second.loadConversation(SYSTEM, 'directline/one');
    await second.close();
    assert.deepEqual(found, sampleConversation({ version: 1 }));
  });

  it('keeps a write-ahead log, so that readers of other processes never wait', async () => {
    const store = await openStore(`file:${folder.file('intake.db')}`);
    await store.commitTurn(SYSTEM, sampleTurn());
    const other = new DatabaseSync(folder.file('intake.db'), { readOnly: true });
    assert.equal(other.prepare('pragma journal_mode').get()?.journal_mode, 'wal');
    assert.equal(other.prepare('select count(*) as rows from conversations').get()?.rows, 1);
    other.close();
    await store.close();
  });

  it('lets processes start on one new file at the same moment', async () => {
    const address = `file:${folder.file('intake.db')}`;
    const program = `const { openStore } = await import(process.argv[1]);
      const store = await openStore(process.argv[2]);
      process.stdout.write(String(await store.nextNumber({ system: 'turn' }, 'n')));
      await store.close();`;
    const start = () => run(process.execPath, ['--input-type=module', '-e', program, OPEN_STORE, address]);
    const numbers = (await Promise.all([start(), start(), start()])).map(({ stdout }) => stdout);
    assert.deepEqual(numbers.toSorted(), ['1', '2', '3']);
  });

  for (const address of [
    'mysql://user:secret@db/intake',
    'intake.db',
    'file:',
    'file:./data/',
    'file:a.db?mode=ro',
    '',
  ]) {
    it(`refuses the address "${address}" and says what is supported, without its secrets`, async () => {
      await assert.rejects(openStore(address), (error: Error & { code?: string }) => {
        assert.equal(error.code, 'InvalidConfiguration');
        assert.match(error.message, /file:\.\/data\/intake\.db/);
        assert.doesNotMatch(error.message, /secret/);
        return true;
      });
    });
  }

  it('refuses a file of another host', async () => {
    await assert.rejects(openStore('file://server/share/intake.db'), { code: 'InvalidConfiguration' });
  });

  it('says that a file is no database', async () => {
    writeFileSync(folder.file('intake.db'), 'plain text '.repeat(100));
    await assert.rejects(openStore(`file:${folder.file('intake.db')}`), { code: 'Unavailable', message: /no SQLite/ });
  });

  it('says that a folder cannot be created or is no file', async () => {
    writeFileSync(folder.file('taken'), '');
    await assert.rejects(openStore(`file:${folder.file('taken/intake.db')}`), {
      code: 'Unavailable',
      message: /folder/,
    });
    await assert.rejects(openStore(`file:${folder.path}`), { code: 'Unavailable', message: /cannot be opened/ });
  });

  it('says that another program holds the lock, and works on when it is gone', async () => {
    const file = folder.file('intake.db');
    const store = await openStore(`file:${file}`, { busyTimeoutMs: 0 });
    const other = new DatabaseSync(file);
    other.exec('begin immediate');
    await assert.rejects(store.commitTurn(SYSTEM, sampleTurn()), { code: 'Unavailable', message: /locked/ });
    assert.equal(await store.loadConversation(SYSTEM, 'directline/one'), null);
    await assert.rejects(store.ping(SYSTEM), { code: 'Unavailable', message: /locked/ });
    other.exec('rollback');
    other.close();
    await store.ping(SYSTEM);
    await store.commitTurn(SYSTEM, sampleTurn());
    await store.close();
  });

  it('refuses tables of a newer version', async () => {
    const address = `file:${folder.file('intake.db')}`;
    await (await openStore(address)).close();
    const other = new DatabaseSync(folder.file('intake.db'));
    other.exec(`insert into kysely_migration values ('9999-later', '2030-01-01T00:00:00.000Z')`);
    other.close();
    await assert.rejects(openStore(address), { code: 'InvalidConfiguration', message: /newer version/ });
  });

  it('says that it is closed, and can be closed twice', async () => {
    const store = await openStore(`file:${folder.file('intake.db')}`);
    await store.close();
    await store.close();
    await assert.rejects(store.ping(SYSTEM), { code: 'Unavailable', message: /closed/ });
  });
});
