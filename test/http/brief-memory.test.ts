import assert from 'node:assert/strict';
import { shareBriefly } from '../../src/http/brief-memory.ts';

describe('what is kept for a moment', () => {
  let now = 0;
  let runs = 0;
  beforeEach(() => {
    now = 1000;
    runs = 0;
  });
  /** Each run takes so many milliseconds. */
  const taking = (ms: number, longestMs = 1000) =>
    shareBriefly(
      async () => {
        now += ms;
        runs += 1;
        return runs;
      },
      longestMs,
      () => now,
    );

  it('is made once for all who ask at the same time', async () => {
    const ask = taking(0);
    assert.deepEqual(await Promise.all([ask(), ask(), ask()]), [1, 1, 1]);
    assert.equal(await ask(), 2);
  });

  it('is kept for twenty times what it cost', async () => {
    const ask = taking(5);
    assert.equal(await ask(), 1);
    now += 99;
    assert.equal(await ask(), 1);
    now += 1;
    assert.equal(await ask(), 2);
  });

  it('is not kept beyond a bound', async () => {
    const ask = taking(2000);
    assert.equal(await ask(), 1);
    now += 1000;
    assert.equal(await ask(), 2);
  });

  it('is not kept when it failed', async () => {
    const ask = shareBriefly(
      async () => {
        now += 10;
        runs += 1;
        if (runs === 1) throw new Error('no');
        return runs;
      },
      1000,
      () => now,
    );
    await assert.rejects(ask());
    assert.equal(await ask(), 2);
  });
});
