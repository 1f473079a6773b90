import assert from 'node:assert/strict';
import type { Store } from '../../src/domain/ports.ts';
import { describeOnEveryEngine, type TestDatabase } from '../support/store-engines.ts';
import {
  sampleActivity,
  sampleConversation,
  sampleDelivery,
  sampleRequest,
  sampleTurn,
  uuid,
} from '../support/store-samples.ts';

const SYSTEM = { system: 'turn' } as const;

describeOnEveryEngine('store', (engine) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await engine.createDatabase();
    ({ store } = await database.open());
  });
  afterEach(() => database.remove());

  it('writes a turn as a whole and reads it back', async () => {
    const request = sampleRequest();
    const incoming = sampleActivity({ dedupeKey: 'k1' });
    const reply = sampleActivity({ seq: 2, direction: 'outgoing' });
    const conversation = sampleConversation({ lastSeq: 2, reference: { serviceUrl: 'https://x.example' } });
    await store.commitTurn(SYSTEM, {
      conversation,
      activities: [incoming, reply],
      requests: [request],
      deliveries: [sampleDelivery(request), sampleDelivery(request, { id: uuid(5001), backend: 'servicenow' })],
    });
    assert.deepEqual(await store.loadConversation(SYSTEM, conversation.id), { ...conversation, version: 1 });
    assert.deepEqual(await store.requestByReference(SYSTEM, request.reference), request);
    assert.deepEqual(await store.requestByDraft(SYSTEM, request.draftId), request);
    const backends = (await store.listDeliveries(SYSTEM, request.id)).map(({ backend }) => backend);
    assert.deepEqual(backends, ['servicenow', 'webhook']);
    const rows = await store.listActivities(SYSTEM, conversation.id, 0, 10);
    assert.deepEqual(
      rows.map(({ seq, direction }) => [seq, direction]),
      [
        [1, 'incoming'],
        [2, 'outgoing'],
      ],
    );
    assert.equal(rows[0]?.activity.text, '您好');
    assert.equal((await store.findIncoming(SYSTEM, conversation.id, 'k1'))?.seq, 1);
    assert.equal(await store.findIncoming(SYSTEM, conversation.id, 'k2'), null);
  });

  it('pages through the activity log', async () => {
    const activities = [1, 2, 3, 4, 5].map((seq) => sampleActivity({ seq }));
    await store.commitTurn(SYSTEM, sampleTurn({ activities }));
    const seqs = async (after: number, limit: number) =>
      (await store.listActivities(SYSTEM, 'directline/one', after, limit)).map(({ seq }) => seq);
    assert.deepEqual(await seqs(0, 2), [1, 2]);
    assert.deepEqual(await seqs(2, 10), [3, 4, 5]);
    assert.deepEqual(await seqs(5, 10), []);
    for (const limit of [0, -1, 1.5, Number.NaN, 10_001]) {
      await assert.rejects(seqs(0, limit), { code: 'InvalidInput' });
    }
  });

  it('answers an unknown conversation with nothing', async () => {
    assert.equal(await store.loadConversation(SYSTEM, 'nobody'), null);
    assert.deepEqual(await store.listActivities(SYSTEM, 'nobody', 0, 10), []);
  });

  describe('refuses with Conflict and writes nothing of it', () => {
    const first = sampleRequest();
    beforeEach(() =>
      store.commitTurn(SYSTEM, sampleTurn({ activities: [sampleActivity({ dedupeKey: 'k1' })], requests: [first] })),
    );
    const next = sampleConversation({ version: 1, lastSeq: 2 });
    const cases = {
      'a second creation': sampleTurn({ activities: [] }),
      'an old version': sampleTurn({ conversation: { ...next, version: 7 }, activities: [sampleActivity({ seq: 2 })] }),
      'a sequence number that was given': sampleTurn({ conversation: next, activities: [sampleActivity({ seq: 1 })] }),
      'a key that was seen': sampleTurn({
        conversation: next,
        activities: [sampleActivity({ seq: 2, dedupeKey: 'k1' })],
      }),
      'a draft that was submitted': sampleTurn({
        conversation: next,
        activities: [sampleActivity({ seq: 2 })],
        requests: [sampleRequest(2, { draftId: first.draftId })],
      }),
      'a reference that was given': sampleTurn({
        conversation: next,
        activities: [sampleActivity({ seq: 2 })],
        requests: [sampleRequest(2, { reference: first.reference })],
      }),
      'a second delivery to one backend': sampleTurn({
        conversation: next,
        activities: [sampleActivity({ seq: 2 })],
        requests: [sampleRequest(2)],
        deliveries: [sampleDelivery(sampleRequest(2)), sampleDelivery(sampleRequest(2), { id: uuid(5001) })],
      }),
    };
    for (const [name, turn] of Object.entries(cases)) {
      it(name, async () => {
        await assert.rejects(store.commitTurn(SYSTEM, turn), { code: 'Conflict' });
        assert.equal((await store.loadConversation(SYSTEM, 'directline/one'))?.version, 1);
        assert.equal((await store.listActivities(SYSTEM, 'directline/one', 0, 10)).length, 1);
        assert.equal((await store.listRequests(SYSTEM, { limit: 10 })).requests.length, 1);
        assert.deepEqual(await store.listDeliveries(SYSTEM, uuid(2)), []);
      });
    }
  });

  it('lets one of two turns of the same version win', async () => {
    await store.commitTurn(SYSTEM, sampleTurn());
    const turn = (text: string) =>
      store.commitTurn(
        SYSTEM,
        sampleTurn({ conversation: sampleConversation({ version: 1, lastSeq: 2, state: text }), activities: [] }),
      );
    const results = await Promise.allSettled([turn('a'), turn('b')]);
    assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
    const winner = results[0]?.status === 'fulfilled' ? 'a' : 'b';
    assert.equal((await store.loadConversation(SYSTEM, 'directline/one'))?.state, winner);
  });

  it('never mixes turns that are written at once', async () => {
    const ids = Array.from({ length: 50 }, (_, n) => `directline/${n}`);
    await Promise.all(
      ids.map((id) =>
        store.commitTurn(
          SYSTEM,
          sampleTurn({
            conversation: sampleConversation({ id }),
            activities: [1, 2].map((seq) => sampleActivity({ conversationId: id, seq })),
          }),
        ),
      ),
    );
    for (const id of ids) assert.equal((await store.listActivities(SYSTEM, id, 0, 10)).length, 2);
  });

  it('gives numbers from 1, each name its own, none twice', async () => {
    const numbers = await Promise.all(Array.from({ length: 20 }, () => store.nextNumber(SYSTEM, 'requests-20260302')));
    assert.deepEqual(
      numbers.toSorted((a, b) => a - b),
      Array.from({ length: 20 }, (_, n) => n + 1),
    );
    assert.equal(await store.nextNumber(SYSTEM, 'requests-20260303'), 1);
  });

  it('refuses a turn that writes beyond its conversation', async () => {
    const stray = [
      sampleTurn({ activities: [sampleActivity({ conversationId: 'directline/two' })] }),
      sampleTurn({ requests: [sampleRequest(1, { conversationId: 'directline/two' })] }),
      sampleTurn({ deliveries: [sampleDelivery(sampleRequest())] }),
    ];
    for (const turn of stray) await assert.rejects(store.commitTurn(SYSTEM, turn), { code: 'PolicyViolation' });
    assert.equal(await store.loadConversation(SYSTEM, 'directline/one'), null);
  });

  it('finds a message by a key of any length, and knows long keys that begin alike apart', async () => {
    // As long as the ids of a conversation, a person and a message may be, of characters of three bytes that do not repeat.
    const han = (from: number) => Array.from({ length: 400 }, (_, at) => String.fromCodePoint(from + at * 37)).join('');
    const latin = Array.from({ length: 400 }, (_, at) => String.fromCodePoint(0xa1 + ((at * 37 + at * at * 11) % 94)));
    const id = `webchat/${latin.join('')}/webchat:${han(0x4e00)}`;
    const keys = ['k', `webchat/${han(0x4e01)}`, `webchat/${han(0x4e01)}2`, 'k'.repeat(256), 'k'.repeat(257)];
    const activities = keys.map((dedupeKey, at) => sampleActivity({ conversationId: id, seq: at + 1, dedupeKey }));
    await store.commitTurn(SYSTEM, sampleTurn({ conversation: sampleConversation({ id }), activities }));
    const found = await Promise.all(keys.map((key) => store.findIncoming(SYSTEM, id, key)));
    assert.deepEqual(
      found.map((row) => row?.seq),
      [1, 2, 3, 4, 5],
    );
    const again = sampleTurn({
      conversation: sampleConversation({ id, version: 1, lastSeq: 6 }),
      activities: [sampleActivity({ conversationId: id, seq: 6, dedupeKey: keys[1] ?? '' })],
    });
    await assert.rejects(store.commitTurn(SYSTEM, again), { code: 'Conflict' });
  });

  it('refuses a text with NUL as PostgreSQL would, and writes nothing', async () => {
    const turn = sampleTurn({ activities: [sampleActivity({ dedupeKey: 'a\0b' })] });
    await assert.rejects(store.commitTurn(SYSTEM, turn), { code: 'InvalidInput' });
    assert.equal(await store.loadConversation(SYSTEM, 'directline/one'), null);
  });

  describe('meets a broken row', () => {
    const request = sampleRequest();
    beforeEach(() =>
      store.commitTurn(SYSTEM, sampleTurn({ requests: [request], deliveries: [sampleDelivery(request)] })),
    );

    it('hands an unreadable state on, so that the conversation can restart', async () => {
      await database.change(`update conversations set state = '{"half":', reference = 'x'`);
      const conversation = await store.loadConversation(SYSTEM, 'directline/one');
      assert.equal(conversation?.state, '{"half":');
      assert.equal(conversation?.reference, null);
    });

    it('names a conversation with an unknown owner', async () => {
      await database.change(`update conversations set owner = 'nobody'`);
      await assert.rejects(store.loadConversation(SYSTEM, 'directline/one'), {
        code: 'Unavailable',
        message: /conversation directline\/one/,
      });
    });

    it('keeps the place of an unreadable activity', async () => {
      await database.change(`update activities set activity = '{'`);
      const [row] = await store.listActivities(SYSTEM, 'directline/one', 0, 10);
      assert.equal(row?.seq, 1);
      assert.equal(row?.activity.name, 'unreadable-row');
    });

    it('names an activity of an unknown direction and a delivery of an unknown status', async () => {
      await database.change(`update activities set direction = 'sideways'; update deliveries set status = 'lost'`);
      await assert.rejects(store.listActivities(SYSTEM, 'directline/one', 0, 10), { message: /activity 1 of/ });
      await assert.rejects(store.listDeliveries(SYSTEM, request.id), { message: new RegExp(`delivery ${uuid(5000)}`) });
    });

    it('names an unreadable request, and lists the others', async () => {
      await store.commitTurn(SYSTEM, {
        conversation: sampleConversation({ version: 1 }),
        activities: [],
        requests: [sampleRequest(2), sampleRequest(3)],
        deliveries: [],
      });
      await database.change(
        `update requests set record = '{"schemaVersion":9}' where reference = '${request.reference}'`,
      );
      await database.change(`update request_events set data = 'x' where request_id = '${uuid(3)}'`);
      await assert.rejects(store.requestByReference(SYSTEM, request.reference), {
        code: 'Unavailable',
        message: new RegExp(request.reference),
      });
      const page = await store.listRequests(SYSTEM, { limit: 10 });
      assert.deepEqual(
        page.requests.map(({ reference }) => reference),
        ['SR-20260302-0002'],
      );
      assert.deepEqual(page.unreadable, ['SR-20260302-0001', 'SR-20260302-0003']);
      assert.equal((await store.newestRequests(SYSTEM, 10)).length, 1);
    });
  });
});
