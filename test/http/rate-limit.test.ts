import assert from 'node:assert/strict';
import { createRateLimit } from '../../src/http/rate-limit.ts';
import { type HandTime, stopTime } from './hand-time.ts';

/** Lets the counter finish what it was told. */
const counted = () => new Promise(setImmediate);

describe('a rate limit', () => {
  let time: HandTime;
  beforeEach(() => {
    time = stopTime();
  });
  afterEach(() => time.restore());

  async function takeTimes(limit: ReturnType<typeof createRateLimit>, key: string, times: number): Promise<number[]> {
    const waits: number[] = [];
    for (let number = 0; number < times; number += 1) {
      waits.push(limit.take(key));
      await counted();
    }
    return waits;
  }

  it('lets exactly so many through in a window and says how long to wait for the next', async () => {
    const limit = createRateLimit({ points: 3, seconds: 10 }, time);
    assert.deepEqual(await takeTimes(limit, 'a', 5), [0, 0, 0, 10, 10]);
    time.forward(9_100);
    assert.equal(limit.take('a'), 1);
    time.forward(900);
    assert.equal(limit.take('a'), 0);
  });

  it('counts each key for itself', async () => {
    const limit = createRateLimit({ points: 1, seconds: 10 }, time);
    await takeTimes(limit, 'a', 2);
    assert.equal(limit.waitOf('a'), 10);
    assert.equal(limit.waitOf('b'), 0);
    assert.deepEqual(await takeTimes(limit, 'b', 1), [0]);
  });

  it('says whole seconds, one at least, never more than the window', async () => {
    const limit = createRateLimit({ points: 1, seconds: 10 }, time);
    await takeTimes(limit, 'a', 1);
    for (const [ms, wait] of [
      [0, 10],
      [1, 10],
      [8_998, 2],
      [1000, 1],
    ] as const) {
      time.forward(ms);
      assert.equal(limit.waitOf('a'), wait);
    }
  });

  it('is not made longer by those who go on while they have to wait', async () => {
    const limit = createRateLimit({ points: 2, seconds: 10 }, time);
    await takeTimes(limit, 'a', 2);
    time.forward(5000);
    await takeTimes(limit, 'a', 50);
    time.forward(5000);
    assert.deepEqual(await takeTimes(limit, 'a', 2), [0, 0]);
  });

  it('lets a heavy one in and takes its whole weight', async () => {
    const limit = createRateLimit({ points: 10, seconds: 10 }, time);
    assert.equal(limit.take('a', 9), 0);
    await counted();
    assert.equal(limit.take('a', 50), 0);
    await counted();
    assert.equal(limit.take('a'), 10);
  });

  it('forgets a key on demand', async () => {
    const limit = createRateLimit({ points: 1, seconds: 10 }, time);
    await takeTimes(limit, 'a', 1);
    limit.forget('a');
    assert.equal(limit.waitOf('a'), 0);
    assert.deepEqual(await takeTimes(limit, 'a', 1), [0]);
  });

  it('locks nobody out when the clock of the machine is set back or forward', async () => {
    const limit = createRateLimit({ points: 1, seconds: 10 }, time);
    await takeTimes(limit, 'a', 1);
    time.setDate(Date.parse('2026-03-01T00:00:00.000Z'));
    assert.equal(limit.waitOf('a'), 10);
    time.forward(10_000);
    assert.deepEqual(await takeTimes(limit, 'a', 2), [0, 10]);
    time.setDate(Date.parse('2030-01-01T00:00:00.000Z'));
    assert.equal(limit.waitOf('a'), 10);
    time.forward(10_000);
    assert.equal(limit.take('a'), 0);
  });

  it('tells once a window that it is used up', async () => {
    const told: string[] = [];
    const limit = createRateLimit({ points: 1, seconds: 10 }, { ...time, onExhausted: (key) => told.push(key) });
    await takeTimes(limit, 'a', 20);
    time.forward(10_000);
    await takeTimes(limit, 'a', 20);
    assert.deepEqual(told, ['a', 'a']);
  });

  it('keeps a bounded number of keys, the newest ones, whatever is made up', async () => {
    const limit = createRateLimit({ points: 1, seconds: 10 }, { ...time, mostKeys: 100 });
    for (let number = 0; number < 1000; number += 1) limit.take(`made up ${number}`);
    await counted();
    assert.equal(limit.size(), 100);
    assert.equal(limit.take('made up 0'), 0);
    assert.equal(limit.take('made up 999'), 10);
  });
});
