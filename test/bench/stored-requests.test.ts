import assert from 'node:assert/strict';
import { fillWithRequests } from '../../bench/load/stored-requests.ts';
import { openTemporaryStore } from '../support/store-temporary.ts';

const STAFF = { system: 'staff' } as const;

describe('a store that was filled for a benchmark', () => {
  it('reads like one that the product has written', async () => {
    const { store, file, remove } = await openTemporaryStore();
    try {
      fillWithRequests(file, 300);
      const page = await store.listRequests(STAFF, { limit: 100 });
      assert.equal(page.requests.length, 100);
      assert.deepEqual(page.unreadable, []);
      assert.notEqual(page.cursor, null);
      const [first] = page.requests;
      assert.ok(first);
      assert.deepEqual(await store.requestByReference(STAFF, first.reference), first);
      assert.deepEqual(
        (await store.listDeliveries(STAFF, first.id)).map(({ status }) => status),
        ['accepted'],
      );
      assert.equal((await store.listActivities(STAFF, first.conversationId, 0, 10)).length, 2);
      for (const status of ['new', 'closed'] as const) {
        const { requests } = await store.listRequests(STAFF, { status, limit: 100 });
        assert.equal(requests.length, 50);
        assert.ok(requests.every((request) => request.status === status));
      }
      assert.equal((await store.newestRequests({ tenant: 'contoso-cn' }, 10)).length, 3);
    } finally {
      await remove();
    }
  });
});
