import assert from 'node:assert/strict';
import type { Draft } from '../../src/domain/draft.ts';
import type { Person } from '../../src/domain/person.ts';
import type { Ids, Store } from '../../src/domain/ports.ts';
import type { ServiceRequest } from '../../src/domain/service-request.ts';
import { createSupportDesk } from '../../src/services/support-desk.ts';
import { createUnit, type Unit } from '../../src/services/unit.ts';
import {
  completeDraft,
  contosoAdmin,
  countingIds,
  deskParts,
  northwindAdmin,
  standingClock,
} from '../support/desk-parts.ts';
import { sampleConversation } from '../support/store-samples.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const SYSTEM = { system: 'turn' } as const;

describe('remarks about stored requests', () => {
  let temporary: TemporaryStore;
  let store: Store;
  let version = 0;
  let ids: Ids;
  beforeEach(async () => {
    temporary = await openTemporaryStore();
    store = temporary.store;
    version = 0;
    ids = countingIds();
  });
  afterEach(() => temporary.remove());

  const deskOf = (person: Person | null, unit: Unit) =>
    createSupportDesk(deskParts(store, { clock: standingClock(), ids })).open({ person, locale: 'zh-CN', unit });

  async function commit(unit: Unit): Promise<void> {
    const { requests, deliveries, events } = unit;
    const conversation = sampleConversation({ version });
    await store.commitTurn(SYSTEM, { conversation, activities: [], requests, deliveries, events });
    version += 1;
  }

  async function file(draft: Draft = completeDraft()): Promise<ServiceRequest> {
    const unit = createUnit('directline/one');
    const submission = await deskOf(contosoAdmin(), unit).submit(draft, 'zh-CN');
    await commit(unit);
    return submission.result === 'submitted' ? submission.request : assert.fail();
  }

  const stored = async ({ reference }: ServiceRequest) =>
    (await store.requestByReference(SYSTEM, reference)) ?? assert.fail();

  it('keep the words for staff and raise nothing (rule S6)', async () => {
    const before = await file();
    const unit = createUnit('directline/one');
    const remarked = await deskOf(contosoAdmin(), unit).remark(before.reference, 'escalate', ' 请升级 ');
    await commit(unit);
    const { events, ...after } = await stored(before);
    assert.equal(remarked?.result, 'kept');
    const { events: _, ...unchanged } = before;
    assert.deepEqual(after, unchanged);
    assert.deepEqual(events.at(-1)?.data, { wish: 'escalate', words: '请升级' });
    assert.equal(events.at(-1)?.actor, contosoAdmin().id);
  });

  it('are for admins of the own tenant only (rule R9)', async () => {
    const { reference } = await file();
    for (const person of [northwindAdmin(), contosoAdmin({ roles: [] }), null]) {
      const unit = createUnit('directline/one');
      assert.equal(await deskOf(person, unit).remark(reference, 'chase', '催'), null);
      assert.deepEqual(unit.events, []);
    }
  });

  it('end at a hundred, and what is longer than anybody reads is cut', async () => {
    const { reference } = await file();
    const unit = createUnit('directline/one');
    const desk = deskOf(contosoAdmin(), unit);
    for (let count = 0; count < 100; count += 1) {
      assert.equal((await desk.remark(reference, 'chase', 'x'.repeat(5000)))?.result, 'kept');
    }
    assert.equal((await desk.remark(reference, 'chase', '催'))?.result, 'full');
    assert.equal(unit.events.length, 100);
    assert.equal(String(unit.events[0]?.data.words).length, 2000);
  });

  it('link two requests that were told in the same breath, from either side', async () => {
    const first = await file();
    const second = await file({
      ...completeDraft(),
      id: '0190a0b0-0000-7000-8000-00000000aaaa',
      related: [first.reference],
    });
    assert.deepEqual(second.related, [first.reference]);
    const event = (await stored(first)).events.at(-1);
    assert.deepEqual([event?.type, event?.data], ['linked', { reference: second.reference }]);
  });

  it('do not link to a request of another tenant', async () => {
    const first = await file();
    const unit = createUnit('directline/one');
    await deskOf(northwindAdmin(), unit).submit(
      { ...completeDraft(), id: '0190a0b0-0000-7000-8000-00000000bbbb', related: [first.reference] },
      'en-US',
    );
    assert.deepEqual(unit.events, []);
  });
});
