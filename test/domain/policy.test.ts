import assert from 'node:assert/strict';
import { isIntakeError } from '../../src/domain/errors.ts';
import { dutiesAt, loadPolicies, POLICIES, policyNotes } from '../../src/domain/policy.ts';

const copy = (operator: 'microsoft' | '21vianet') => structuredClone(POLICIES[operator]);

function problemsOf(...tables: readonly unknown[]): string {
  try {
    loadPolicies(tables);
  } catch (error) {
    assert.ok(isIntakeError(error, 'InvalidConfiguration'));
    return error.message;
  }
  return '';
}

describe('policy tables', () => {
  it('exist for both operators, with version, source and date', () => {
    for (const [operator, policy] of Object.entries(POLICIES)) {
      assert.equal(policy.operator, operator);
      assert.match(policy.reviewedAt, /^\d{4}-\d\d-\d\d$/);
      assert.ok(policy.version && policy.source);
    }
  });

  it('agree on the administrators: fifteen roles, each once', () => {
    const { microsoft, '21vianet': vianet } = POLICIES;
    assert.deepEqual(microsoft.eligibility.roles, vianet.eligibility.roles);
    assert.equal(new Set(vianet.eligibility.roles.map((role) => role.templateId)).size, 15);
  });

  it('hold the numbers of 21Vianet: hours (R21, R22, R23), phone (R15), portal (R14), targets (T1, T2, T3)', () => {
    const { desks, phone, portal, response, severity } = POLICIES['21vianet'];
    const technicalB = { weekdays: [1, 2, 3, 4, 5, 6, 7], opens: '09:00', closes: '24:00' };
    assert.partialDeepStrictEqual(desks.technical.hours.B, { ...technicalB, closedOnHolidays: false });
    assert.deepEqual(desks.technical.hours.C, desks.technical.hours.B);
    assert.partialDeepStrictEqual(desks.technical.hours.A, { opens: '00:00', closes: '24:00' });
    for (const kind of ['billing', 'presales'] as const) {
      const office = {
        weekdays: [1, 2, 3, 4, 5],
        opens: '09:00',
        closes: '18:00',
        closedOnHolidays: true,
        openOnMakeUpDays: false,
      };
      assert.deepEqual(desks[kind].hours.B, office);
    }
    assert.deepEqual([phone.number, phone.display], ['+864000890365', '(86) 400-089-0365']);
    assert.deepEqual(portal.newRequestPath['zh-CN'], ['支持', '新建服务请求']);
    assert.partialDeepStrictEqual(response.targets, { A: { minutes: 60 }, B: { minutes: 60 }, C: { days: 3 } });
    assert.equal(severity.needsPremiumAgreementForA, true);
  });

  it('hold the numbers of Microsoft: billing hours (R19), no phone number, no promise (T7)', () => {
    const { desks, phone, response, severity, eligibility } = POLICIES.microsoft;
    assert.partialDeepStrictEqual(desks.billing.hours.B, {
      weekdays: [1, 2, 3, 4, 5],
      opens: '09:00',
      closes: '17:00',
    });
    assert.equal(phone.number, null);
    assert.deepEqual(
      Object.values(response.targets).map((target) => target.counted),
      ['none', 'none', 'none'],
    );
    assert.equal(severity.needsPremiumAgreementForA, false);
    assert.equal(eligibility.requiresDirectPurchase, true);
  });

  it('never name a video platform to people of 21Vianet', () => {
    assert.doesNotMatch(JSON.stringify(POLICIES['21vianet']), /youtube/i);
  });

  it('tell the contested value of rule T2', () => {
    assert.match(
      policyNotes(POLICIES['21vianet'])
        .map(({ path, note }) => `${path}: ${note}`)
        .join(),
      /targets\.B: .*one business day/,
    );
    assert.deepEqual(policyNotes(POLICIES.microsoft), []);
  });

  it('tell the duties of each level (D3, D4)', () => {
    const codes = dutiesAt(POLICIES['21vianet'], 'A').map((duty) => duty.code);
    assert.deepEqual(codes, ['D4.impact-statement', 'D4.people', 'D4.contact', 'D3.cooperation']);
    assert.deepEqual(
      dutiesAt(POLICIES['21vianet'], 'C').map((duty) => duty.code),
      ['D4.contact', 'D3.cooperation'],
    );
  });

  it('tell the part of the admin and the part of support (R29, D1, D2, D5, D6, D7)', () => {
    for (const { duties } of Object.values(POLICIES)) {
      const rulesOf = (codes: readonly string[]) => codes.map((code) => code.split('.')[0]).sort();
      assert.deepEqual(rulesOf(duties.byAdmin), ['D1', 'D2', 'D5', 'D6']);
      assert.deepEqual(rulesOf(duties.bySupport), ['D7', 'D7', 'D7', 'R29']);
      for (const code of duties.afterFiling) assert.ok(duties.bySupport.includes(code), code);
    }
  });

  it('cannot be changed by anybody who reads them', () => {
    assert.throws(() => POLICIES['21vianet'].eligibility.roles.pop(), TypeError);
  });
});

describe('loadPolicies', () => {
  it('lets a later table of the same operator replace an earlier one', () => {
    const own = { ...copy('21vianet'), version: 'own' };
    const loaded = loadPolicies([...Object.values(POLICIES), own]);
    assert.deepEqual([loaded['21vianet'].version, loaded.microsoft.version], ['own', POLICIES.microsoft.version]);
  });

  it('names every wrong field of every table by its path', () => {
    const wrong = copy('21vianet');
    wrong.desks.billing.hours.B.closes = '08:00';
    wrong.desks.technical.zone = 'Beijing';
    const message = problemsOf(copy('microsoft'), wrong, { ...copy('microsoft'), extra: 1 });
    assert.match(message, /table 2: desks\.billing\.hours\.B\.closes: must be later than opens/);
    assert.match(message, /table 2: desks\.technical\.zone/);
    assert.match(message, /table 3: the whole table: .*extra/);
  });

  it('refuses a table that would turn trials away or lose an operator', () => {
    const strict = { ...copy('21vianet'), eligibility: { ...copy('21vianet').eligibility, servesTrials: false } };
    assert.match(problemsOf(copy('microsoft'), strict), /eligibility\.servesTrials/);
    assert.match(problemsOf(copy('microsoft')), /no table of 21vianet/);
    assert.match(problemsOf(copy('21vianet')), /no table of microsoft/);
  });

  it('refuses a target counted in the hours of a desk that has no zone', () => {
    const table = { ...copy('microsoft'), response: copy('21vianet').response };
    assert.match(problemsOf(table, copy('21vianet')), /desks\.billing\.zone: .*response\.targets\.B/);
  });

  it('refuses a target in working days for a desk that never opens on one', () => {
    const table = copy('21vianet');
    table.desks.presales.hours.C.weekdays = [6, 7];
    assert.match(problemsOf(copy('microsoft'), table), /desks\.presales\.hours\.C\.weekdays: .*targets\.C/);
  });

  for (const nonsense of [null, 7, 'x', [], {}]) {
    it(`refuses ${JSON.stringify(nonsense)}`, () => assert.match(problemsOf(nonsense), /table 1/));
  }
});
