import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { ownFile } from '../../src/storage/file-owner.ts';
import { createTemporaryFolder, openAsInstance, type TemporaryFolder } from '../support/store-temporary.ts';

const OWNER = new URL('../../src/storage/file-owner.ts', import.meta.url).href;
const SYSTEM = { system: 'turn' } as const;
const TAKEN = { code: 'Unavailable', message: /^Another instance runs on the database file/ };

describe('the owner of a database file', () => {
  let folder: TemporaryFolder;
  let path: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
    path = folder.file('intake.db');
  });
  afterEach(() => folder.remove());

  /** Another process that has the file, until it is killed. */
  async function ownElsewhere() {
    const program = `const { ownFile } = await import(process.argv[1]);
      ownFile(process.argv[2], 0);
      process.stdout.write('owned');
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, OWNER, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    return {
      kill: async () => {
        const ended = once(child, 'exit');
        child.kill('SIGKILL');
        await ended;
      },
    };
  }

  it('is one process, and the next one as soon as it was killed', async () => {
    const other = await ownElsewhere();
    assert.throws(() => ownFile(path, 0), TAKEN);
    await other.kill();
    ownFile(path, 0)();
  });

  it('may give it up, twice as well, and leaves an empty file that only its user may read', () => {
    const disown = ownFile(path, 0);
    assert.throws(() => ownFile(path, 0), TAKEN);
    disown();
    disown();
    ownFile(path, 0)();
    assert.deepEqual(readdirSync(folder.path), ['intake.db-owner']);
    assert.equal(statSync(`${path}-owner`).size, 0);
    assert.equal(statSync(`${path}-owner`).mode & 0o077, 0);
  });

  it('is waited for while it ends', async () => {
    const other = await ownElsewhere();
    const killed = other.kill();
    ownFile(path, 10_000)();
    await killed;
  });

  it('is the product that opened it as its own, until it closes; whoever else opens it does not care', async () => {
    const product = await openAsInstance(`file:${path}`, { ownsFile: true });
    await assert.rejects(openAsInstance(`file:${path}`, { ownsFile: true, busyTimeoutMs: 0 }), TAKEN);
    const beside = await openAsInstance(`file:${path}`);
    await beside.store.ping(SYSTEM);
    await beside.close();
    await product.close();
    const next = await openAsInstance(`file:${path}`, { ownsFile: true, busyTimeoutMs: 0 });
    await next.store.ping(SYSTEM);
    await next.close();
  });

  it('is nobody for a file that is opened without being owned', async () => {
    const storage = await openAsInstance(`file:${path}`);
    assert.equal(existsSync(`${path}-owner`), false);
    await storage.close();
  });

  it('gives it up again when the tables cannot be used', async () => {
    const first = await openAsInstance(`file:${path}`, { ownsFile: true });
    await first.close();
    const other = new DatabaseSync(path);
    other.exec(`insert into kysely_migration values ('9999-later', '2030-01-01T00:00:00.000Z')`);
    await assert.rejects(openAsInstance(`file:${path}`, { ownsFile: true }), { code: 'InvalidConfiguration' });
    other.exec(`delete from kysely_migration where name = '9999-later'`);
    other.close();
    await (await openAsInstance(`file:${path}`, { ownsFile: true, busyTimeoutMs: 0 })).close();
  });

  it('cannot be where no file can be made, which is said', () => {
    assert.throws(() => ownFile(folder.file('nowhere/intake.db'), 0), {
      code: 'Unavailable',
      message: /cannot be opened/,
    });
  });
});
