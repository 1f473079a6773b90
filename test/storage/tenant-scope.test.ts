import assert from 'node:assert/strict';
import type { Scope, Store } from '../../src/domain/ports.ts';
import { describeOnEveryEngine, type TestDatabase } from '../support/store-engines.ts';
import {
  sampleActivity,
  sampleAttachment,
  sampleBlob,
  sampleCode,
  sampleConversation,
  sampleDelivery,
  sampleFollow,
  sampleRecognition,
  sampleRequest,
  sampleTurn,
} from '../support/store-samples.ts';

const OWN: Scope = { tenant: 'contoso' };
const OTHER: Scope = { tenant: 'fabrikam' };
const SYSTEM: Scope = { system: 'turn' };
const MOMENT = '2026-03-02T01:00:00.000Z';
const LATER = '2026-03-02T01:01:00.000Z';

const request = sampleRequest();
const id = 'directline/one';
const code = sampleCode();
const UNLIMITED = { since: MOMENT, perPerson: 9, perConversation: null, perDomain: null };
const CODE_QUERY = { purpose: 'contact', conversationId: id, personId: code.personId } as const;
const foreignRequest = sampleRequest(2, { tenant: { ...request.tenant, id: 'fabrikam' } });

const blob = sampleBlob(Buffer.from('x'));

/** A file in the conversation. */
async function fileOf(store: Store) {
  const file = sampleAttachment(blob);
  await store.keepBlob(SYSTEM, blob);
  const conversation = sampleConversation({ version: 1 });
  await store.commitTurn(SYSTEM, { ...sampleTurn({ conversation, activities: [] }), attachments: [file] });
  return file;
}

