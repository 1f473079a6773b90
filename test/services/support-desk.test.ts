import assert from 'node:assert/strict';
import sinon from 'sinon';
import { POLICIES } from '../../src/domain/policy.ts';
import type { Store } from '../../src/domain/ports.ts';
import type { SupportDesk } from '../../src/domain/support-desk.ts';
import type { DeskOpening, SupportDeskParts } from '../../src/services/desk-opening.ts';
import { createSupportDesk } from '../../src/services/support-desk.ts';
import { createUnit } from '../../src/services/unit.ts';
import {
  completeDraft,
  contosoAdmin,
  deskParts,
  MAIL_FLOW,
  northwindAdmin,
  rememberingLog,
} from '../support/desk-parts.ts';
import { sampleIncident } from '../support/incident-bench.ts';
import { sampleConversation, sampleRequest, sampleTurn } from '../support/store-samples.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const SYSTEM = { system: 'turn' } as const;
const find = async () => ({ result: 'not-checked' }) as const;
const UNKNOWN = { serviceState: null, affected: null, deadlineAtRisk: null, workaround: null };

describe('support desk', () => {
  let temporary: TemporaryStore;
  let store: Store;
  before(async () => {
    temporary = await openTemporaryStore();
    store = temporary.store;
  });
  after(() => temporary.remove());

  function open(opening: Partial<DeskOpening> = {}, changes: Partial<SupportDeskParts> = {}): SupportDesk {
    const unit = createUnit('directline/one');
    return createSupportDesk(deskParts(store, changes)).open({
      person: contosoAdmin(),
      locale: 'zh-CN',
      unit,
      ...opening,
    });
  }

  it('follows nothing when health or the store does not answer, and says that it could not look', async () => {
    const health = { check: sinon.fake(), find: async () => Promise.reject(new Error('no network')) };
    assert.deepEqual(await open({}, { health }).followIncident('EX1', 'zh-CN'), { result: 'not-checked' });
    const incident = sampleIncident();
    const found = { check: sinon.fake(), find: async () => ({ result: 'found', incident }) as const };
    const unit = createUnit('directline/one');
    const broken = { ...store, listFollows: async () => Promise.reject(new Error('no disk')) };
    const desk = open({ unit }, { health: found, store: broken });
    assert.deepEqual(await desk.followIncident('EX1', 'zh-CN'), { result: 'not-checked' });
    assert.deepEqual(unit.follows, []);
  });

  it('looks for an incident as the person sees it, and follows it with the turn', async () => {
    const look = sinon.fake.resolves({ result: 'found', incident: sampleIncident() });
    const unit = createUnit('directline/one');
    const desk = open({ unit }, { health: { check: sinon.fake(), find: look } });
    assert.equal((await desk.followIncident('EX1', 'zh-CN')).result, 'following');
    assert.equal((await desk.followIncident('EX1', 'zh-CN')).result, 'already', 'also within one turn');
    const viewer = { operator: '21vianet', audience: 'admin', tenantId: 'contoso-cn', locale: 'zh-CN' };
    assert.deepEqual(look.firstCall.args, ['EX1', viewer]);
    assert.deepEqual(await desk.leaveIncidents(), ['EX1']);
    assert.deepEqual(
      unit.follows.map(({ type }) => type),
      ['began', 'ended'],
    );
  });

  it('applies the policy of the person’s operator, for an unknown person the one of the deployment', () => {
    assert.equal(open().policy, POLICIES['21vianet']);
    assert.equal(open({ person: northwindAdmin() }).policy, POLICIES.microsoft);
    assert.equal(open({ person: null }, { defaultOperator: 'microsoft' }).policy, POLICIES.microsoft);
  });

  it('hands text, language, operator and tenant to the recogniser, and the operator to knowledge and health', async () => {
    const recognise = sinon.fake.resolves(MAIL_FLOW);
    const search = sinon.fake.resolves([]);
    const check = sinon.fake.resolves({ result: 'none', checkedAt: '2026-03-02T01:00:00.000Z', incidents: [] });
    const desk = open(
      { person: northwindAdmin(), locale: 'en-US' },
      { recogniser: { recognise }, knowledge: { search }, health: { check, find } },
    );
    const query = { text: 'mail', topic: null, locale: 'en-US' as const, exclude: [] };
    assert.deepEqual([await desk.understand('mail'), await desk.articles(query)], [MAIL_FLOW, []]);
    await desk.health('exchange.mail-flow', 'mail', 'en-US');
    const author = { operator: 'microsoft', tenantId: northwindAdmin().tenant.id };
    assert.deepEqual(recognise.firstCall.args, ['mail', 'en-US', author]);
    assert.deepEqual(search.firstCall.args, [{ ...query, operator: 'microsoft', limit: 3 }]);
    assert.deepEqual(check.firstCall.args, [
      {
        operator: 'microsoft',
        audience: 'admin',
        tenantId: northwindAdmin().tenant.id,
        topic: 'exchange.mail-flow',
        text: 'mail',
        locale: 'en-US',
      },
    ]);
  });

  it('goes on without services that fail, and never calls that healthy', async () => {
    const failing = async () => {
      throw new Error('down');
    };
    const log = rememberingLog();
    const desk = open(
      {},
      { recogniser: { recognise: failing }, knowledge: { search: failing }, health: { check: failing, find }, log },
    );
    const understood = await desk.understand('mail');
    assert.deepEqual([understood.topic, understood.confidence], ['none', 0]);
    assert.deepEqual(await desk.articles({ text: 'mail', topic: null, locale: 'zh-CN', exclude: [] }), []);
    assert.deepEqual(await desk.health(null, 'mail', 'en-US'), {
      result: 'not-checked',
      checkedAt: desk.now,
      incidents: [],
    });
    assert.equal(log.lines.length, 3);
  });

  it('does not wait for a service that never answers', async () => {
    const timers = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const desk = open({}, { health: { check: () => new Promise(() => {}), find }, patienceMs: 100 });
      const check = desk.health(null, 'mail', 'en-US');
      timers.tick(100);
      assert.equal((await check).result, 'not-checked');
    } finally {
      timers.restore();
    }
  });

  it('tells which facts and commitments are still open', () => {
    const desk = open();
    assert.deepEqual(desk.openFacts(completeDraft({ facts: UNKNOWN })).slice(0, 2), ['serviceState', 'affected']);
    assert.deepEqual(desk.openFacts(completeDraft()), []);
    const silent = completeDraft({ impactStatement: null, resourcesCommitted: null });
    assert.deepEqual(desk.openCommitments(silent), ['impactStatement', 'resourcesCommitted']);
    assert.deepEqual(desk.openCommitments(completeDraft()), []);
  });

  it('assesses level and response target, with the agreement of the person’s tenant', () => {
    const { severity, response } = open().assess(completeDraft());
    assert.deepEqual([severity.computed, severity.assigned, response.dueAt], ['A', 'A', '2026-03-02T02:00:00.000Z']);
    const { tenant } = contosoAdmin();
    const without = open({ person: contosoAdmin({ tenant: { ...tenant, premiumAgreement: false } }) });
    assert.equal(without.assess(completeDraft()).severity.assigned, 'B');
    assert.throws(() => open().assess(completeDraft({ kind: null })), { code: 'PolicyViolation' });
  });

  it('makes ids for drafts and tells who may open a request', () => {
    const desk = open();
    assert.notEqual(desk.newDraftId(), desk.newDraftId());
    assert.equal(desk.eligibility(null).result, 'eligible');
    assert.equal(open({ person: contosoAdmin({ roles: [] }) }).eligibility(null).result, 'refused');
    assert.equal(open({ person: null }).eligibility(null).result, 'refused');
  });

  describe('asked to check again', () => {
    it('is opened anew for the person as the directory knows them now', async () => {
      const lookAgain = sinon.fake.resolves(contosoAdmin());
      const desk = open({ person: contosoAdmin({ roles: [] }), lookAgain });
      assert.equal(desk.eligibility(null).result, 'refused');
      const fresh = await desk.checkAgain();
      assert.deepEqual([fresh.eligibility(null).result, fresh.now, lookAgain.callCount], ['eligible', desk.now, 1]);
    });

    it('applies the policy of the operator of somebody who was unknown before', async () => {
      const desk = open({ person: null, lookAgain: async () => northwindAdmin() });
      assert.equal((await desk.checkAgain()).policy, POLICIES.microsoft);
    });

    it('changes nothing for the worse where the directory does not answer', async () => {
      const lookAgain = async () => {
        throw new Error('down');
      };
      const log = rememberingLog();
      assert.equal((await open({ lookAgain }, { log }).checkAgain()).eligibility(null).result, 'eligible');
      const unknown = (await open({ person: null, lookAgain }, { log }).checkAgain()).eligibility(null);
      assert.deepEqual(unknown, { result: 'refused', reason: { code: 'R1.not-checked' } });
      assert.equal(log.lines.length, 2);
    });

    it('tells of a role that was taken away', async () => {
      const fresh = await open({ lookAgain: async () => contosoAdmin({ roles: [] }) }).checkAgain();
      assert.equal(fresh.eligibility(null).result, 'refused');
    });
  });

  it('knows the policies of both operators, for the right door (R28)', () => {
    assert.equal(open().policyOf('microsoft'), POLICIES.microsoft);
  });

  describe('with requests of two tenants', () => {
    const { tenant } = sampleRequest();
    const own = [1, 2, 3, 4, 5, 6].map((number) =>
      sampleRequest(number, {
        tenant: { ...tenant, id: 'contoso-cn' },
        createdAt: `2026-03-02T01:00:0${number}.000Z`,
      }),
    );
    const foreign = sampleRequest(7, { tenant: { ...tenant, id: 'fabrikam' } });
    before(() =>
      store.commitTurn(
        SYSTEM,
        sampleTurn({ conversation: sampleConversation(), activities: [], requests: [...own, foreign] }),
      ),
    );

    it('shows an admin the latest five of the own tenant', async () => {
      const recent = await open().recentRequests();
      assert.deepEqual(
        recent.map(({ reference }) => reference.slice(-1)),
        ['6', '5', '4', '3', '2'],
      );
    });

    it('finds a request of the own tenant only', async () => {
      assert.equal((await open().request('SR-20260302-0001'))?.id, own[0]?.id);
      for (const reference of [foreign.reference, 'SR-20260302-9999', 'nonsense', '']) {
        assert.equal(await open().request(reference), null);
      }
      assert.equal(await open().submittedAs(foreign.draftId), null);
      assert.equal((await open().submittedAs(own[1]?.draftId ?? ''))?.id, own[1]?.id);
    });

    it('shows nothing to somebody who is no admin or unknown', async () => {
      for (const person of [contosoAdmin({ roles: [] }), null]) {
        const desk = open({ person });
        assert.deepEqual([await desk.recentRequests(), await desk.request('SR-20260302-0001')], [[], null]);
      }
      assert.equal(await open({ person: null }).submittedAs(own[0]?.draftId ?? ''), null);
    });
  });
});
