import assert from 'node:assert/strict';
import { existsSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { createLogFlush } from '../../src/storage/log-flush.ts';
import { openSqlite } from '../../src/storage/sqlite-database.ts';
import { createTemporaryFolder, type TemporaryFolder } from '../support/store-temporary.ts';
import { until } from '../support/until.ts';

const DISK_FAILED = { code: 'Unavailable', message: /^The disk failed/ };
/** Where Linux lists what this process has open. */
const OPEN_FILES = '/proc/self/fd';

describe('the flush of the write-ahead log', () => {
  let folder: TemporaryFolder;
  let path: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
    path = folder.file('intake.db');
  });
  afterEach(() => folder.remove());

  /** How often this process has the log open. */
  function timesOpen(): number {
    const targets = readdirSync(OPEN_FILES).map((name) => {
      try {
        return readlinkSync(`${OPEN_FILES}/${name}`);
      } catch {
        return '';
      }
    });
    return targets.filter((target) => target === `${path}-wal`).length;
  }

  it('is done through one descriptor of the log that the database writes, until the database is closed', async function () {
    if (!existsSync(OPEN_FILES)) this.skip();
    const database = openSqlite(path, 0);
    database.prepare('create table t (a)').run([]);
    const before = timesOpen();
    assert.equal(before, 1, 'SQLite has its own');
    for (let count = 0; count < 3; count += 1) {
      database.prepare('insert into t values (1)').run([]);
      await database.flush();
    }
    assert.equal(timesOpen(), before + 1);
    database.close();
    await until('it is closed', () => timesOpen() === 0);
  });

  it('fails when the system cannot put the log on a disk, and is tried anew by the next who asks', async () => {
    // A device that takes every byte and has no disk behind it: the system refuses to flush it.
    symlinkSync('/dev/null', `${path}-wal`);
    const log = createLogFlush(path);
    await assert.rejects(log.flush(), DISK_FAILED);
    await assert.rejects(log.flush(), DISK_FAILED);
    log.close();
  });

  it('fails when there is no log', async () => {
    const log = createLogFlush(path);
    await assert.rejects(log.flush(), DISK_FAILED);
    log.close();
  });

  it('that runs while the database is closed comes to its end, and leaves nothing open', async function () {
    if (!existsSync(OPEN_FILES)) this.skip();
    const database = openSqlite(path, 0);
    database.prepare('create table t (a)').run([]);
    const flushed = database.flush();
    database.close();
    await flushed;
    await until('it is closed', () => timesOpen() === 0);
  });
});
