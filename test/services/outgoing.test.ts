import assert from 'node:assert/strict';
import type { SendResult } from '../../src/domain/outgoing.ts';
import type { IncomingTurn, LoggedActivity, Store } from '../../src/domain/ports.ts';
import { createOutgoing, type Outgoing } from '../../src/services/outgoing.ts';
import { rememberingLog } from '../support/desk-parts.ts';
import { createTurnBench, directLineTurn } from '../support/desk-turns.ts';
import { describeOnEveryEngine, type TestDatabase } from '../support/store-engines.ts';

const SCOPE = { system: 'outgoing' } as const;
const LATER: SendResult = { result: 'later', sentSeq: 1, afterMs: 5000, error: 'status-429' };

describeOnEveryEngine('messages to a channel that has to be called', (engine) => {
  let database: TestDatabase;
  let store: Store;
  let now: number;
  let shown: string[];
  /** What the channel answers next; afterwards it takes everything. */
  let answers: SendResult[];
  let outgoing: Outgoing;
  const clock = { now: () => new Date(now).toISOString() };

  beforeEach(async () => {
    database = await engine.createDatabase();
    ({ store } = await database.open());
    now = Date.parse('2026-03-02T01:00:00.000Z');
    shown = [];
    answers = [];
    outgoing = queueOf(store);
  });
  afterEach(() => database.remove());

  const queueOf = (queued: Store) =>
    createOutgoing({ store: queued, send: async (_reference, rows) => channel(rows), clock, log: rememberingLog() });

  async function channel(rows: readonly LoggedActivity[]): Promise<SendResult> {
    const answer = answers.shift() ?? { result: 'sent' };
    if (answer.result === 'sent') {
      shown.push(
        ...rows.filter(({ direction }) => direction === 'outgoing').map(({ activity }) => activity.text ?? ''),
      );
    }
    return answer;
  }

  const teams = (text: string, changes: Partial<IncomingTurn> = {}) =>
    directLineTurn(text, {
      channel: 'msteams',
      conversationId: 'msteams/one',
      reference: { serviceUrl: 'https://smba.trafficmanager.net/cn/' },
      dedupeKey: text,
      publish: channel,
      ...changes,
    });
  const bench = (changes = {}) => createTurnBench(store, { clock, outgoing, ...changes });
  const waiting = async () =>
    (await store.listOutgoing(SCOPE, { limit: 10 })).map(({ status, lastError }) => [status, lastError]);

  it('leave nothing behind when the channel takes them at once', async () => {
    await bench().take(teams('a'));
    assert.deepEqual([shown, await waiting()], [['1: a'], []]);
    assert.equal((await store.queueDepths(SCOPE)).outgoing.sending, 0);
  });

  it('wait for their time when the channel puts them off, and are sent once', async () => {
    answers.push(LATER);
    await bench().take(teams('a'));
    assert.deepEqual([shown, await waiting()], [[], [['pending', 'status-429']]]);
    assert.equal(await outgoing.pass(), 0, 'not before the time that the channel asked for');
    now += 5001;
    assert.equal(await outgoing.pass(), 1);
    assert.deepEqual([shown, await waiting(), await outgoing.pass()], [['1: a'], [], 0]);
  });

  it('keep their order: what is said later waits for what was put off', async () => {
    const { take } = bench();
    answers.push(LATER);
    for (const text of ['a', 'b', 'c']) await take(teams(text));
    assert.deepEqual(shown, []);
    now += 60_000;
    while ((await outgoing.pass()) > 0);
    assert.deepEqual(shown, ['1: a', '2: b', '3: c']);
  });

  it('are not sent again when they may have been shown, and stay to be seen by staff', async () => {
    answers.push({ result: 'unclear', sentSeq: 2, error: 'status-502' });
    const { take } = bench();
    await take(teams('a'));
    now += 3_600_000;
    await outgoing.pass();
    await take(teams('a'));
    await outgoing.pass();
    assert.deepEqual([shown, await waiting()], [[], [['unclear', 'unclear-status-502']]]);
    await take(teams('b'));
    assert.deepEqual(shown, ['2: b'], 'a doubt does not silence the conversation');
  });

  it('are given up when the channel refuses them', async () => {
    answers.push({ result: 'refused', sentSeq: 1, error: 'status-403' });
    await bench().take(teams('a'));
    assert.deepEqual(await waiting(), [['dead', 'status-403']]);
    await store.forgetOutgoing(SCOPE, new Date(now + 1).toISOString());
    assert.deepEqual(await waiting(), []);
  });

  it('of an instance that died before it sent are sent when the channel asks again, once', async () => {
    const dying = await database.open();
    const dead = createTurnBench(dying.store, {
      clock,
      outgoing: { settle: async () => undefined, wake: () => undefined },
    });
    await dead.take(teams('a', { publish: () => Promise.reject(new Error('killed')) }));
    await dying.close();
    assert.deepEqual(await waiting(), [['sending', null]]);
    const { take } = bench();
    assert.equal((await take(teams('a'))).duplicate, true);
    await outgoing.pass();
    assert.deepEqual([shown, await waiting()], [['1: a'], []]);
    await take(teams('a'));
    await outgoing.pass();
    assert.deepEqual(shown, ['1: a']);
  });

  it('of an instance that died become unclear when nobody asks again', async () => {
    const dying = await database.open();
    const dead = createTurnBench(dying.store, {
      clock,
      outgoing: { settle: async () => undefined, wake: () => undefined },
    });
    await dead.take(teams('a', { publish: () => Promise.reject(new Error('killed')) }));
    now += 60_001;
    await outgoing.pass();
    assert.deepEqual([shown, await waiting()], [[], [['unclear', 'instance-lost']]]);
    await bench().take(teams('a'));
    await outgoing.pass();
    assert.deepEqual(shown, ['1: a'], 'also then the channel may ask again');
  });

  if (engine.servesSeveral) {
    it('are taken by one of several instances only', async () => {
      const { take } = bench();
      for (let person = 0; person < 10; person += 1) {
        answers.push(LATER);
        await take(teams(`t${person}`, { conversationId: `msteams/${person}` }));
      }
      now += 60_000;
      const other = queueOf((await database.open()).store);
      const counts = await Promise.all([outgoing.pass(), other.pass(), outgoing.pass(), other.pass()]);
      assert.deepEqual([counts.reduce((sum, count) => sum + count), new Set(shown).size, shown.length], [10, 10, 10]);
    });
  }

  it('fill no disk when a channel stays away: what is said beyond fifty turns is given up', async () => {
    const { take } = bench();
    answers.push(LATER);
    for (let turn = 0; turn < 52; turn += 1) await take(teams(`t${turn}`));
    const { outgoing: depths, oldestOutgoingAt } = await store.queueDepths(SCOPE);
    assert.deepEqual(depths, { pending: 50, sending: 0, unclear: 0, dead: 2 });
    assert.equal(oldestOutgoingAt, clock.now());
  });
});
