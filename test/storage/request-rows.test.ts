import assert from 'node:assert/strict';
import type { RequestFilter, Store } from '../../src/domain/ports.ts';
import type { ServiceRequest } from '../../src/domain/service-request.ts';
import { describeOnEveryEngine, type TestDatabase } from '../support/store-engines.ts';
import { sampleConversation, sampleRequest, sampleTurn } from '../support/store-samples.ts';

const STAFF = { system: 'staff' } as const;

describeOnEveryEngine('request list', (engine) => {
  let database: TestDatabase;
  let store: Store;
  before(async () => {
    database = await engine.createDatabase();
    ({ store } = await database.open());
    await store.commitTurn(
      STAFF,
      sampleTurn({ conversation: sampleConversation(), activities: [], requests: REQUESTS }),
    );
  });
  after(() => database.remove());

  async function walk(filter: Omit<RequestFilter, 'cursor'>): Promise<string[]> {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await store.listRequests(STAFF, { ...filter, ...(cursor !== null && { cursor }) });
      assert.ok(page.requests.length <= filter.limit);
      seen.push(...page.requests.map(({ reference }) => reference.slice(-1)));
      cursor = page.cursor;
    } while (cursor !== null);
    return seen;
  }

  it('has what is due first on top, what is never due last, and the older one first of two alike', async () => {
    assert.deepEqual(await walk({ limit: 10 }), ['3', '2', '6', '1', '5', '4']);
  });

  for (const limit of [1, 2, 3, 5, 6]) {
    it(`shows each request once, ${limit} on a page`, async () => {
      assert.deepEqual(await walk({ limit }), ['3', '2', '6', '1', '5', '4']);
    });
  }

  it('filters by status and severity', async () => {
    assert.deepEqual(await walk({ limit: 2, status: 'resolved' }), ['2', '5']);
    assert.deepEqual(await walk({ limit: 2, severity: 'C' }), ['6', '5']);
    assert.deepEqual(await walk({ limit: 2, severity: 'C', status: 'resolved' }), ['5']);
    assert.deepEqual(await walk({ limit: 2, status: 'closed' }), []);
  });

  it('lists the newest first', async () => {
    const newest = await store.newestRequests(STAFF, 3);
    assert.deepEqual(
      newest.map(({ reference }) => reference.slice(-1)),
      ['6', '5', '4'],
    );
  });

  it('refuses a limit that is none and a forged cursor', async () => {
    for (const limit of [0, 201, 1.5, Number.NaN]) {
      await assert.rejects(store.listRequests(STAFF, { limit }), { code: 'InvalidInput' });
      await assert.rejects(store.newestRequests(STAFF, limit), { code: 'InvalidInput' });
    }
    await assert.rejects(store.listRequests(STAFF, { limit: 1, cursor: 'forged' }), { code: 'InvalidInput' });
  });

  it('reads every order from an index, so that a million requests cost what a thousand do', async () => {
    const order = 'order by due_order, created_at, id limit 50';
    const statements = [
      `select * from requests ${order}`,
      `select * from requests where (due_order, created_at, id) > ('a', 'b', 'c') ${order}`,
      `select * from requests where status = 'new' ${order}`,
      `select * from requests where severity = 'A' ${order}`,
      `select * from requests where tenant = 'contoso' order by created_at desc, id desc limit 5`,
    ];
    for (const statement of statements) {
      const steps = await database.explain(statement);
      assert.match(steps, /index (scan( backward)? using )?requests_by_/i, statement);
      assert.doesNotMatch(steps, /TEMP B-TREE|Sort/, statement);
    }
  });
});

const REQUESTS: ServiceRequest[] = [
  request(1, '2026-03-05T01:00:00Z'),
  request(2, '2026-03-02T02:00:00.500Z', { status: 'resolved' }),
  request(3, '2026-03-02T02:00:00Z'),
  request(4, null),
  request(5, '2026-03-05T01:00:00.000Z', { status: 'resolved' }, 'C'),
  request(6, '2026-03-03T01:00:00.000Z', {}, 'C'),
];

function request(
  number: number,
  dueAt: string | null,
  changes: Partial<ServiceRequest> = {},
  assigned: 'A' | 'C' = 'A',
): ServiceRequest {
  return sampleRequest(number, {
    createdAt: `2026-03-02T01:00:0${number}.000Z`,
    response: { dueAt, provisional: false, basis: [] },
    severity: { computed: 'A', assigned, reasons: [] },
    ...changes,
  });
}
