import assert from 'node:assert/strict';
import { createRemembered, type Hold } from '../../src/identity/remembered.ts';

const FOR_ALL: Hold = { milliseconds: 1000, isForAll: true };
const FOR_KEY: Hold = { milliseconds: 1000, isForAll: false };

/** A memory over answers that the test gives, with a clock that the test turns. */
function stage(options: { staleMs?: number; hold?: Hold; max?: number } = {}) {
  const asked: { key: string; resolve: (value: string) => void; reject: (error: Error) => void }[] = [];
  const stage = { now: 0, asked, last: () => asked.at(-1) };
  const memory = createRemembered<string>({
    read: (key) => {
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      asked.push({ key, resolve, reject });
      return promise;
    },
    keepMs: 300_000,
    staleMs: options.staleMs ?? 0,
    max: options.max ?? 10,
    holdOf: () => options.hold ?? FOR_ALL,
    nowMs: () => stage.now,
  });
  const give = async (key: string, value: string, fresh = false) => {
    const got = memory.get(key, fresh);
    stage.last()?.resolve(value);
    return got;
  };
  const fail = async (key: string) => {
    const got = memory.get(key, true);
    stage.last()?.reject(new Error('down'));
    return got;
  };
  return Object.assign(stage, { memory, give, fail });
}

describe('a remembered answer', () => {
  it('is asked for once, until its time is over', async () => {
    const { memory, give, asked, ...rest } = stage();
    assert.equal(await give('a', 'one'), 'one');
    assert.equal(await memory.get('a', false), 'one');
    assert.equal(asked.length, 1);
    assert.equal(rest.now, 0);
  });

  it('is asked for again after its time', async () => {
    const on = stage();
    await on.give('a', 'one');
    on.now = 299_999;
    assert.equal(await on.memory.get('a', false), 'one');
    on.now = 300_000;
    assert.equal(await on.give('a', 'two'), 'two');
    assert.equal(on.asked.length, 2);
  });

  it('is asked for once at a time, and each key for itself', async () => {
    const on = stage();
    const both = [on.memory.get('a', false), on.memory.get('a', true), on.memory.get('b', false)];
    assert.deepEqual(
      on.asked.map(({ key }) => key),
      ['a', 'b'],
    );
    for (const { key, resolve } of on.asked) resolve(`of ${key}`);
    assert.deepEqual(await Promise.all(both), ['of a', 'of a', 'of b']);
  });

  it('is fresh when it is wanted so, at most every ten seconds', async () => {
    const on = stage();
    await on.give('a', 'one');
    on.now = 9_999;
    assert.equal(await on.memory.get('a', true), 'one');
    on.now = 10_000;
    assert.equal(await on.give('a', 'two', true), 'two');
    assert.equal(await on.memory.get('a', false), 'two');
  });

  it('that failed is not asked for again for a while, unless it is wanted fresh', async () => {
    const on = stage();
    await assert.rejects(on.fail('a'), /down/);
    await assert.rejects(on.memory.get('a', false), /down/);
    await assert.rejects(on.memory.get('b', false), /down/);
    assert.equal(on.asked.length, 1);
    assert.equal(await on.give('b', 'fresh', true), 'fresh');
    // One answer proves that the service is back.
    assert.equal(await on.give('c', 'other'), 'other');
  });

  it('is asked for again when the while is over', async () => {
    const on = stage();
    await assert.rejects(on.fail('a'), /down/);
    on.now = 1000;
    assert.equal(await on.give('a', 'one'), 'one');
  });

  it('keeps other keys asking when the failure is its own', async () => {
    const on = stage({ hold: FOR_KEY });
    await assert.rejects(on.fail('a'), /down/);
    assert.equal(await on.give('b', 'one'), 'one');
    await assert.rejects(on.memory.get('a', false), /down/);
    assert.equal(on.asked.length, 2);
  });

  it('stands in for one that failed as long as it may', async () => {
    const on = stage({ staleMs: 600_000 });
    await on.give('a', 'one');
    on.now = 599_999;
    assert.equal(await on.fail('a'), 'one');
    assert.equal(await on.memory.get('a', false), 'one');
    on.now = 600_000;
    await assert.rejects(on.memory.get('a', false), /down/);
    on.now = 601_000;
    await assert.rejects(on.fail('a'), /down/);
  });

  it('never stands in where nothing stale is wanted', async () => {
    const on = stage();
    await on.give('a', 'one');
    on.now = 300_000;
    await assert.rejects(on.fail('a'), /down/);
  });

  it('is forgotten when there are too many', async () => {
    const on = stage({ max: 2 });
    for (const key of ['a', 'b', 'c']) await on.give(key, key);
    assert.equal(await on.give('a', 'again'), 'again');
    assert.equal(on.asked.length, 4);
  });
});
