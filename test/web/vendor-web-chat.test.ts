import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../scripts/vendor-web-chat.ts', import.meta.url));

function run(folder: string): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(folder, 'scripts/vendor-web-chat.ts')], (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

describe('the script that fetches Web Chat', () => {
  let folder: string;
  const copy = () => join(folder, 'web/vendor/webchat.js');
  const original = () => join(folder, 'node_modules/botframework-webchat/dist/webchat.js');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'intake-vendor-'));
    mkdirSync(join(folder, 'scripts'));
    cpSync(SCRIPT, join(folder, 'scripts/vendor-web-chat.ts'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    mkdirSync(join(folder, 'node_modules/botframework-webchat/dist'), { recursive: true });
    writeFileSync(original(), 'first');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('copies what is missing or different and leaves the rest alone', async () => {
    assert.equal((await run(folder)).code, 0);
    assert.equal(readFileSync(copy(), 'utf8'), 'first');
    const before = statSync(copy()).ino;
    assert.equal((await run(folder)).out, '');
    assert.equal(statSync(copy()).ino, before);
    writeFileSync(original(), 'another');
    await run(folder);
    assert.equal(readFileSync(copy(), 'utf8'), 'another');
  });

  it('says what to do when the package is absent', async () => {
    rmSync(original());
    const { code, err } = await run(folder);
    assert.equal(code, 1);
    assert.match(err, /npm ci/);
    assert.ok(!existsSync(copy()));
  });

  it('is content with the copy where the package is not installed, as in production', async () => {
    await run(folder);
    rmSync(original());
    assert.equal((await run(folder)).code, 0);
  });
});
