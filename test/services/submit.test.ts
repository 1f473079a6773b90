import assert from 'node:assert/strict';
import type { Draft } from '../../src/domain/draft.ts';
import type { Person } from '../../src/domain/person.ts';
import type { Store } from '../../src/domain/ports.ts';
import type { ServiceRequest } from '../../src/domain/service-request.ts';
import { createSupportDesk } from '../../src/services/support-desk.ts';
import { createUnit, type Unit } from '../../src/services/unit.ts';
import {
  completeDraft,
  contosoAdmin,
  countingIds,
  deskParts,
  northwindAdmin,
  type StandingClock,
  standingClock,
} from '../support/desk-parts.ts';
import { createTurnBench, directLineTurn, loggedTexts } from '../support/desk-turns.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const SYSTEM = { system: 'turn' } as const;

describe('submit', () => {
  let temporary: TemporaryStore;
  let store: Store;
  let clock: StandingClock;
  let unit: Unit;
  beforeEach(async () => {
    temporary = await openTemporaryStore();
    store = temporary.store;
    clock = standingClock();
    unit = createUnit('directline/one');
  });
  afterEach(() => temporary.remove());

  function submit(draft: Draft, person: Person | null = contosoAdmin()) {
    return createSupportDesk(deskParts(store, { clock }))
      .open({ person, locale: 'zh-CN', unit })
      .submit(draft, 'zh-CN');
  }

  async function filed(draft: Draft, person?: Person): Promise<ServiceRequest> {
    const submission = await submit(draft, person);
    assert.equal(submission.result, 'submitted');
    return submission.result === 'submitted' ? submission.request : assert.fail();
  }

  it('makes the record out of the draft', async () => {
    const request = await filed(completeDraft());
    assert.equal(request.reference, 'SR-20260302-0001');
    assert.equal(request.title, '从今天早上开始，全公司都收不到外部邮件。');
    assert.deepEqual(request.severity.assigned, 'A');
    assert.deepEqual(request.commitments, {
      impactStatement: '所有订单都通过电子邮件处理，业务已经完全停止。',
      resources: true,
    });
    assert.deepEqual(request.contact, {
      name: 'Contoso CN administrator',
      phone: '+86 10 5555 0100',
      email: 'admin@contoso.example',
      preferred: 'phone',
      language: 'zh-CN',
    });
    assert.equal(request.requester.verifiedContact, true);
    assert.deepEqual(request.events, [
      { seq: 1, type: 'created', at: clock.now(), actor: 'dl_contoso-admin', data: { severity: 'A' } },
    ]);
    assert.equal(request.conversationId, 'directline/one');
  });

  it('leaves it to the turn to write request and deliveries', async () => {
    const request = await filed(completeDraft());
    assert.deepEqual(unit.requests, [request]);
    assert.deepEqual(
      unit.deliveries.map(({ backend, requestId, status }) => [backend, requestId, status]),
      [
        ['webhook', request.id, 'pending'],
        ['servicenow', request.id, 'pending'],
      ],
    );
    assert.equal(await store.requestByDraft(SYSTEM, completeDraft().id), null);
  });

  it('counts anew each Beijing day', async () => {
    clock.moveTo('2026-03-02T15:59:59.999Z');
    assert.equal((await filed(completeDraft({ id: draftId(1) }))).reference, 'SR-20260302-0001');
    assert.equal((await filed(completeDraft({ id: draftId(2) }))).reference, 'SR-20260302-0002');
    clock.moveTo('2026-03-02T16:00:00.000Z');
    assert.equal((await filed(completeDraft({ id: draftId(3) }))).reference, 'SR-20260303-0001');
  });

  it('gives the same request for the same draft within a turn', async () => {
    const [first, second] = [await filed(completeDraft()), await filed(completeDraft())];
    assert.equal(first, second);
    assert.equal(unit.requests.length, 1);
  });

  const incomplete: Record<string, [Partial<Draft>, RegExp]> = {
    'a description': [{ description: '  ' }, /description/],
    'kind and product': [{ kind: null, product: null }, /kind, product/],
    'what happened': [
      { facts: { serviceState: null, affected: null, deadlineAtRisk: null, workaround: null } },
      /serviceState, affected/,
    ],
    'a fact that could change the level': [
      { facts: { serviceState: 'degraded', affected: 'many-users', deadlineAtRisk: null, workaround: null } },
      /deadlineAtRisk/,
    ],
    'somebody to ask for': [{ contactName: '' }, /contactName/],
    'any way to reach them': [{ contactPhone: null, contactEmail: null }, /contactPhone, contactEmail/],
    'the way that was asked for': [{ contactPhone: null, preferredContact: 'phone' }, /contactPhone/],
    'a telephone number that is one': [{ contactPhone: '12' }, /contactPhone/],
    'an address that is one': [{ contactEmail: 'admin at contoso' }, /contactEmail/],
    'a preferred way and language': [
      { preferredContact: null, contactLanguage: null },
      /preferredContact, contactLanguage/,
    ],
    'the consent': [{ consentAt: null }, /consent/],
    'a name that fits': [{ contactName: 'x'.repeat(201) }, /contact\.name/],
  };
  for (const [name, [changes, fields]] of Object.entries(incomplete)) {
    it(`refuses a draft without ${name}, names the field and uses no number up`, async () => {
      await assert.rejects(submit(completeDraft(changes)), { code: 'InvalidInput', message: fields });
      assert.equal(unit.requests.length, 0);
      assert.equal(await store.nextNumber(SYSTEM, 'requests-20260302'), 1);
    });
  }

  it('refuses somebody who lost the right to file meanwhile', async () => {
    for (const person of [contosoAdmin({ roles: [] }), null]) {
      const submission = await submit(completeDraft(), person);
      assert.equal(submission.result, 'refused');
    }
    assert.equal(unit.requests.length, 0);
  });

  it('asks the purchase of a tenant that the directory does not know it of', async () => {
    const { tenant } = northwindAdmin();
    const person = northwindAdmin({ tenant: { ...tenant, purchase: 'unknown' } });
    assert.equal((await submit(completeDraft({ boughtDirectly: null }), person)).result, 'refused');
    assert.equal((await submit(completeDraft({ boughtDirectly: true }), person)).result, 'submitted');
  });

  it('files what was never looked up as not checked, and words without a topic under "other"', async () => {
    const request = await filed(completeDraft({ health: null, topic: 'none' }));
    assert.deepEqual([request.health.result, request.topic], ['not-checked', 'technical.other']);
  });

  it('records a commitment that was declined as none', async () => {
    const request = await filed(completeDraft({ impactStatement: ' ', resourcesCommitted: false }));
    assert.deepEqual(request.commitments, { impactStatement: null, resources: false });
    assert.equal(request.severity.assigned, 'B');
  });

  const contacts: [string, Partial<Draft>, boolean][] = [
    ['the registered number, written otherwise', { contactPhone: '0086-10-55550100', contactEmail: null }, true],
    ['another number', { contactPhone: '+86 10 5555 0199' }, false],
    ['the registered address in capitals', { preferredContact: 'email', contactEmail: 'ADMIN@contoso.example' }, true],
    ['another address', { preferredContact: 'email', contactEmail: 'other@contoso.example' }, false],
    [
      'the chat, with one registered contact',
      { preferredContact: 'chat', contactEmail: 'other@contoso.example' },
      true,
    ],
    ['the chat, with none', { preferredContact: 'chat', contactPhone: '+86 10 5555 0199', contactEmail: null }, false],
  ];
  for (const [name, changes, verified] of contacts) {
    it(`${verified ? 'trusts' : 'does not trust'} ${name}`, async () => {
      assert.equal((await filed(completeDraft(changes))).requester.verifiedContact, verified);
    });
  }

  it('trusts no number where none is registered', async () => {
    const person = contosoAdmin({ registered: { phone: null, email: null } });
    assert.equal((await filed(completeDraft(), person)).requester.verifiedContact, false);
  });

  describe('in a turn', () => {
    it('writes request, deliveries and answer with one commit', async () => {
      const { take } = createTurnBench(store);
      await take(directLineTurn('submit'));
      const request = await store.requestByReference(SYSTEM, 'SR-20260302-0001');
      assert.ok(request);
      assert.equal((await store.listDeliveries(SYSTEM, request.id)).length, 2);
      assert.deepEqual(await loggedTexts(store), ['submit', 'SR-20260302-0001']);
    });

    it('files nothing when the commit fails', async () => {
      const commitTurn = async () => {
        throw new Error('power is gone');
      };
      const { take } = createTurnBench({ ...store, commitTurn });
      await assert.rejects(take(directLineTurn('submit')), /power/);
      assert.deepEqual((await store.listRequests(SYSTEM, { limit: 10 })).requests, []);
      assert.deepEqual(await loggedTexts(store), []);
    });

    it('files one request for two confirms at once in one conversation', async () => {
      const { take } = createTurnBench(store);
      await Promise.all([take(directLineTurn('submit')), take(directLineTurn('submit'))]);
      assert.deepEqual(await loggedTexts(store), ['submit', 'SR-20260302-0001', 'submit', 'SR-20260302-0001']);
      assert.equal((await store.listRequests(SYSTEM, { limit: 10 })).requests.length, 1);
    });

    it('files one request for two confirms at once on two instances or in two conversations', async () => {
      const benches = [createTurnBench(store), createTurnBench(store, { ids: countingIds(500) })];
      const turns = ['directline/one', 'directline/two'].map((conversationId, n) =>
        benches[n]?.take(directLineTurn('submit', { conversationId })),
      );
      await Promise.all(turns);
      const { requests } = await store.listRequests(SYSTEM, { limit: 10 });
      assert.equal(requests.length, 1);
      for (const id of ['directline/one', 'directline/two']) {
        assert.deepEqual(await loggedTexts(store, id), ['submit', requests[0]?.reference]);
      }
    });
  });
});

function draftId(number: number): string {
  return `01900000-0000-7000-8000-00000000100${number}`;
}
