import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IntakeError, isIntakeError } from '../src/domain/errors.ts';
import { createReloadedFolder } from '../src/reloaded-folder.ts';
import { type CapturedLog, captureLog } from './support/captured-log.ts';
import { lookingByHand } from './support/looking-by-hand.ts';

describe('a reloaded folder', () => {
  let folder: string;
  let captured: CapturedLog;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'intake-folder-'));
    captured = captureLog();
    await put('b.txt', 'two');
    await put('a.txt', 'one');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const put = (name: string, text: string | Uint8Array) => writeFile(join(folder, name), text);

  async function open(options: { path?: string; maxFiles?: number } = {}) {
    const { hand, every } = lookingByHand();
    let changes = 0;
    const reloaded = await createReloadedFolder({
      path: folder,
      setting: 'A_FOLDER',
      ending: '.txt',
      parse: (files) => {
        if (files.some(({ text }) => text === 'bad')) throw new IntakeError('InvalidConfiguration', 'c.txt: bad');
        return files.map(({ name, text }) => `${name} ${text}`);
      },
      log: captured.log,
      every,
      onChange: () => {
        changes += 1;
      },
      ...options,
    });
    const settle = async () => {
      await hand.look();
      await hand.look();
    };
    return { reloaded, settle, hand, changes: () => changes };
  }

  it('gives its files in the order of their names, and no others', async () => {
    await put('.hidden.txt', 'no');
    await put('notes.md', 'no');
    const { reloaded } = await open();
    assert.deepEqual(reloaded.current(), ['a.txt one', 'b.txt two']);
  });

  it('is read again when a file comes, changes or goes', async () => {
    const { reloaded, settle, changes } = await open();
    const former = reloaded.current();
    await settle();
    assert.equal(reloaded.current(), former);
    await put('c.txt', 'three');
    await settle();
    assert.equal(reloaded.current().length, 3);
    await put('a.txt', 'another');
    await settle();
    assert.equal(reloaded.current()[0], 'a.txt another');
    await rm(join(folder, 'b.txt'));
    await settle();
    assert.deepEqual(reloaded.current(), ['a.txt another', 'c.txt three']);
    assert.equal(changes(), 3);
    reloaded.check();
  });

  it('stays as it was when a file cannot be used, says so once and shows in readiness, until it is mended', async () => {
    const { reloaded, settle, changes } = await open();
    await put('c.txt', 'bad');
    await settle();
    await settle();
    assert.equal(reloaded.current().length, 2);
    assert.equal(changes(), 0);
    assert.equal(captured.lines.length, 1);
    assert.throws(() => reloaded.check(), /A_FOLDER: what it held before still counts\. c\.txt: bad/);
    await put('c.txt', 'good');
    await settle();
    reloaded.check();
    assert.equal(reloaded.current().length, 3);
  });

  it('stays as it was when it is gone', async () => {
    const { reloaded, settle } = await open();
    await rm(folder, { recursive: true });
    await settle();
    assert.equal(reloaded.current().length, 2);
    assert.throws(() => reloaded.check(), /cannot be read/);
  });

  it('is refused when it cannot be used at the start', async () => {
    const refuses = (message: RegExp) => (error: unknown) =>
      isIntakeError(error, 'InvalidConfiguration') && message.test(error.message);
    await assert.rejects(open({ path: join(folder, 'none') }), refuses(/cannot be read.*A_FOLDER/));
    await assert.rejects(open({ path: join(folder, 'a.txt') }), refuses(/cannot be read.*A_FOLDER/));
    await assert.rejects(open({ maxFiles: 1 }), refuses(/more than 1 files/));
    await put('c.txt', Uint8Array.of(0xff, 0xfe));
    await assert.rejects(open(), refuses(/c\.txt is not written in UTF-8/));
    await rm(join(folder, 'c.txt'));
    await mkdir(join(folder, 'c.txt'));
    await assert.rejects(open(), refuses(/c\.txt is no file/));
  });

  it('is looked at no more once closed', async () => {
    const { reloaded, hand } = await open();
    reloaded.close();
    assert.ok(hand.isStopped);
  });
});
