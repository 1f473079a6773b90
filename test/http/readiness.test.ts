import assert from 'node:assert/strict';
import { createReadiness } from '../../src/http/readiness.ts';

const fine = async () => undefined;
const forever = () => new Promise<void>(() => {});

describe('the readiness', () => {
  let stopping = false;
  const isStopping = () => stopping;
  beforeEach(() => {
    stopping = false;
  });

  it('is there when every part is', async () => {
    const look = createReadiness({ checks: { database: fine, knowledge: fine }, isStopping });
    assert.deepEqual(await look(), { ready: true, parts: { database: true, knowledge: true } });
  });

  it('names the part that fails, whether it rejects or throws, and not why', async () => {
    const checks = {
      database: async () => Promise.reject(new Error('disk I/O error at /var/lib')),
      knowledge: () => {
        throw new Error('no index');
      },
      recogniser: fine,
    };
    const readiness = await createReadiness({ checks, isStopping })();
    assert.deepEqual(readiness, { ready: false, parts: { database: false, knowledge: false, recogniser: true } });
  });

  it('comes back with the part', async () => {
    let isBroken = true;
    const look = createReadiness({ checks: { database: async () => assert.ok(!isBroken) }, isStopping, keptMs: 0 });
    assert.equal((await look()).ready, false);
    isBroken = false;
    assert.equal((await look()).ready, true);
  });

  it('is gone while the server stops, although every part works', async () => {
    const look = createReadiness({ checks: { database: fine }, isStopping });
    stopping = true;
    assert.deepEqual(await look(), { ready: false, parts: { database: true } });
  });

  it('takes a check that hangs for a part that is not ready, and does not run it again beside itself', async () => {
    let runs = 0;
    let release = () => {};
    const database = () => {
      runs += 1;
      return new Promise<void>((resolve) => {
        release = resolve;
      });
    };
    const look = createReadiness({ checks: { database, knowledge: fine }, isStopping, checkMs: 5, keptMs: 0 });
    assert.deepEqual((await look()).parts, { database: false, knowledge: true });
    assert.deepEqual((await look()).parts, { database: false, knowledge: true });
    assert.equal(runs, 1);
    release();
    await new Promise(setImmediate);
    const next = look();
    await new Promise(setImmediate);
    release();
    assert.equal((await next).ready, true);
    assert.equal(runs, 2);
  });

  it('asks anew when a check hangs for ever', async () => {
    let runs = 0;
    const database = () => {
      runs += 1;
      return runs === 1 ? forever() : fine();
    };
    const look = createReadiness({ checks: { database }, isStopping, checkMs: 1, forgetMs: 0, keptMs: 0 });
    assert.equal((await look()).ready, false);
    assert.equal((await look()).ready, true);
  });

  it('looks once for all who ask at the same time', async () => {
    let runs = 0;
    const database = async () => {
      runs += 1;
    };
    const look = createReadiness({ checks: { database }, isStopping, keptMs: 0 });
    const answers = await Promise.all(Array.from({ length: 100 }, () => look()));
    assert.ok(answers.every(({ ready }) => ready));
    assert.equal(runs, 1);
    await look();
    assert.equal(runs, 2);
  });

  it('looks no more often than it can afford, but says at once that the server stops', async () => {
    let runs = 0;
    const database = async () => {
      runs += 1;
      const begun = performance.now();
      while (performance.now() - begun < 50) await new Promise(setImmediate);
    };
    const look = createReadiness({ checks: { database }, isStopping });
    for (let number = 0; number < 50; number += 1) assert.equal((await look()).ready, true);
    assert.equal(runs, 1);
    stopping = true;
    assert.equal((await look()).ready, false);
  });
});
