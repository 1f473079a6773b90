import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IntakeError, isIntakeError } from '../src/domain/errors.ts';
import { createReloadedFile } from '../src/reloaded-file.ts';
import { type CapturedLog, captureLog } from './support/captured-log.ts';
import { lookingByHand } from './support/looking-by-hand.ts';

function parse(text: string): string {
  if (text.startsWith('bad'))
    throw new IntakeError('InvalidConfiguration', 'Correct these:\n  - people.3.locale: wrong');
  return text;
}

describe('a reloaded file', () => {
  let folder: string;
  let path: string;
  let captured: CapturedLog;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'intake-reloaded-'));
    path = join(folder, 'file.json');
    captured = captureLog();
    await writeFile(path, 'one');
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function open(options: { maxBytes?: number; intervalMs?: number; path?: string } = {}) {
    const { hand: looking, every } = lookingByHand();
    const file = await createReloadedFile({ path, setting: 'A_FILE', parse, log: captured.log, every, ...options });
    /** Two looks: the change is seen, and it is seen that nobody writes any more. */
    const settle = async () => {
      await looking.look();
      await looking.look();
    };
    return { file, looking, settle };
  }

  it('is read at once and is in order', async () => {
    const { file, settle, looking } = await open();
    assert.equal(file.current(), 'one');
    await settle();
    file.check();
    assert.equal(captured.lines.length, 0);
    assert.equal(looking.intervalMs, 2000);
  });

  it('is read again when it changed, and says so once', async () => {
    const { file, settle } = await open();
    await writeFile(path, 'another');
    await settle();
    assert.equal(file.current(), 'another');
    await settle();
    const line = captured.single();
    assert.deepEqual([line.level, line.file, line.setting], ['info', path, 'A_FILE']);
  });

  it('waits until nobody writes any more', async () => {
    const { file, looking } = await open();
    await writeFile(path, 'half');
    await looking.look();
    await writeFile(path, 'half and whole');
    await looking.look();
    assert.equal(file.current(), 'one');
    await looking.look();
    assert.equal(file.current(), 'half and whole');
  });

  it('follows a file that another one was put in the place of', async () => {
    const { file, settle } = await open();
    await writeFile(join(folder, 'next'), 'two');
    await rename(join(folder, 'next'), path);
    await settle();
    assert.equal(file.current(), 'two');
  });

  it('follows a link that leads elsewhere, as mounted volumes change', async () => {
    await writeFile(join(folder, 'first'), 'same');
    await writeFile(join(folder, 'second'), 'other');
    const link = join(folder, 'link');
    await symlink('first', link);
    const { file, settle } = await open({ path: link });
    await symlink('second', join(folder, 'link2'));
    await rename(join(folder, 'link2'), link);
    await settle();
    assert.equal(file.current(), 'other');
  });

  it('keeps what it held when the change is broken, tells the places once, and is not ready', async () => {
    const { file, settle } = await open();
    await writeFile(path, 'bad');
    await settle();
    await settle();
    assert.equal(file.current(), 'one');
    const line = captured.single();
    assert.equal(line.level, 'error');
    assert.match(JSON.stringify(line.err), /people\.3\.locale/);
    assert.throws(
      () => file.check(),
      (error) => isIntakeError(error, 'InvalidConfiguration') && /A_FILE.*people\.3\.locale/s.test(error.message),
    );
    await writeFile(path, 'bad again');
    await settle();
    assert.equal(captured.lines.length, 2);
  });

  it('is ready again when the file is good again', async () => {
    const { file, settle } = await open();
    await writeFile(path, 'bad');
    await settle();
    await writeFile(path, 'good');
    await settle();
    file.check();
    assert.equal(file.current(), 'good');
    assert.deepEqual(
      captured.parsed().map(({ level }) => level),
      ['error', 'info'],
    );
  });

  it('keeps what it held when the file is gone, and takes it when it is back', async () => {
    const { file, settle } = await open();
    await rm(path);
    await settle();
    assert.equal(file.current(), 'one');
    assert.throws(() => file.check(), /A_FILE.*cannot be read/s);
    await writeFile(path, 'back');
    await settle();
    file.check();
    assert.equal(file.current(), 'back');
  });

  it('says nothing of a file that was away for a moment only', async () => {
    const { file, looking } = await open();
    await rm(path);
    await looking.look();
    await writeFile(path, 'two');
    await looking.look();
    await looking.look();
    assert.equal(file.current(), 'two');
    assert.equal(captured.single().level, 'info');
  });

  it('looks once at a time, and no more when it is closed', async () => {
    const { file, looking } = await open({ intervalMs: 7 });
    await writeFile(path, 'two');
    // The second one begins while the first one runs: it does not count as a look.
    await Promise.all([looking.look(), looking.look()]);
    assert.equal(file.current(), 'one');
    await looking.look();
    assert.equal(file.current(), 'two');
    file.close();
    assert.equal(looking.isStopped, true);
    assert.equal(looking.intervalMs, 7);
  });

  const unusable: [string, () => Promise<unknown>, RegExp][] = [
    ['is missing', () => rm(path), /cannot be read\. Check A_FILE/],
    ['is a folder', () => rm(path).then(() => mkdir(path)), /is no file\. Check A_FILE/],
    ['is too large', () => writeFile(path, 'x'.repeat(65)), /larger than 64 bytes/],
    ['is GBK', () => writeFile(path, Buffer.from([0xd5, 0xc5, 0xc8, 0xfd])), /not written in UTF-8/],
    ['is UTF-16', () => writeFile(path, Buffer.from('\ufeffone', 'utf16le')), /not written in UTF-8/],
    ['cannot be parsed', () => writeFile(path, 'bad'), /people\.3\.locale/],
  ];
  for (const [how, spoil, message] of unusable) {
    it(`refuses to start with a file that ${how}`, async () => {
      await spoil();
      await assert.rejects(
        open({ maxBytes: 64 }),
        (error) => isIntakeError(error, 'InvalidConfiguration') && message.test(error.message),
      );
    });
    it(`goes on with what it held when the file ${how}`, async () => {
      const { file, settle } = await open({ maxBytes: 64 });
      await spoil();
      await settle();
      assert.equal(file.current(), 'one');
      assert.throws(() => file.check(), message);
    });
  }

  it('leaves the mark of the byte order out', async () => {
    await writeFile(path, '\ufeffone');
    assert.equal((await open()).file.current(), 'one');
  });

  it('looks by itself with a timer that keeps no process alive', async () => {
    const file = await createReloadedFile({ path, setting: 'A_FILE', parse, log: captured.log });
    assert.equal(file.current(), 'one');
    file.close();
  });
});
