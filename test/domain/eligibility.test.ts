import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkEligibility, isAdmin } from '../../src/domain/eligibility.ts';
import type { Person, Purchase, Tenant } from '../../src/domain/person.ts';
import { purchaseSchema } from '../../src/domain/person.ts';
import { POLICIES } from '../../src/domain/policy.ts';

const GLOBAL_ADMIN = '62e90394-69f5-4237-9190-012177145e10';
const ROLES = POLICIES.microsoft.eligibility.roles;

function person(roles: readonly string[], tenant: Partial<Tenant> = {}): Person {
  return {
    id: 'someone',
    name: 'Someone',
    tenant: {
      id: 'tenant',
      name: 'Tenant',
      operator: 'microsoft',
      purchase: 'direct',
      partner: null,
      premiumAgreement: false,
      trial: false,
      ...tenant,
    },
    roles: [...roles],
    registered: { phone: null, email: null },
    timeZone: 'UTC',
    locale: 'en-US',
  };
}

describe('checkEligibility', () => {
  for (const { templateId, name } of ROLES) {
    it(`serves a ${name} (R1)`, () => {
      for (const id of [templateId, templateId.toUpperCase()]) {
        assert.deepEqual(checkEligibility(POLICIES.microsoft, person([id]), null), { result: 'eligible' });
      }
    });
  }

  for (const [name, id] of [
    ['Global Reader', 'f2ef992c-3afb-46b9-b7cf-a126ee74c451'],
    ['Reports Reader', '4a5d8f65-41da-4de4-8968-e035b65339cf'],
    ['Message Center Reader', '790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b'],
    ['Directory Readers', '88d8e3e3-8f55-4a1e-953a-9b9898b8876b'],
    ['License Administrator', '4d6ac14f-3453-41d0-bef9-a3e0c569773a'],
    ['Password Administrator', '966707d0-3269-4727-9be2-8c3a10f19b9d'],
    ['Guest Inviter', '95e79109-95c0-4d8e-aee3-d01accf2d47b'],
  ] as const) {
    it(`refuses a ${name} (R1)`, () => {
      const refused = { result: 'refused', reason: { code: 'R1.not-admin' } };
      assert.deepEqual(checkEligibility(POLICIES.microsoft, person([id]), true), refused);
    });
  }

  it('refuses somebody without a role and somebody unknown, whatever they claim (R1)', () => {
    const notAdmin = { result: 'refused', reason: { code: 'R1.not-admin' } };
    assert.deepEqual(checkEligibility(POLICIES.microsoft, person([]), true), notAdmin);
    const unknown = { result: 'refused', reason: { code: 'R1.unknown-person' } };
    assert.deepEqual(checkEligibility(POLICIES['21vianet'], null, true), unknown);
  });

  it('calls nobody unknown whom the directory was not able to look up (R1)', () => {
    const refused = { result: 'refused', reason: { code: 'R1.not-checked' } };
    assert.deepEqual(checkEligibility(POLICIES.microsoft, null, true, 'not-checked'), refused);
  });

  it('lets somebody of a known tenant go on whose roles could not be looked up (R1), and asks how was bought (R7)', () => {
    const unchecked = (tenant: Partial<Tenant>) => ({ ...person([], tenant), identity: 'not-checked' as const });
    const check = (tenant: Partial<Tenant>) => checkEligibility(POLICIES.microsoft, unchecked(tenant), null);
    assert.deepEqual(check({ purchase: 'direct' }), { result: 'eligible' });
    assert.equal(check({ purchase: 'unknown' }).result, 'ask-purchase');
    assert.equal(check({ purchase: 'partner' }).result, 'refused');
    assert.equal(check({ operator: '21vianet' }).result, 'refused');
    assert.equal(isAdmin(POLICIES.microsoft, unchecked({})), false);
  });

  it('refuses somebody without a role who was looked up (R1)', () => {
    const checked = { ...person([]), identity: 'checked' as const };
    assert.equal(checkEligibility(POLICIES.microsoft, checked, true).result, 'refused');
  });

  const partnerOnly = { result: 'refused', reason: { code: 'R7.partner-only' } };
  const ask = { result: 'ask-purchase', reason: { code: 'R7.purchase-unknown' } };
  const eligible = { result: 'eligible' };
  for (const [purchase, answer, expected] of [
    ['direct', null, eligible],
    ['direct', false, eligible],
    ['partly-direct', null, eligible],
    ['partly-direct', false, eligible],
    ['partner', null, partnerOnly],
    ['partner', true, partnerOnly],
    ['unknown', null, ask],
    ['unknown', true, eligible],
    ['unknown', false, partnerOnly],
  ] as const) {
    it(`purchase ${purchase}, answer ${answer}: ${expected.result} (R7)`, () => {
      assert.deepEqual(checkEligibility(POLICIES.microsoft, person([GLOBAL_ADMIN], { purchase }), answer), expected);
    });
    it(`purchase ${purchase}, answer ${answer} with 21Vianet: eligible (R8)`, () => {
      const admin = person([GLOBAL_ADMIN], { purchase, operator: '21vianet' });
      assert.deepEqual(checkEligibility(POLICIES['21vianet'], admin, answer), eligible);
    });
  }

  it('names the partner when one is known (R7)', () => {
    const admin = person([GLOBAL_ADMIN], { purchase: 'partner', partner: 'Tailspin' });
    assert.deepEqual(checkEligibility(POLICIES.microsoft, admin, null), {
      result: 'refused',
      reason: { code: 'R7.partner-only', params: { partner: 'Tailspin' } },
    });
  });

  it('sends a tenant of one operator to the right door before anything else (R28)', () => {
    const other = { result: 'refused', reason: { code: 'R28.other-operator', params: { operator: 'microsoft' } } };
    assert.deepEqual(checkEligibility(POLICIES['21vianet'], person([GLOBAL_ADMIN]), null), other);
    assert.deepEqual(checkEligibility(POLICIES['21vianet'], person([]), null), other);
  });

  it('answers a trial exactly as a paid subscription (R6)', () => {
    const anyPurchase = fc.constantFrom<Purchase>(...purchaseSchema.options);
    const anyOperator = fc.constantFrom('microsoft' as const, '21vianet' as const);
    fc.assert(
      fc.property(
        anyPurchase,
        anyOperator,
        fc.boolean(),
        fc.option(fc.boolean()),
        (purchase, operator, admin, answer) => {
          const of = (trial: boolean) => person(admin ? [GLOBAL_ADMIN] : [], { purchase, operator, trial });
          const policy = POLICIES[operator];
          assert.deepEqual(checkEligibility(policy, of(true), answer), checkEligibility(policy, of(false), answer));
        },
      ),
    );
  });
});

describe('isAdmin', () => {
  it('needs only one of many roles', () => {
    assert.equal(isAdmin(POLICIES.microsoft, person(['4d6ac14f-3453-41d0-bef9-a3e0c569773a', GLOBAL_ADMIN])), true);
  });
});
