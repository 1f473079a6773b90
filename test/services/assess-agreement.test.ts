import assert from 'node:assert/strict';
import fc from 'fast-check';
import { converse } from '../../dialogs/conversation.ts';
import { fieldText } from '../../dialogs/phrases.ts';
import { conversationStateSchema } from '../../dialogs/state.ts';
import type { Input } from '../../src/domain/activity.ts';
import { affectedSchema, serviceStateSchema } from '../../src/domain/facts.ts';
import { operatorSchema } from '../../src/domain/person.ts';
import { POLICIES } from '../../src/domain/policy.ts';
import type { Store } from '../../src/domain/ports.ts';
import type { ServiceRequest } from '../../src/domain/service-request.ts';
import { REQUEST_TOPICS, requestKindOf } from '../../src/domain/topics.ts';
import { createStaffDesk } from '../../src/services/staff-desk.ts';
import { createSupportDesk } from '../../src/services/support-desk.ts';
import { createUnit } from '../../src/services/unit.ts';
import { systemHash } from '../../src/system-ports.ts';
import { contosoAdmin, countingIds, deskParts, northwindAdmin } from '../support/desk-parts.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const RUNS = 500;

const cases = fc.record({
  operator: fc.constantFrom(...operatorSchema.options),
  topic: fc.constantFrom(...REQUEST_TOPICS),
  premiumAgreement: fc.boolean(),
  serviceState: fc.constantFrom(...serviceStateSchema.options),
  affected: fc.constantFrom(...affectedSchema.options),
  deadlineAtRisk: fc.boolean(),
  workaround: fc.boolean(),
  impactStatement: fc.constantFrom('', '所有订单都通过电子邮件处理，业务已经停止。', 'skip'),
  resources: fc.boolean(),
  minute: fc.integer({ min: 0, max: 2 * 366 * 24 * 60 }),
});
/** Level A needs so much at once that chance alone leaves it out now and then. */
const GRAVEST = operatorSchema.options.map(
  (operator) =>
    ({
      operator,
      topic: 'exchange.mail-flow',
      premiumAgreement: true,
      serviceState: 'unavailable',
      affected: 'organization',
      deadlineAtRisk: true,
      workaround: false,
      impactStatement: '所有订单都通过电子邮件处理，业务已经停止。',
      resources: true,
      minute: 0,
    }) as const,
);
type Case = typeof cases extends fc.Arbitrary<infer Value> ? Value : never;

describe('what the conversation files and what staff are told by assess', function () {
  this.timeout(60_000);
  let temporary: TemporaryStore;
  let store: Store;
  before(async () => {
    temporary = await openTemporaryStore();
    store = temporary.store;
  });
  after(() => temporary.remove());

  const ids = countingIds();
  const openedAt = ({ minute }: Case) => new Date(Date.UTC(2025, 0, 1, 0, minute)).toISOString();

  /** Message, form, confirm: the way of an admin with cards. */
  async function file(one: Case): Promise<ServiceRequest> {
    const person = one.operator === '21vianet' ? contosoAdmin() : northwindAdmin();
    const tenant = { ...person.tenant, premiumAgreement: one.premiumAgreement };
    const unit = createUnit('directline/one');
    const parts = deskParts(store, { clock: { now: () => openedAt(one) }, ids });
    const desk = createSupportDesk(parts).open({ person: { ...person, tenant }, locale: 'zh-CN', unit });
    let state: unknown = null;
    const say = async (input: Input) => {
      ({ state } = await converse(state, input, desk));
    };
    const press = (verb: string, fields: Record<string, unknown>) => {
      const { draft } = conversationStateSchema.parse(state);
      return say({ type: 'action', verb, data: { draftId: draft?.id, ...fields }, locale: null, cards: true });
    };
    await say({ type: 'text', text: '从今天早上开始就不对', locale: 'zh-CN', cards: true });
    await press('intake.submit', {
      topic: one.topic,
      serviceState: one.serviceState,
      affected: one.affected,
      deadlineAtRisk: String(one.deadlineAtRisk),
      workaround: String(one.workaround),
      impactStatement: one.impactStatement,
      resourcesCommitted: String(one.resources),
      description: '从今天早上开始就不对',
      product: 'other',
      consent: 'true',
    });
    await press('intake.confirm', {});
    const [request] = unit.requests;
    return request ?? assert.fail(`nothing was filed for ${JSON.stringify(one)}`);
  }

  function assess(one: Case) {
    const recogniser = deskParts(store).recogniser;
    const words = { reasonText: ({ code }: { code: string }) => code, fieldWords: fieldText };
    const desk = createStaffDesk({ store, policies: POLICIES, recogniser, hash: systemHash, ...words });
    const { operator, premiumAgreement, serviceState, affected, deadlineAtRisk, workaround } = one;
    return desk.assess({
      operator,
      kind: requestKindOf(one.topic),
      premiumAgreement,
      facts: { serviceState, affected, deadlineAtRisk, workaround },
      commitments: { impactStatement: one.impactStatement, resources: one.resources },
      openedAt: openedAt(one),
    });
  }

  it(`agree on level, reasons and due time in ${RUNS} random cases of both operators`, async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(cases, async (one) => {
        const [{ severity, response }, told] = [await file(one), await assess(one)];
        assert.deepEqual(
          [severity.assigned, severity.computed, severity.reasons.map(({ code }) => code)],
          [told.severity, told.computed, told.reasons.map(({ code }) => code)],
        );
        assert.deepEqual(
          [response.dueAt, response.provisional, response.basis.map(({ code }) => code)],
          [told.response.dueAt, told.response.provisional, told.response.basis.map(({ code }) => code)],
        );
        seen.add(`${one.operator} ${told.severity}`);
      }),
      { numRuns: RUNS, examples: GRAVEST.map((one): [Case] => [one]) },
    );
    // All levels of both operators came up, or the agreement would say little.
    assert.equal(seen.size, 6);
  });
});
