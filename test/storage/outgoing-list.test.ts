import assert from 'node:assert/strict';
import type { OutgoingFilter, OutgoingMessages } from '../../src/domain/outgoing.ts';
import type { Store } from '../../src/domain/ports.ts';
import { createOutgoingBench } from '../support/outgoing-bench.ts';
import { describeOnEveryEngine, type TestDatabase } from '../support/store-engines.ts';

const STAFF = { system: 'staff' } as const;

describeOnEveryEngine('the list of messages that are not sent', (engine) => {
  let database: TestDatabase;
  let store: Store;
  before(async () => {
    database = await engine.createDatabase();
    ({ store } = await database.open());
    await fill(store);
  });
  after(() => database.remove());

  /** Two each of dead, unclear and pending, and one that is being sent, said one second after the other in this order. */
  async function fill(filled: Store): Promise<void> {
    const bench = createOutgoingBench(filled);
    const { take } = bench.turns();
    for (const result of ['refused', 'unclear', 'later', 'refused', 'unclear', 'later'] as const) {
      bench.move(1000);
      bench.answers.push(
        result === 'later'
          ? { result, sentSeq: 1, afterMs: null, error: 'status-429' }
          : { result, sentSeq: 2, error: result },
      );
      const second = bench.clock.now().slice(17, 19);
      await take(bench.teams('a', { conversationId: `msteams/${second}` }));
    }
    bench.move(1000);
    await bench.takeAndDie(filled, bench.teams('a', { conversationId: 'msteams/07' }));
  }

  const ORDER = [
    'msteams/03 pending',
    'msteams/06 pending',
    'msteams/07 sending',
    'msteams/05 unclear',
    'msteams/04 dead',
    'msteams/02 unclear',
    'msteams/01 dead',
  ];
  const told = (rows: readonly OutgoingMessages[]) =>
    rows.map(({ conversationId, status }) => `${conversationId} ${status}`);
  const list = async (filter: Partial<OutgoingFilter>) =>
    told(await store.listOutgoing(STAFF, { limit: 100, ...filter }));

  it('begins with what waits, longest first, and goes on with what was given up, newest first', async () => {
    assert.deepEqual(await list({}), ORDER);
    assert.deepEqual(await list({ limit: 4 }), ORDER.slice(0, 4));
  });

  it('is one of a status, or of a conversation', async () => {
    for (const status of ['pending', 'sending', 'unclear', 'dead'] as const) {
      assert.deepEqual(
        await list({ status }),
        ORDER.filter((line) => line.endsWith(status)),
      );
    }
    assert.deepEqual(await list({ conversationId: 'msteams/04' }), ['msteams/04 dead']);
    assert.deepEqual(await list({ conversationId: 'msteams/04', status: 'pending' }), []);
  });

  for (const limit of [1, 2, 3, 5]) {
    it(`is read to its end in pages of ${limit}, with and without a filter`, async () => {
      for (const filter of [{}, { status: 'dead' }, { status: 'pending' }] as const) {
        const seen: OutgoingMessages[] = [];
        for (;;) {
          const after = seen.at(-1);
          const page = await store.listOutgoing(STAFF, { ...filter, limit, ...(after ? { after } : {}) });
          if (page.length === 0) break;
          seen.push(...page);
        }
        assert.deepEqual(told(seen), await list(filter));
      }
    });
  }
});
