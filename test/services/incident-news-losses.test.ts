import assert from 'node:assert/strict';
import { IntakeError } from '../../src/domain/errors.ts';
import type { Store } from '../../src/domain/ports.ts';
import {
  createIncidentBench,
  followIn,
  type HealthScene,
  healthScene,
  type IncidentBench,
  saidIn,
  sampleIncident,
} from '../support/incident-bench.ts';
import { describeOnEveryEngine, type TestDatabase } from '../support/store-engines.ts';
import { uuid } from '../support/store-samples.ts';

const SCOPE = { system: 'health' } as const;
const MINUTE = 60_000;
const RESTORING = { result: 'found', incident: sampleIncident({ status: 'restoringService' }) } as const;
const OVER = {
  result: 'found',
  incident: sampleIncident({ status: 'serviceRestored', endedAt: '2026-03-02T01:30:00.000Z' }),
} as const;

describeOnEveryEngine('news of incidents when something is lost', (engine) => {
  let database: TestDatabase;
  let store: Store;
  let scene: HealthScene;
  let bench: IncidentBench;
  beforeEach(async () => {
    database = await engine.createDatabase();
    ({ store } = await database.open());
    scene = healthScene();
    bench = createIncidentBench(store, scene);
  });
  afterEach(() => database.remove());

  const follows = (id = 'directline/one') => store.listFollows(SCOPE, id);
  /** A look a minute later. */
  async function nextLook(own = bench): Promise<void> {
    scene.now += MINUTE;
    await own.watch.pass();
  }

  it('goes on with the others when one conversation fails, and tells that one later', async () => {
    await followIn(store, { id: 'directline/a' }, { id: uuid(7000) });
    await followIn(store, { id: 'directline/b' }, { id: uuid(7001) });
    scene.says = RESTORING;
    let fails = true;
    const failing: Store = {
      ...store,
      commitTurn: async (scope, turn) => {
        if (fails && turn.conversation.id === 'directline/a') throw new IntakeError('Unavailable', 'the disk is full');
        return store.commitTurn(scope, turn);
      },
    };
    const own = bench.again(failing);
    await nextLook(own);
    assert.deepEqual(own.results.toSorted(), ['failed', 'told']);
    fails = false;
    await nextLook(own);
    assert.equal((await saidIn(store, 'directline/a')).length, 1);
    assert.equal((await saidIn(store, 'directline/b')).length, 1);
  });

  it('tells it once when the answer to its commit was lost', async () => {
    await followIn(store);
    scene.says = RESTORING;
    let isLost = false;
    const own = bench.again({
      ...store,
      commitTurn: async (scope, turn) => {
        const committed = await store.commitTurn(scope, turn);
        if (isLost) return committed;
        isLost = true;
        throw new IntakeError('Conflict', 'the connection broke after the commit, and the repetition met itself');
      },
    });
    await nextLook(own);
    await nextLook(own);
    assert.deepEqual([(await saidIn(store)).length, own.results], [1, ['told']]);
    assert.deepEqual(own.published, [['directline/one', []]], 'whoever listens is told to read the log');
  });

  it('tells it after a crash at any step before the commit, and not again after one behind it', async () => {
    await followIn(store);
    scene.says = RESTORING;
    const dies = (step: 'claimFollows' | 'listFollows' | 'commitTurn') => ({
      ...store,
      [step]: () => Promise.reject(new IntakeError('Unavailable', 'killed')),
    });
    for (const step of ['claimFollows', 'listFollows', 'commitTurn'] as const) {
      await nextLook(bench.again(dies(step))).catch(() => undefined);
      assert.deepEqual(await saidIn(store), []);
    }
    const dead = bench.again(store, { speaks: { publish: () => assert.fail('killed') } });
    await nextLook(dead);
    await nextLook();
    assert.equal((await saidIn(store)).length, 1);
  });

  it('says nothing more when the person left it while it was looked at', async () => {
    await followIn(store);
    scene.says = RESTORING;
    const [follow] = await follows();
    assert.ok(follow);
    const own = bench.again(store, {
      directory: {
        find: async () => {
          const stored = await store.loadConversation(SCOPE, 'directline/one');
          assert.ok(stored);
          await store.commitTurn(SCOPE, {
            conversation: stored,
            activities: [],
            requests: [],
            deliveries: [],
            follows: [{ type: 'ended', followId: follow.id, at: follow.createdAt }],
          });
          return scene.person;
        },
      },
    });
    await nextLook(own);
    assert.deepEqual(await saidIn(store), []);
  });

  if (engine.servesSeveral) {
    it('tells each change once, however many instances look at the same time', async () => {
      const others = await Promise.all([database.open(), database.open()]);
      for (let number = 0; number < 6; number += 1) {
        await followIn(store, { id: `directline/${number}` }, { id: uuid(7000 + number) });
      }
      const watches = others.flatMap(({ store: own, leases }) => [
        bench.again(own, { leases }),
        // A claim that does not hold: whatever the clocks say, the commit decides.
        bench.again(
          {
            ...own,
            claimFollows: async () =>
              (await Promise.all([0, 1, 2, 3, 4, 5].map((n) => own.listFollows(SCOPE, `directline/${n}`)))).flat(),
          },
          { leases },
        ),
      ]);
      for (const says of [RESTORING, OVER] as const) {
        scene.says = says;
        scene.now += MINUTE;
        await Promise.all(watches.map(({ watch }) => watch.pass()));
      }
      for (let number = 0; number < 6; number += 1) {
        const said = await saidIn(store, `directline/${number}`);
        assert.deepEqual(
          said.map((text) => text.split(' ')[0]),
          ['changed', 'over'],
        );
      }
    });
  }
});
