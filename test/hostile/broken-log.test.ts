import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createDataFolder, type DataFolder, findFreePort } from '../support/server-process.ts';

const MAIN = resolve(import.meta.dirname, '../../src/main.ts');
/** Writes to it fail as on a full disk (Linux). */
const FULL = '/dev/full';
const ENOUGH_LINES = 50;

describe('a log that cannot be written', function () {
  this.timeout(60_000);
  let data: DataFolder;
  beforeEach(async () => {
    data = await createDataFolder();
  });
  afterEach(() => data.remove());

  /** Starts the product with its log going somewhere, and waits until it answers. */
  async function start(log: number | 'pipe') {
    const port = await findFreePort();
    const { PATH = '' } = process.env;
    const keys = { STAFF_API_KEY: 's'.repeat(40), DIRECTLINE_SECRET: 'd'.repeat(40) };
    const child = spawn(process.execPath, [MAIN], {
      cwd: data.path,
      env: { PATH, PORT: String(port), LOG_LEVEL: 'info', ...keys },
      stdio: ['ignore', 'ignore', log],
    });
    const url = `http://localhost:${port}`;
    const answers = () =>
      fetch(`${url}/nothing-here`).then(
        ({ status }) => status === 404,
        () => false,
      );
    return { child, answers };
  }

  /** Each answer writes a line. */
  async function goesOn({ child, answers }: Awaited<ReturnType<typeof start>>): Promise<void> {
    for (let waited = 0; waited < 400 && !(await answers()) && child.exitCode === null; waited += 1) await pause(50);
    for (let line = 0; line < ENOUGH_LINES; line += 1) assert.equal(await answers(), true, `after ${line} lines`);
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    // A process that hangs at its end is ended by the supervisor half a minute later.
    const late = pause(20_000, ['late'], { ref: false });
    const ended = await Promise.race([exited, late]);
    if (ended[0] === 'late') child.kill('SIGKILL');
    assert.deepEqual(ended, [0, null]);
  }

  it('because its disk is full keeps nobody from an answer, nor the product from ending', async function () {
    if (!existsSync(FULL)) this.skip();
    const log = openSync(FULL, 'w');
    try {
      await goesOn(await start(log));
    } finally {
      closeSync(log);
    }
  });

  it('because nobody reads it any more keeps nobody from an answer', async () => {
    const started = await start('pipe');
    started.child.stderr?.destroy();
    await goesOn(started);
  });
});
