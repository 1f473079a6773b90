import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Blob } from '../../src/domain/attachment.ts';
import { IntakeError } from '../../src/domain/errors.ts';
import { cleanBlobs } from '../../src/files/blob-cleaner.ts';
import { createFileKeeper } from '../../src/files/file-keeper.ts';
import { countingIds, rememberingLog, standingClock } from '../support/desk-parts.ts';
import { SAMPLE_FILES } from '../support/sample-files.ts';

const OWNER = 'tenant:contoso';

function bench(keepBlob: (blob: Blob) => Promise<void> = async () => undefined) {
  const kept: Blob[] = [];
  const log = rememberingLog();
  const keeper = createFileKeeper({
    store: {
      keepBlob: async (_scope, blob) => {
        await keepBlob(blob);
        kept.push(blob);
      },
    },
    clock: standingClock(),
    ids: countingIds(),
    log,
  });
  return { keeper, kept, log };
}

describe('the file keeper', () => {
  it('stores what may be kept by its digest, and names it as people may see it', async () => {
    const { keeper, kept } = bench();
    const [file] = await keeper.keep(OWNER, [{ name: '../a\u202e.exe', bytes: SAMPLE_FILES.png }]);
    const sha256 = createHash('sha256').update(SAMPLE_FILES.png).digest('hex');
    assert.ok(file && 'id' in file);
    assert.deepEqual([file.name, file.contentType, file.sha256], ['a.exe.png', 'image/png', sha256]);
    assert.deepEqual(
      kept.map((blob) => [blob.owner, blob.sha256]),
      [[OWNER, sha256]],
    );
  });

  it('stores nothing of what may not be kept, and says of each file why', async () => {
    const { keeper, kept } = bench();
    const offered = await keeper.keep(OWNER, [
      { name: 'empty.log', bytes: Buffer.alloc(0) },
      { name: 'big.log', bytes: Buffer.alloc(10 * 1024 * 1024 + 1, 'a') },
      { name: 'run.exe', bytes: SAMPLE_FILES.exe },
      { name: 'teams.png', problem: 'channel' },
      { name: null, bytes: SAMPLE_FILES.zip },
      { name: 'sixth.png', bytes: SAMPLE_FILES.png },
    ]);
    assert.deepEqual(offered, [
      { name: 'empty.log', problem: 'empty' },
      { name: 'big.log', problem: 'tooLarge' },
      { name: 'run.exe', problem: 'type' },
      { name: 'teams.png', problem: 'channel' },
      { name: 'attachment', problem: 'type' },
      { name: 'sixth.png', problem: 'tooMany' },
    ]);
    assert.deepEqual(kept, []);
  });

  it('says of a file that it could not be stored when the database is full, and goes on', async () => {
    const { keeper, log } = bench(async () => {
      throw new IntakeError('Unavailable', 'The disk is full; make room and try again.');
    });
    assert.deepEqual(await keeper.keep(OWNER, [{ name: 'a.log', bytes: Buffer.from('x') }]), [
      { name: 'a.log', problem: 'notKept' },
    ]);
    assert.equal(log.lines.length, 1);
    assert.ok(!JSON.stringify(log.lines).includes('a.log'));
  });
});

describe('the cleaning of files that nobody refers to', () => {
  it('goes on until none are left, and looks a day back', async () => {
    const asked: string[] = [];
    const found = [20, 3, 0];
    const store = {
      forgetBlobs: async (_scope: unknown, before: string) => {
        asked.push(before);
        return found.shift() ?? 0;
      },
    };
    assert.equal(await cleanBlobs({ store, clock: standingClock(), log: rememberingLog() }), 23);
    assert.deepEqual(asked, Array(3).fill('2026-03-01T01:00:00.000Z'));
  });

  it('that fails is told in the log and nowhere else', async () => {
    const log = rememberingLog();
    const store = { forgetBlobs: () => Promise.reject(new Error('away')) };
    await cleanBlobs({ store, clock: standingClock(), log });
    assert.equal(log.lines[0]?.level, 'warn');
  });
});
