import assert from 'node:assert/strict';
import { createLog } from '../../src/log.ts';
import { createPostgresDialect } from '../../src/storage/postgres-dialect.ts';
import { openPool, POSTGRES_LIMITS } from '../../src/storage/postgres-pool.ts';

describe('work on PostgreSQL', () => {
  const log = createLog({ level: 'silent' });
  const work = (patienceMs: number, onRetry: (reason: string) => void) =>
    createPostgresDialect(
      openPool('postgres://nobody@127.0.0.1:1/none', POSTGRES_LIMITS, log),
      'a',
      onRetry,
      patienceMs,
    );
  const failure = (code: string) => Object.assign(new Error(code), { code });

  it('is done again as a whole for as long as a failure may pass, and told with its reason', async () => {
    const reasons: string[] = [];
    const failures = [failure('40001'), failure('57P01'), failure('ECONNREFUSED')];
    const done = work(5_000, (reason) => reasons.push(reason)).persist(async () => {
      const next = failures.shift();
      if (next) throw next;
      return 'done';
    });
    assert.equal(await done, 'done');
    assert.deepEqual(reasons, ['conflict', 'connection', 'connection']);
  });

  it('is given up at once when it would fail again, and after a while when it fails on and on', async () => {
    let attempts = 0;
    const failing = (code: string) => async () => {
      attempts += 1;
      throw failure(code);
    };
    const reasons: string[] = [];
    const { persist } = work(100, (reason) => reasons.push(reason));
    await assert.rejects(persist(failing('23505')), { code: '23505' });
    assert.equal(attempts, 1);
    const started = performance.now();
    await assert.rejects(persist(failing('57P03')), { code: '57P03' });
    assert.ok(performance.now() - started >= 100);
    assert.equal(reasons.length, attempts - 2);
  });
});
