import assert from 'node:assert/strict';
import type { Store } from '../../src/domain/ports.ts';
import type { NewRequestEvent } from '../../src/domain/service-request.ts';
import { describeOnEveryEngine, type TestDatabase } from '../support/store-engines.ts';
import { sampleConversation, sampleRequest, sampleTurn, uuid } from '../support/store-samples.ts';

const SYSTEM = { system: 'turn' } as const;
const request = sampleRequest();
const remark: NewRequestEvent = {
  requestId: request.id,
  type: 'remark',
  at: '2026-03-02T02:00:00.000Z',
  actor: 'dl_contoso-admin',
  data: { wish: 'chase', words: '催一下' },
};

describeOnEveryEngine('events of stored requests', (engine) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await engine.createDatabase();
    ({ store } = await database.open());
    await store.commitTurn(SYSTEM, sampleTurn({ requests: [request] }));
  });
  afterEach(() => database.remove());

  const later = (version: number, events: readonly NewRequestEvent[]) =>
    sampleTurn({ conversation: sampleConversation({ version }), activities: [], events });
  const events = async () => (await store.requestByReference(SYSTEM, request.reference))?.events ?? [];

  it('come after those that are there, in order and numbered', async () => {
    await store.commitTurn(SYSTEM, later(1, [remark, { ...remark, data: { wish: 'complaint', words: '投诉' } }]));
    await store.commitTurn(SYSTEM, later(2, [{ ...remark, type: 'linked', data: { reference: 'SR-20260302-0002' } }]));
    const { requestId: _, ...stored } = remark;
    assert.deepEqual(await events(), [
      ...request.events,
      { ...stored, seq: 2 },
      { ...stored, seq: 3, data: { wish: 'complaint', words: '投诉' } },
      { ...stored, seq: 4, type: 'linked', data: { reference: 'SR-20260302-0002' } },
    ]);
  });

  it('are written with their turn or not at all', async () => {
    await assert.rejects(store.commitTurn(SYSTEM, later(7, [remark])), { code: 'Conflict' });
    const unknown = later(1, [remark, { ...remark, requestId: uuid(99) }]);
    await assert.rejects(store.commitTurn(SYSTEM, unknown), { code: 'PolicyViolation' });
    assert.deepEqual(await events(), request.events);
  });

  it('are never those of another tenant', async () => {
    const foreign = sampleTurn({
      conversation: sampleConversation({ id: 'directline/two', tenant: 'fabrikam' }),
      activities: [],
      events: [remark],
    });
    await assert.rejects(store.commitTurn({ tenant: 'fabrikam' }, foreign), { code: 'PolicyViolation' });
    assert.deepEqual(await events(), request.events);
  });

  it('are all kept when several turns add at the same moment', async () => {
    const conversations = [1, 2, 3, 4].map((number) => `directline/at-once-${number}`);
    const add = async (id: string): Promise<void> => {
      const turn = sampleTurn({ conversation: sampleConversation({ id }), activities: [], events: [remark] });
      // Whoever loses is run again, as the turn service does.
      await store.commitTurn(SYSTEM, turn).catch(() => add(id));
    };
    await Promise.all(conversations.map(add));
    assert.deepEqual(
      (await events()).map(({ seq }) => seq),
      [1, 2, 3, 4, 5],
    );
  });
});
