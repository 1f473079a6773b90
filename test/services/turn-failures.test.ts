import assert from 'node:assert/strict';
import sinon from 'sinon';
import { IntakeError } from '../../src/domain/errors.ts';
import type { LoggedActivity, Store, TurnCommit } from '../../src/domain/ports.ts';
import type { Converse } from '../../src/domain/support-desk.ts';
import { createTurnBench, directLineTurn, echo, loggedTexts } from '../support/desk-turns.ts';
import { sampleConversation } from '../support/store-samples.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const SYSTEM = { system: 'turn' } as const;

describe('a turn in trouble', () => {
  let temporary: TemporaryStore;
  let store: Store;
  beforeEach(async () => {
    temporary = await openTemporaryStore();
    store = temporary.store;
  });
  afterEach(() => temporary.remove());

  it('stands when publishing fails, and is logged', async () => {
    const { take, log } = createTurnBench(store);
    const publish = async () => {
      throw new Error('connector down');
    };
    const result = await take(directLineTurn('a', { publish }));
    assert.equal(result.duplicate, false);
    assert.deepEqual(await loggedTexts(store), ['a', '1: a']);
    assert.deepEqual(
      log.lines.map(({ level, message }) => [level, message]),
      [['error', 'the replies are stored, but were not sent']],
    );
    await take(directLineTurn('b'));
    assert.equal((await loggedTexts(store)).length, 4);
  });

  it('answers kindly when the dialogs throw, and leaves the state as it was', async () => {
    const failing: Converse = async (state, input, desk) => {
      if (input.type === 'text' && input.text.includes('fall')) throw new Error('broken');
      return echo(state, input, desk);
    };
    const { take, log } = createTurnBench(store, { converse: failing });
    await take(directLineTurn('a'));
    assert.equal((await take(directLineTurn('fall'))).apologised, true);
    await take(directLineTurn('系统 fall 了'));
    assert.deepEqual(await loggedTexts(store), [
      'a',
      '1: a',
      'fall',
      'failed in zh-CN',
      '系统 fall 了',
      'failed in zh-CN',
    ]);
    assert.equal((await store.loadConversation(SYSTEM, 'directline/one'))?.state, 1);
    assert.deepEqual([log.lines[0]?.level, String(log.lines[0]?.fields.err)], ['error', 'Error: broken']);
    await take(directLineTurn('b'));
    assert.equal((await loggedTexts(store)).at(-1), '2: b');
  });

  it('drops a request that a failed dialog had begun', async () => {
    const failing: Converse = async (state, input, desk) => {
      await echo(state, input, desk);
      throw new Error('after submit');
    };
    const { take } = createTurnBench(store, { converse: failing });
    await take(directLineTurn('submit'));
    assert.deepEqual((await store.listRequests(SYSTEM, { limit: 10 })).requests, []);
  });

  it('serves an unknown person while the directory fails, and keeps the tenant', async () => {
    let down = false;
    const asked: (string | null)[] = [];
    const converse: Converse = async (state, input, desk) => {
      asked.push(desk.person?.id ?? null);
      return echo(state, input, desk);
    };
    const { take: known } = createTurnBench(store);
    await known(directLineTurn('a'));
    const directory = {
      find: async () => {
        down = true;
        throw new Error('no answer');
      },
    };
    const { take, log } = createTurnBench(store, { converse, directory });
    await take(directLineTurn('b'));
    assert.deepEqual([down, asked], [true, [null]]);
    assert.equal(log.lines[0]?.level, 'warn');
    assert.equal((await store.loadConversation(SYSTEM, 'directline/one'))?.tenant, 'contoso-cn');
  });

  it('does not wait for a directory that never answers', async () => {
    const timers = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const asked = Promise.withResolvers<void>();
      const directory = {
        find: () => {
          asked.resolve();
          return new Promise<null>(() => {});
        },
      };
      const { take } = createTurnBench(store, { directory, directoryMs: 50 });
      const turn = take(directLineTurn('a'));
      await asked.promise;
      timers.tick(50);
      await turn;
      assert.deepEqual(await loggedTexts(store), ['a', '1: a']);
    } finally {
      timers.restore();
    }
  });

  it('runs again from the start when another instance was faster', async () => {
    const { take } = createTurnBench(withRival(store, 1));
    const published: LoggedActivity[][] = [];
    const result = await take(directLineTurn('a', {}, published));
    assert.deepEqual(result, { activityId: 'one|0000001', duplicate: false });
    const conversation = await store.loadConversation(SYSTEM, 'directline/one');
    assert.deepEqual([conversation?.version, conversation?.state], [2, 101]);
    assert.equal(published.length, 1);
  });

  it('gives up after some reruns and says so, with nothing published', async () => {
    const { take, log } = createTurnBench(withRival(store, 100), { maxReruns: 2 });
    const published: LoggedActivity[][] = [];
    await assert.rejects(take(directLineTurn('a', {}, published)), {
      code: 'Unavailable',
      message: /send the message again/,
    });
    assert.equal(published.length, 0);
    assert.equal(log.lines.length, 3);
  });

  it('is a duplicate when another instance took the same activity meanwhile', async () => {
    const other = createTurnBench(store);
    let raced = false;
    const racing: Converse = async (state, input, desk) => {
      if (!raced) {
        raced = true;
        await other.take(directLineTurn('a', { dedupeKey: 'k1' }));
      }
      return echo(state, input, desk);
    };
    const { take } = createTurnBench(store, { converse: racing });
    const result = await take(directLineTurn('a', { dedupeKey: 'k1' }));
    assert.deepEqual(result, { activityId: 'one|0000001', duplicate: true });
    assert.deepEqual(await loggedTexts(store), ['a', '1: a']);
  });

  it('is shown when it is repeated because its commit was reported as failed', async () => {
    const commitTurn: Store['commitTurn'] = async (scope, turn) => {
      await store.commitTurn(scope, turn);
      throw new IntakeError('Unavailable', 'The disk failed while the database was used; check the disk.');
    };
    const published: LoggedActivity[][] = [];
    const { take } = createTurnBench({ ...store, commitTurn });
    await assert.rejects(take(directLineTurn('a', { dedupeKey: 'k1' }, published)), { code: 'Unavailable' });
    const { duplicate } = await createTurnBench(store).take(directLineTurn('a', { dedupeKey: 'k1' }, published));
    // Without rows: whoever listens is told to read the log.
    assert.deepEqual([duplicate, published], [true, [[]]]);
    assert.deepEqual(await loggedTexts(store), ['a', '1: a']);
  });

  it('fails when the store fails, and the next one goes on', async () => {
    const commitTurn = sinon.stub().rejects(new IntakeError('Unavailable', 'The disk is full; make room.'));
    commitTurn.onSecondCall().callsFake(store.commitTurn);
    const { take } = createTurnBench({ ...store, commitTurn });
    const turns = await Promise.allSettled([take(directLineTurn('a')), take(directLineTurn('b'))]);
    assert.deepEqual(
      turns.map(({ status }) => status),
      ['rejected', 'fulfilled'],
    );
    assert.deepEqual(await loggedTexts(store), ['b', '1: b']);
  });

  it('is waited for by drain, with those that wait behind it', async () => {
    const gate = Promise.withResolvers<void>();
    const slow: Converse = async (state, input, desk) => {
      await gate.promise;
      return echo(state, input, desk);
    };
    const { take } = createTurnBench(store, { converse: slow });
    const turns = [take(directLineTurn('a')), take(directLineTurn('b'))];
    let drained = false;
    const draining = take.drain().then(() => {
      drained = true;
    });
    await store.ping(SYSTEM);
    assert.equal(drained, false);
    gate.resolve();
    await draining;
    assert.equal((await loggedTexts(store)).length, 4);
    await Promise.all(turns);
  });
});

/** A store in which somebody else commits before each of the first commits. */
function withRival(store: Store, times: number): Store {
  let left = times;
  return {
    ...store,
    commitTurn: async (scope, turn: TurnCommit) => {
      if (left > 0) {
        left -= 1;
        const { version } = turn.conversation;
        const conversation = sampleConversation({ version, tenant: 'contoso-cn', state: 100, lastSeq: 0 });
        await store.commitTurn(scope, { conversation, activities: [], requests: [], deliveries: [] });
      }
      return store.commitTurn(scope, turn);
    },
  };
}
