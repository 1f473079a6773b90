import assert from 'node:assert/strict';
import { IntakeError } from '../../src/domain/errors.ts';
import type { SendResult } from '../../src/domain/outgoing.ts';
import type { Store } from '../../src/domain/ports.ts';
import type { Storage } from '../../src/storage/open-storage.ts';
import { type AnswerCutter, startAnswerCutter } from '../support/answer-cutter.ts';
import { createOutgoingBench, type OutgoingBench } from '../support/outgoing-bench.ts';
import { describeOnEveryEngine, describeOnPostgres, type TestDatabase } from '../support/store-engines.ts';
import { openAsInstance } from '../support/store-temporary.ts';

const LATER: SendResult = { result: 'later', sentSeq: 1, afterMs: 1000, error: 'status-429' };
const UNAVAILABLE = () => Promise.reject(new IntakeError('Unavailable', 'The database is away.'));

describeOnEveryEngine('messages of an instance that died', (engine) => {
  let database: TestDatabase;
  let store: Store;
  let bench: OutgoingBench;
  beforeEach(async () => {
    database = await engine.createDatabase();
    ({ store } = await database.open());
    bench = createOutgoingBench(store);
  });
  afterEach(() => database.remove());

  async function dieWith(text: string): Promise<void> {
    const dying = await database.open();
    await bench.takeAndDie(dying.store, bench.teams(text));
    await dying.close();
  }

  it('are sent when the channel asks again, once', async () => {
    await dieWith('a');
    assert.deepEqual(await bench.waiting(), [['sending', null]]);
    const { take } = bench.turns();
    assert.equal((await take(bench.teams('a'))).duplicate, true);
    await bench.outgoing.pass();
    assert.deepEqual([bench.shown, await bench.waiting()], [['1: a'], []]);
    await take(bench.teams('a'));
    await bench.outgoing.pass();
    assert.deepEqual(bench.shown, ['1: a']);
  });

  it('are unclear at the next look, and sent also then when the channel asks again', async () => {
    await dieWith('a');
    await bench.outgoing.pass();
    assert.deepEqual([bench.shown, await bench.waiting()], [[], [['unclear', 'instance-lost']]]);
    await bench.turns().take(bench.teams('a'));
    await bench.outgoing.pass();
    assert.deepEqual(bench.shown, ['1: a']);
  });

  it('hold nothing up: the next answer of the conversation is sent at once', async () => {
    await dieWith('a');
    await bench.turns().take(bench.teams('b'));
    assert.deepEqual([bench.shown, await bench.waiting()], [['2: b'], [['unclear', 'instance-lost']]]);
  });

  it('hold nothing up that waited behind them', async () => {
    const dying = await database.open();
    await bench.takeAndDie(dying.store, bench.teams('a'));
    await bench.takeAndDie(dying.store, bench.teams('b'));
    await dying.close();
    await bench.outgoing.pass();
    assert.deepEqual([bench.shown, await bench.waiting()], [['2: b'], [['unclear', 'instance-lost']]]);
  });
});

describeOnEveryEngine('messages while the database fails', (engine) => {
  let database: TestDatabase;
  let store: Store;
  let bench: OutgoingBench;
  beforeEach(async () => {
    database = await engine.createDatabase();
    ({ store } = await database.open());
    bench = createOutgoingBench(store);
  });
  afterEach(() => database.remove());

  it('that were claimed and cannot be read are tried later', async () => {
    bench.answers.push(LATER);
    await bench.turns().take(bench.teams('a'));
    bench.move(2000);
    const broken = bench.queueOf({ ...store, listActivities: UNAVAILABLE });
    assert.equal(await broken.pass(), 1);
    assert.deepEqual([bench.shown, await bench.waiting()], [[], [['pending', 'not-read']]]);
    bench.move(10_000);
    await bench.outgoing.pass();
    assert.deepEqual([bench.shown, await bench.waiting()], [['1: a'], []]);
  });

  it('that can neither be read nor put off are tried later all the same', async () => {
    let isDown = true;
    const failing = {
      ...store,
      listActivities: UNAVAILABLE,
      settleOutgoing: (...[scope, id, outcome]: Parameters<Store['settleOutgoing']>) =>
        isDown ? UNAVAILABLE() : store.settleOutgoing(scope, id, outcome),
    };
    bench.answers.push(LATER);
    await bench.turns().take(bench.teams('a'));
    bench.move(2000);
    const queue = bench.queueOf(failing);
    await queue.pass();
    await assert.rejects(queue.pass(), { code: 'Unavailable' }, 'nothing is claimed before that is written');
    bench.move(600_000);
    isDown = false;
    assert.equal(await queue.pass(), 1, 'it is due by now');
    assert.deepEqual(await bench.waiting(), [['pending', 'not-read']], 'not unclear, although the claim ran out');
  });

  it('that were shown are not shown again, although that could not be written and the channel asks again', async () => {
    let isDown = true;
    const queue = bench.queueOf({
      ...store,
      settleOutgoing: (scope, id, outcome) => (isDown ? UNAVAILABLE() : store.settleOutgoing(scope, id, outcome)),
    });
    const { take } = bench.turns({ outgoing: queue, store: { ...store, askOutgoingAgain: queue.askAgain } });
    await take(bench.teams('a'));
    assert.deepEqual([bench.shown, await bench.waiting()], [['1: a'], [['sending', null]]]);
    assert.equal((await take(bench.teams('a'))).duplicate, true);
    isDown = false;
    await queue.pass();
    assert.deepEqual([bench.shown, await bench.waiting()], [['1: a'], []]);
  });

  it('that another instance took for lost meanwhile: what became of them is written all the same', async () => {
    const slow = await database.open();
    const answered = Promise.withResolvers<void>();
    bench.holdAnswers(answered.promise);
    bench.answers.push({ result: 'sent' }, LATER);
    const sending = ['a', 'b'].map((text) =>
      bench
        .turns({ store: slow.store, outgoing: bench.queueOf(slow.store) })
        .take(bench.teams(text, { conversationId: `msteams/${text}` })),
    );
    while (bench.answers.length > 0) await new Promise(setImmediate);
    bench.move(60_001);
    await bench.outgoing.pass();
    const lost = ['unclear', 'instance-lost'];
    assert.deepEqual(await bench.waiting(), [lost, lost]);
    answered.resolve();
    await Promise.all(sending);
    assert.deepEqual(await bench.waiting(), [['pending', 'status-429']]);
  });
});

describeOnPostgres('a claim of messages whose commit was answered to nobody', (server) => {
  let cutter: AnswerCutter;
  let storage: Storage;
  beforeEach(async () => {
    cutter = await startAnswerCutter(await server().createDatabase());
    storage = await openAsInstance(cutter.url);
  });
  afterEach(async () => {
    await storage.close();
    await cutter.close();
  });

  it('is found again, and the messages are sent once', async () => {
    const { store } = storage;
    const bench = createOutgoingBench(store);
    bench.answers.push(LATER);
    await bench.turns().take(bench.teams('a'));
    bench.move(2000);
    cutter.cutCommits(1);
    assert.equal(await bench.outgoing.pass(), 1);
    assert.equal(cutter.cuts(), 1);
    assert.deepEqual([bench.shown, await bench.waiting()], [['1: a'], []]);
  });
});
