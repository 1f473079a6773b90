import assert from 'node:assert/strict';
import type { SendResult } from '../../src/domain/outgoing.ts';
import type { Store } from '../../src/domain/ports.ts';
import { createOutgoingBench, type OutgoingBench } from '../support/outgoing-bench.ts';
import { describeOnEveryEngine, type TestDatabase } from '../support/store-engines.ts';

const SCOPE = { system: 'outgoing' } as const;
const LATER: SendResult = { result: 'later', sentSeq: 1, afterMs: 5000, error: 'status-429' };
const DAY = 24 * 3600 * 1000;

describeOnEveryEngine('messages to a channel that has to be called', (engine) => {
  let database: TestDatabase;
  let store: Store;
  let bench: OutgoingBench;
  beforeEach(async () => {
    database = await engine.createDatabase();
    ({ store } = await database.open());
    bench = createOutgoingBench(store);
  });
  afterEach(() => database.remove());

  it('leave nothing behind when the channel takes them at once', async () => {
    await bench.turns().take(bench.teams('a'));
    assert.deepEqual([bench.shown, await bench.waiting()], [['1: a'], []]);
    assert.equal((await store.queueDepths(SCOPE)).outgoing.sending, 0);
  });

  it('wait for their time when the channel puts them off, and are sent once', async () => {
    const { answers, outgoing, shown, waiting } = bench;
    answers.push(LATER);
    await bench.turns().take(bench.teams('a'));
    assert.deepEqual([shown, await waiting()], [[], [['pending', 'status-429']]]);
    assert.equal(await outgoing.pass(), 0, 'not before the time that the channel asked for');
    bench.move(5001);
    assert.equal(await outgoing.pass(), 1);
    assert.deepEqual([shown, await waiting(), await outgoing.pass()], [['1: a'], [], 0]);
  });

  it('keep their order: what is said later waits for what was put off', async () => {
    const { take } = bench.turns();
    bench.answers.push(LATER);
    for (const text of ['a', 'b', 'c']) await take(bench.teams(text));
    assert.deepEqual(bench.shown, []);
    bench.move(60_000);
    while ((await bench.outgoing.pass()) > 0);
    assert.deepEqual(bench.shown, ['1: a', '2: b', '3: c']);
  });

  it('are not sent again when they may have been shown, and stay to be seen by staff', async () => {
    const { outgoing, shown } = bench;
    bench.answers.push({ result: 'unclear', sentSeq: 2, error: 'status-502' });
    const { take } = bench.turns();
    await take(bench.teams('a'));
    bench.move(3_600_000);
    await outgoing.pass();
    await take(bench.teams('a'));
    await outgoing.pass();
    assert.deepEqual([shown, await bench.waiting()], [[], [['unclear', 'unclear-status-502']]]);
    await take(bench.teams('b'));
    assert.deepEqual(shown, ['2: b'], 'a doubt does not silence the conversation');
  });

  it('are given up when the channel refuses them', async () => {
    bench.answers.push({ result: 'refused', sentSeq: 1, error: 'status-403' });
    await bench.turns().take(bench.teams('a'));
    assert.deepEqual(await bench.waiting(), [['dead', 'status-403']]);
    bench.move(1);
    await store.forgetOutgoing(SCOPE, bench.clock.now());
    assert.deepEqual(await bench.waiting(), []);
  });

  it('are given up unsent when they are older than a day, as after a long outage', async () => {
    bench.answers.push(LATER);
    await bench.turns().take(bench.teams('a'));
    bench.move(DAY + 1);
    await bench.outgoing.pass();
    assert.deepEqual([bench.shown, await bench.waiting()], [[], [['dead', 'too-late']]]);
  });

  it('are not shown twice when the channel repeats its call while the queue sends them', async () => {
    const { take } = bench.turns();
    bench.answers.push(LATER);
    await take(bench.teams('a'));
    bench.move(6000);
    const answered = Promise.withResolvers<void>();
    bench.holdAnswers(answered.promise);
    const passes = [bench.outgoing.pass()];
    while (bench.shown.length === 0) await new Promise(setImmediate);
    assert.equal((await take(bench.teams('a'))).duplicate, true);
    bench.answers.push({ result: 'refused', sentSeq: 1, error: 'shown a second time' });
    passes.push(bench.outgoing.pass());
    answered.resolve();
    await Promise.all(passes);
    assert.deepEqual([bench.shown, bench.answers.length, await bench.waiting()], [['1: a'], 1, []]);
  });

  if (engine.servesSeveral) {
    it('are taken by one of several instances only', async () => {
      const { take } = bench.turns();
      for (let person = 0; person < 10; person += 1) {
        bench.answers.push(LATER);
        await take(bench.teams(`t${person}`, { conversationId: `msteams/${person}` }));
      }
      bench.move(60_000);
      const other = bench.queueOf((await database.open()).store);
      const passes = [bench.outgoing, other, bench.outgoing, other].map(({ pass }) => pass());
      const counts = await Promise.all(passes);
      const { shown } = bench;
      assert.deepEqual([counts.reduce((sum, count) => sum + count), new Set(shown).size, shown.length], [10, 10, 10]);
    });
  }

  describe('when a channel stays away', () => {
    it('fill no disk: what is said beyond fifty turns is given up and counted in one row', async () => {
      const { take } = bench.turns();
      bench.answers.push(LATER);
      for (let turn = 0; turn < 55; turn += 1) {
        bench.move(1);
        await take(bench.teams(`t${turn}`));
      }
      const { outgoing: depths, oldestOutgoingAt } = await store.queueDepths(SCOPE);
      assert.deepEqual(depths, { pending: 50, sending: 0, unclear: 0, dead: 5 });
      assert.equal(oldestOutgoingAt, '2026-03-02T01:00:00.001Z');
      const dead = (await store.listOutgoing(SCOPE, { limit: 100 })).filter(({ status }) => status === 'dead');
      assert.deepEqual(
        dead.map(({ lastError, turns, firstSeq, lastSeq, createdAt }) => [
          lastError,
          turns,
          firstSeq,
          lastSeq,
          createdAt,
        ]),
        [['queue-full', 5, 110, 110, bench.clock.now()]],
        'the last of them stands for all',
      );
    });

    it('go on as soon as there is room, and what was given up stays so', async () => {
      const { take } = bench.turns();
      bench.answers.push(LATER);
      for (let turn = 0; turn < 52; turn += 1) await take(bench.teams(`t${turn}`));
      bench.move(6000);
      while ((await bench.outgoing.pass()) > 0);
      await take(bench.teams('last'));
      assert.deepEqual([bench.shown.length, bench.shown.at(-1)], [51, '53: last']);
      assert.deepEqual(await bench.waiting(), [['dead', 'queue-full']]);
    });
  });
});