/** For every method: what the own tenant sees and another one does not, or may not do. */
const PROOFS: Record<Exclude<keyof Store, 'close'>, (store: Store) => Promise<void>> = {
  loadConversation: async (store) => {
    assert.equal((await store.loadConversation(OWN, id))?.id, id);
    assert.equal(await store.loadConversation(OTHER, id), null);
  },
  findIncoming: async (store) => {
    assert.equal((await store.findIncoming(OWN, id, 'k1'))?.seq, 1);
    assert.equal(await store.findIncoming(OTHER, id, 'k1'), null);
  },
  listActivities: async (store) => {
    assert.equal((await store.listActivities(OWN, id, 0, 10)).length, 1);
    assert.deepEqual(await store.listActivities(OTHER, id, 0, 10), []);
  },
  commitTurn: async (store) => {
    const taken = sampleTurn({ conversation: sampleConversation({ version: 1, tenant: 'fabrikam' }), activities: [] });
    await assert.rejects(store.commitTurn(OTHER, taken), { code: 'Conflict' });
    const foreign = sampleTurn({ conversation: sampleConversation({ version: 1 }), activities: [] });
    await assert.rejects(store.commitTurn(OTHER, foreign), { code: 'PolicyViolation' });
    await assert.rejects(store.commitTurn(OWN, { ...foreign, requests: [foreignRequest] }), {
      code: 'PolicyViolation',
    });
    const follow = sampleFollow({ tenant: 'fabrikam' });
    await assert.rejects(store.commitTurn(OWN, { ...foreign, follows: [{ type: 'began', follow }] }), {
      code: 'PolicyViolation',
    });
    assert.deepEqual(await store.loadConversation(SYSTEM, id), sampleConversation({ version: 1 }));
    await store.commitTurn(OWN, foreign);
    assert.equal((await store.loadConversation(SYSTEM, id))?.version, 2);
  },
  nextNumber: async (store) => {
    assert.deepEqual([await store.nextNumber(OWN, 'n'), await store.nextNumber(OWN, 'n')], [1, 2]);
    assert.equal(await store.nextNumber(OTHER, 'n'), 1);
    assert.equal(await store.nextNumber(SYSTEM, 'n'), 1);
  },
  requestByReference: async (store) => {
    assert.equal((await store.requestByReference(OWN, request.reference))?.id, request.id);
    assert.equal(await store.requestByReference(OTHER, request.reference), null);
  },
  requestByDraft: async (store) => {
    assert.equal((await store.requestByDraft(OWN, request.draftId))?.id, request.id);
    assert.equal(await store.requestByDraft(OTHER, request.draftId), null);
  },
  listRequests: async (store) => {
    assert.equal((await store.listRequests(OWN, { limit: 10 })).requests.length, 1);
    assert.deepEqual(await store.listRequests(OTHER, { limit: 10 }), { requests: [], unreadable: [], cursor: null });
  },
  newestRequests: async (store) => {
    assert.equal((await store.newestRequests(OWN, 10)).length, 1);
    assert.deepEqual(await store.newestRequests(OTHER, 10), []);
  },
  listDeliveries: async (store) => {
    assert.equal((await store.listDeliveries(OWN, request.id)).length, 1);
    assert.deepEqual(await store.listDeliveries(OTHER, request.id), []);
  },
  lastSeqs: async (store) => {
    assert.deepEqual([...(await store.lastSeqs(OWN, [id, 'nobody']))], [[id, 1]]);
    assert.equal((await store.lastSeqs(OTHER, [id])).size, 0);
  },
  claimOutgoing: async (store) => {
    const claim = { now: MOMENT, until: LATER, limit: 10 };
    await assert.rejects(store.claimOutgoing(OWN, claim), { code: 'PolicyViolation' });
    assert.deepEqual(await store.claimOutgoing(SYSTEM, claim), []);
  },
  settleOutgoing: async (store) => {
    await assert.rejects(store.settleOutgoing(OWN, id, { result: 'sent' }), { code: 'PolicyViolation' });
  },
  askOutgoingAgain: async (store) => {
    await assert.rejects(store.askOutgoingAgain(OWN, id, 1, MOMENT), { code: 'PolicyViolation' });
    assert.equal(await store.askOutgoingAgain(SYSTEM, id, 1, MOMENT), false);
  },
  forgetOutgoing: async (store) => {
    await assert.rejects(store.forgetOutgoing(OWN, LATER), { code: 'PolicyViolation' });
  },
  listOutgoing: async (store) => {
    await assert.rejects(store.listOutgoing(OWN, { limit: 10 }), { code: 'PolicyViolation' });
    assert.deepEqual(await store.listOutgoing(SYSTEM, { limit: 10 }), []);
  },
  listFollows: async (store) => {
    assert.equal((await store.listFollows(OWN, id)).length, 1);
    assert.deepEqual(await store.listFollows(OTHER, id), []);
  },
  claimFollows: async (store) => {
    const claim = { now: MOMENT, until: LATER, limit: 10 };
    await assert.rejects(store.claimFollows(OWN, claim), { code: 'PolicyViolation' });
    assert.equal((await store.claimFollows(SYSTEM, claim)).length, 1);
  },
  listRecognitions: async (store) => {
    assert.equal((await store.listRecognitions(OWN, { limit: 10 })).messages.length, 1);
    assert.deepEqual(await store.listRecognitions(OTHER, { limit: 10 }), { messages: [], next: null });
  },
  queueDepths: async (store) => {
    await assert.rejects(store.queueDepths(OWN), { code: 'PolicyViolation' });
    assert.equal((await store.queueDepths(SYSTEM)).deliveries.pending, 1);
  },
  issueCode: async (store) => {
    await assert.rejects(store.issueCode(OTHER, sampleCode(2), UNLIMITED), { code: 'PolicyViolation' });
    assert.deepEqual(await store.issueCode(OWN, sampleCode(2), UNLIMITED), { result: 'issued' });
  },
  settleCode: async (store) => {
    await store.settleCode(OTHER, code.id, null);
    assert.equal((await store.newestCode(OWN, CODE_QUERY))?.outcome, 'open');
    await store.settleCode(OWN, code.id, null);
    assert.equal((await store.newestCode(OWN, CODE_QUERY))?.outcome, 'failed');
  },
  tryCode: async (store) => {
    const attempt = { ...CODE_QUERY, key: 'one', now: MOMENT, isRight: () => true };
    assert.deepEqual(await store.tryCode(OTHER, attempt), { result: 'over', why: 'none' });
    assert.deepEqual(await store.tryCode(OWN, attempt), { result: 'right' });
  },
  newestCode: async (store) => {
    assert.equal((await store.newestCode(OWN, CODE_QUERY))?.id, code.id);
    assert.equal(await store.newestCode(OTHER, CODE_QUERY), null);
  },
  keepBlob: async (store) => {
    await assert.rejects(store.keepBlob(OWN, blob), { code: 'PolicyViolation' });
    await store.keepBlob(SYSTEM, blob);
  },
  attachmentById: async (store) => {
    const file = await fileOf(store);
    assert.deepEqual(await store.attachmentById(OWN, file.id), file);
    assert.equal(await store.attachmentById(OTHER, file.id), null);
  },
  readBlob: async (store) => {
    await fileOf(store);
    assert.ok(await store.readBlob(OWN, blob.owner, blob.sha256));
    assert.equal(await store.readBlob(OTHER, blob.owner, blob.sha256), null);
  },
  forgetBlobs: async (store) => {
    await assert.rejects(store.forgetBlobs(OWN, LATER), { code: 'PolicyViolation' });
    assert.equal(await store.forgetBlobs(SYSTEM, LATER), 0);
  },
  ping: async (store) => {
    // Touches no row, so there is nothing to hide.
    assert.equal(await store.ping(OTHER), undefined);
  },
};

describeOnEveryEngine('tenant scope', (engine) => {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await engine.createDatabase();
    ({ store } = await database.open());
    await store.commitTurn(SYSTEM, {
      conversation: sampleConversation(),
      activities: [sampleActivity({ dedupeKey: 'k1' })],
      requests: [request],
      deliveries: [sampleDelivery(request)],
      follows: [{ type: 'began', follow: sampleFollow() }],
      recognitions: [sampleRecognition()],
    });
    await store.issueCode(SYSTEM, code, UNLIMITED);
  });
  afterEach(() => database.remove());

  it('is proved for every method of the store', () => {
    assert.deepEqual(Object.keys(store).toSorted(), [...Object.keys(PROOFS), 'close'].toSorted());
    for (const [name, method] of Object.entries(store)) {
      if (name !== 'close') assert.ok(method.length >= 1, `${name} takes the scope first`);
    }
  });

  for (const [method, proof] of Object.entries(PROOFS)) {
    it(`hides the rows of another tenant from ${method}`, () => proof(store));
  }

  it('shows rows without a tenant to the system only', async () => {
    const conversation = sampleConversation({ id: 'directline/two', tenant: null });
    await store.commitTurn(SYSTEM, sampleTurn({ conversation, activities: [] }));
    assert.equal(await store.loadConversation(OWN, 'directline/two'), null);
    assert.equal((await store.loadConversation(SYSTEM, 'directline/two'))?.tenant, null);
  });
});
