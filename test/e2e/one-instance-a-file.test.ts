import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { startChat } from '../support/chat-client.ts';
import {
  createDataFolder,
  type DataFolder,
  findFreePort,
  runToItsEnd,
  startServer,
} from '../support/server-process.ts';

const DB = resolve(import.meta.dirname, '../../scripts/db.ts');
const run = promisify(execFile);

describe('a second instance on one SQLite file', function () {
  this.timeout(60_000);
  let data: DataFolder;
  beforeEach(async () => {
    data = await createDataFolder();
  });
  afterEach(() => data.remove());

  it('does not start, says why, and leaves the first one as it is', async () => {
    const first = await startServer({ data });
    const chat = await startChat(first, 'dl_contoso-admin');
    const { code, stdout, stderr } = await runToItsEnd({ PORT: String(await findFreePort()) }, data.path);
    assert.deepEqual([code, stdout], [1, '']);
    assert.equal(
      stderr,
      'Another instance runs on the database file of DATABASE_URL; end it first. Several instances need PostgreSQL.\n',
    );
    await chat.post('全公司都收不到外部邮件');
    assert.deepEqual(await first.stop(), { code: 0, signal: null });
  });

  it('starts at once when the first one was killed', async () => {
    const first = await startServer({ data });
    await first.kill();
    const second = await startServer({ data });
    await second.stop();
  });

  it('is no backup and no copy: these run beside the product', async () => {
    const first = await startServer({ data });
    const file = `file:${join(data.path, 'data/intake.db')}`;
    for (const command of [
      ['backup', file, join(data.path, 'backup.db')],
      ['copy', file, `file:${join(data.path, 'copy.db')}`],
    ])
      await run(process.execPath, [DB, ...command], { cwd: data.path });
    assert.ok(existsSync(join(data.path, 'backup.db')) && existsSync(join(data.path, 'copy.db')));
    await first.stop();
  });
});
