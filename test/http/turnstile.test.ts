import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { createTurnstile } from '../../src/http/turnstile.ts';

/** Rounds of an event loop that go on only when they are told to. */
function createRounds() {
  let now = 100;
  let next: (() => void)[] = [];
  return {
    options: { nowMs: () => now, later: (look: () => void) => void next.push(look) },
    forward: (ms: number) => {
      now += ms;
    },
    /** @returns whether there was something to look at */
    round: (): boolean => {
      const looks = next;
      next = [];
      for (const look of looks) look();
      return looks.length > 0;
    },
  };
}

describe('the turnstile', () => {
  it('lets the first one through at once and the others one a round, in order', () => {
    const { options, round } = createRounds();
    const turnstile = createTurnstile(options);
    const ran: number[] = [];
    for (const number of [1, 2, 3]) turnstile.pass(() => ran.push(number));
    assert.deepEqual(ran, [1]);
    round();
    assert.deepEqual(ran, [1, 2]);
    turnstile.pass(() => ran.push(4));
    round();
    assert.deepEqual(ran, [1, 2, 3]);
    round();
    assert.deepEqual(ran, [1, 2, 3, 4]);
  });

  it('rests when nobody waits', () => {
    const { options, round } = createRounds();
    const turnstile = createTurnstile(options);
    turnstile.pass(() => {});
    assert.equal(round(), true);
    assert.equal(round(), false);
    let isRun = false;
    turnstile.pass(() => {
      isRun = true;
    });
    assert.ok(isRun);
  });

  it('lets connections be accepted before the next work, for a bounded time', () => {
    const { options, round, forward } = createRounds();
    const turnstile = createTurnstile(options);
    const ran: number[] = [];
    for (const number of [1, 2, 3]) turnstile.pass(() => ran.push(number));
    for (let connection = 0; connection < 4; connection += 1) {
      turnstile.arrived();
      round();
      forward(1);
    }
    assert.deepEqual(ran, [1]);
    turnstile.arrived();
    forward(5);
    round();
    assert.deepEqual(ran, [1, 2]);
    round();
    assert.deepEqual(ran, [1, 2, 3]);
  });

  it('tells how long the next one will wait, as fast as it goes', () => {
    const { options, round, forward } = createRounds();
    const turnstile = createTurnstile(options);
    const pass = (times: number) => {
      for (let number = 0; number < times; number += 1) turnstile.pass(() => forward(10));
    };
    pass(1);
    assert.equal(turnstile.waitMs(), 0);
    pass(200);
    for (let number = 0; number < 100; number += 1) round();
    assert.ok(Math.abs(turnstile.waitMs() - 100 * 10) < 20, String(turnstile.waitMs()));
    while (round());
    assert.equal(turnstile.waitMs(), 0);
    // A rest between two pieces of work is not slowness.
    forward(60_000);
    pass(2);
    round();
    pass(3);
    assert.ok(turnstile.waitMs() < 50, String(turnstile.waitMs()));
  });

  it('tells work that waited for longer than anybody waits for an answer', () => {
    const { options, round, forward } = createRounds();
    const turnstile = createTurnstile(options);
    const late: boolean[] = [];
    const pass = () => turnstile.pass((isLate) => late.push(isLate));
    pass();
    pass();
    forward(1000);
    pass();
    forward(501);
    while (round());
    assert.deepEqual(late, [false, true, false]);
  });

  it('goes on after work that throws', () => {
    const { options, round } = createRounds();
    const turnstile = createTurnstile(options);
    let ran = 0;
    turnstile.pass(() => {
      ran += 1;
    });
    turnstile.pass(() => {
      throw new Error('in the work');
    });
    turnstile.pass(() => {
      ran += 1;
    });
    assert.throws(round, /in the work/);
    round();
    assert.equal(ran, 2);
  });

  it('runs each work in its own surroundings', () => {
    const { options, round } = createRounds();
    const turnstile = createTurnstile(options);
    const storage = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    for (const name of ['one', 'two', 'three']) {
      storage.run(name, () => turnstile.pass(() => seen.push(storage.getStore())));
    }
    while (round());
    assert.deepEqual(seen, ['one', 'two', 'three']);
  });
});
