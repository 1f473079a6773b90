import assert from 'node:assert/strict';
import type { FollowChange } from '../../src/domain/incident-follow.ts';
import type { Store } from '../../src/domain/ports.ts';
import { describeOnEveryEngine, type TestDatabase } from '../support/store-engines.ts';
import { sampleConversation, sampleFollow, sampleTurn, uuid } from '../support/store-samples.ts';

const SCOPE = { system: 'health' } as const;
const MOMENT = '2026-03-02T01:00:00.000Z';
const at = (minutes: number) => new Date(Date.parse(MOMENT) + minutes * 60_000).toISOString();
const claim = (minutes: number, limit = 10) => ({ now: at(minutes), until: at(minutes + 1), limit });

describeOnEveryEngine('the follows of incidents', (engine) => {
  let database: TestDatabase;
  let store: Store;
  let version: number;
  beforeEach(async () => {
    database = await engine.createDatabase();
    ({ store } = await database.open());
    version = 0;
  });
  afterEach(() => database.remove());

  async function commit(...follows: FollowChange[]): Promise<void> {
    await store.commitTurn(
      SCOPE,
      sampleTurn({ conversation: sampleConversation({ version }), activities: [], follows }),
    );
    version += 1;
  }
  const list = () => store.listFollows(SCOPE, 'directline/one');

  it('are given back as they were written', async () => {
    const follow = sampleFollow({ standing: { status: 'investigating', lastPostAt: MOMENT }, tenant: 'contoso' });
    await commit({ type: 'began', follow });
    assert.deepEqual(await list(), [follow]);
  });

  it('stay one for each conversation and incident, and begin anew after their end', async () => {
    const first = sampleFollow();
    await commit({ type: 'began', follow: first });
    await commit({ type: 'began', follow: sampleFollow({ id: uuid(7001), createdAt: at(5) }) });
    assert.deepEqual(await list(), [first]);
    await commit({ type: 'ended', followId: first.id, at: at(6) });
    assert.deepEqual(await list(), []);
    const again = sampleFollow({ id: uuid(7002), createdAt: at(7), nextLookAt: at(7) });
    await commit({ type: 'began', follow: again });
    assert.deepEqual(await list(), [again]);
  });

  it('remember what was told with the turn that told it, and nothing of a turn that was not written', async () => {
    const follow = sampleFollow();
    await commit({ type: 'began', follow });
    const standing = { status: 'restoringService', lastPostAt: at(9) };
    version -= 1;
    await assert.rejects(commit({ type: 'told', followId: follow.id, standing }), { code: 'Conflict' });
    assert.deepEqual((await list())[0]?.standing, follow.standing);
    version += 1;
    await commit({ type: 'told', followId: follow.id, standing });
    assert.deepEqual((await list())[0]?.standing, standing);
  });

  it('are changed by their own conversation only', async () => {
    const follow = sampleFollow();
    await commit({ type: 'began', follow });
    await store.commitTurn(
      SCOPE,
      sampleTurn({
        conversation: sampleConversation({ id: 'directline/two' }),
        activities: [],
        follows: [{ type: 'ended', followId: follow.id, at: MOMENT }],
      }),
    );
    assert.equal((await list()).length, 1);
  });

  it('are claimed when their time has come, once until the claim runs out, the longest due first', async () => {
    const [first, second] = [
      sampleFollow({ nextLookAt: at(1) }),
      sampleFollow({ id: uuid(7001), incidentId: 'EX2', nextLookAt: at(0) }),
    ];
    await commit({ type: 'began', follow: first }, { type: 'began', follow: second });
    const idsOf = async (minutes: number, limit = 10) =>
      (await store.claimFollows(SCOPE, claim(minutes, limit))).map(({ incidentId }) => incidentId);
    assert.deepEqual(await idsOf(-1), []);
    assert.deepEqual(await idsOf(1, 1), ['EX2']);
    assert.deepEqual(await idsOf(1), ['EX1']);
    assert.deepEqual(await idsOf(1), []);
    assert.deepEqual((await idsOf(2)).toSorted(), ['EX1', 'EX2']);
    await commit({ type: 'ended', followId: first.id, at: at(2) });
    assert.deepEqual(await idsOf(9), ['EX2']);
  });

  it('are due at once when the clock was set back by hours', async () => {
    await commit({ type: 'began', follow: sampleFollow({ nextLookAt: at(120) }) });
    assert.equal((await store.claimFollows(SCOPE, claim(0))).length, 1);
  });

  it('that cannot be read keep nobody else from being looked at', async () => {
    await commit(
      { type: 'began', follow: sampleFollow() },
      { type: 'began', follow: sampleFollow({ id: uuid(7001), incidentId: 'EX2' }) },
    );
    await database.change(`update incident_follows set who = '{' where incident_id = 'EX1'`);
    assert.deepEqual(
      (await store.claimFollows(SCOPE, claim(1))).map(({ incidentId }) => incidentId),
      ['EX2'],
    );
  });

  if (engine.servesSeveral) {
    it('are never claimed by two instances at the same time', async () => {
      const other = (await database.open()).store;
      const changes = Array.from({ length: 40 }, (_, index): FollowChange => {
        return { type: 'began', follow: sampleFollow({ id: uuid(7000 + index), incidentId: `EX${index}` }) };
      });
      await commit(...changes);
      const claims = await Promise.all(
        Array.from({ length: 10 }, (_, index) => (index % 2 ? store : other).claimFollows(SCOPE, claim(1, 7))),
      );
      const ids = claims.flat().map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length);
    });
  }
});
