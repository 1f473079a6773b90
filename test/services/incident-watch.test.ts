import assert from 'node:assert/strict';
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

describeOnEveryEngine('the watch over followed incidents', (engine) => {
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

  it('says nothing while nothing changes, and looks again a minute later', async () => {
    await followIn(store);
    await nextLook();
    assert.equal(bench.looks.length, 2, 'one look in each language');
    await bench.watch.pass();
    assert.equal(bench.looks.length, 2);
    await nextLook();
    assert.equal(bench.looks.length, 4);
    assert.deepEqual(await saidIn(store), []);
  });

  it('tells a change once, with the zone of the person, and that it is over at the end', async () => {
    await followIn(store);
    scene.says = RESTORING;
    await nextLook();
    await nextLook();
    assert.deepEqual(await saidIn(store), ['changed EX1 restoringService zh-CN admin Asia/Shanghai']);
    scene.says = OVER;
    await nextLook();
    await nextLook();
    assert.deepEqual((await saidIn(store)).slice(1), ['over EX1 serviceRestored zh-CN admin Asia/Shanghai']);
    assert.deepEqual([await follows(), bench.results], [[], ['told', 'told']]);
  });

  it('tells a new post, and a status that comes back', async () => {
    await followIn(store);
    scene.says = {
      result: 'found',
      incident: sampleIncident({ lastPost: 'x', lastPostAt: '2026-03-02T01:10:00.000Z' }),
    };
    await nextLook();
    for (const says of [RESTORING, { result: 'found', incident: sampleIncident() } as const, RESTORING]) {
      scene.says = says;
      await nextLook();
    }
    assert.equal((await saidIn(store)).length, 4);
  });

  it('says nothing when health could not be looked at', async () => {
    await followIn(store);
    scene.says = { result: 'not-checked' };
    await nextLook();
    assert.deepEqual([await saidIn(store), (await follows()).length], [[], 1]);
  });

  it('tells once that an incident is listed no more', async () => {
    await followIn(store);
    scene.says = { result: 'gone' };
    await nextLook();
    await nextLook();
    assert.deepEqual([await saidIn(store), await follows()], [['gone EX1 zh-CN admin Asia/Shanghai'], []]);
  });

  it('ends with a word after thirty days', async () => {
    await followIn(store);
    scene.now += 30 * 24 * 60 * MINUTE;
    await nextLook();
    assert.deepEqual([await saidIn(store), await follows()], [['expired EX1 zh-CN admin Asia/Shanghai'], []]);
  });

  it('speaks the language of the conversation as it is now', async () => {
    const english = createIncidentBench(store, scene, { speaks: { localeOf: () => 'en-US' } });
    await followIn(store);
    scene.says = RESTORING;
    await nextLook(english);
    assert.deepEqual(await saidIn(store), ['changed EX1 restoringService en-US admin Asia/Shanghai']);
  });

  it('leaves a message to a called channel to the outgoing queue, and tells the streams of a log that is read', async () => {
    await followIn(store, { id: 'msteams/one', channel: 'msteams', reference: { serviceUrl: 'https://x.example' } });
    await followIn(store, {}, { id: uuid(7001) });
    scene.says = RESTORING;
    await nextLook();
    const waiting = await store.listOutgoing({ system: 'outgoing' }, { limit: 10 });
    assert.deepEqual(
      waiting.map(({ conversationId, status, attempts }) => [conversationId, status, attempts]),
      [['msteams/one', 'pending', 0]],
    );
    assert.equal(bench.woken(), 1);
    assert.deepEqual(
      bench.published.map(([id, rows]) => [id, rows.map(({ seq }) => seq)]),
      [['directline/one', [1]]],
    );
  });

  for (const owner of ['staff', 'offered', 'closed'] as const) {
    it(`keeps news for later while the conversation is ${owner}`, async () => {
      await followIn(store, { owner });
      scene.says = RESTORING;
      await nextLook();
      assert.deepEqual([await saidIn(store), bench.results], [[], ['later']]);
      const stored = await store.loadConversation(SCOPE, 'directline/one');
      assert.ok(stored);
      await store.commitTurn(SCOPE, {
        conversation: { ...stored, owner: 'bot' },
        activities: [],
        requests: [],
        deliveries: [],
      });
      await nextLook();
      assert.equal((await saidIn(store)).length, 1);
    });
  }

  it('tells nothing that is for admins to somebody who is none any more', async () => {
    await followIn(store);
    const { person } = scene;
    assert.ok(person);
    scene.person = { ...person, roles: [] };
    scene.says = (audience) => (audience === 'admin' ? RESTORING : { result: 'not-checked' });
    await nextLook();
    assert.deepEqual(await saidIn(store), []);
    scene.person = { ...person, tenant: { ...person.tenant, id: 'fabrikam' } };
    await nextLook();
    assert.deepEqual(await saidIn(store), []);
    scene.says = RESTORING;
    await nextLook();
    assert.deepEqual(await saidIn(store), ['changed EX1 restoringService zh-CN public Asia/Shanghai']);
  });

  it('waits while nobody can tell who the person is', async () => {
    await followIn(store);
    const { person } = scene;
    assert.ok(person);
    scene.says = RESTORING;
    scene.person = { ...person, identity: 'not-checked' };
    await nextLook();
    assert.deepEqual(await saidIn(store), []);
    scene.person = person;
    await nextLook();
    assert.equal((await saidIn(store)).length, 1);
  });

  it('looks once for all who see the same, however many follow', async () => {
    for (let number = 0; number < 5; number += 1) {
      await followIn(store, { id: `directline/${number}` }, { id: uuid(7000 + number) });
    }
    scene.says = RESTORING;
    await nextLook();
    assert.equal(bench.looks.length, 2);
    assert.equal(bench.results.length, 5);
  });

  it('begins by itself and ends when it is told to', async () => {
    await followIn(store);
    scene.now += MINUTE;
    scene.says = RESTORING;
    const told = Promise.withResolvers<void>();
    const own = bench.again(store, { onNews: () => told.resolve(), pollMs: 5 });
    own.watch.start();
    await told.promise;
    await own.watch.stop();
    await own.watch.stop();
    assert.equal((await saidIn(store)).length, 1);
  });
});
