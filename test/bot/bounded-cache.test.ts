import assert from 'node:assert/strict';
import { createBoundedCache } from '../../src/bot/bounded-cache.ts';

describe('a bounded cache', () => {
  it('makes a value once for all who ask, also at the same time', async () => {
    const cached = createBoundedCache<number>(2);
    let made = 0;
    const make = async () => (made += 1);
    assert.deepEqual(await Promise.all([cached('a', make), cached('a', make)]), [1, 1]);
  });

  it('lets go of what was not used for the longest time', async () => {
    const cached = createBoundedCache<string>(2);
    const made: string[] = [];
    const use = (key: string) =>
      cached(key, async () => {
        made.push(key);
        return key;
      });
    for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await use(key);
    assert.deepEqual(made, ['a', 'b', 'c', 'b']);
  });

  it('tries again after a failure', async () => {
    const cached = createBoundedCache<string>(2);
    await assert.rejects(cached('a', () => Promise.reject(new Error('down'))));
    assert.equal(await cached('a', async () => 'up'), 'up');
  });
});
