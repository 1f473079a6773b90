import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isIntakeError } from '../../src/domain/errors.ts';
import type { Commitments, FactName, KnownFacts, SeverityFacts } from '../../src/domain/facts.ts';
import { affectedSchema, serviceStateSchema } from '../../src/domain/facts.ts';
import { POLICIES } from '../../src/domain/policy.ts';
import type { Severity } from '../../src/domain/service-request.ts';
import { assessSeverity, openCommitments, openFacts } from '../../src/domain/severity.ts';
import { REQUEST_KINDS } from '../../src/domain/topics.ts';

const policy = POLICIES['21vianet'];
const GIVEN: Commitments = { impactStatement: '全公司业务停顿', resources: true };
const OUTAGE: KnownFacts = {
  serviceState: 'unavailable',
  affected: 'organization',
  deadlineAtRisk: null,
  workaround: false,
};
const full = { policy, kind: 'technical', premiumAgreement: true, facts: OUTAGE, commitments: GIVEN } as const;
const codesOf = (reasons: readonly { code: string }[]) => reasons.map((reason) => reason.code);
const rank = (level: Severity) => 'CBA'.indexOf(level);

const anyFacts: fc.Arbitrary<SeverityFacts> = fc.record({
  serviceState: fc.constantFrom(...serviceStateSchema.options),
  affected: fc.constantFrom(...affectedSchema.options),
  deadlineAtRisk: fc.boolean(),
  workaround: fc.boolean(),
});
const anyInput = fc.record({
  policy: fc.constantFrom(POLICIES['21vianet'], POLICIES.microsoft),
  kind: fc.constantFrom(...REQUEST_KINDS),
  premiumAgreement: fc.boolean(),
  facts: anyFacts,
  commitments: fc.option(
    fc.record({
      impactStatement: fc.option(fc.constantFrom('', 'x', '生产线停了')),
      resources: fc.option(fc.boolean()),
    }),
  ),
});

describe('the decision table (section 5)', () => {
  for (const [example, serviceState, affected, deadlineAtRisk, workaround, level, code] of [
    [
      'widespread trouble sending and receiving mail',
      'unavailable',
      'organization',
      null,
      false,
      'A',
      'TABLE.many-unavailable',
    ],
    ['a SharePoint site is down', 'unavailable', 'many-users', null, false, 'A', 'TABLE.many-unavailable'],
    ['no user can send IM, meet or call', 'unavailable', 'organization', null, false, 'A', 'TABLE.many-unavailable'],
    ['the Send button in Outlook is garbled', 'degraded', 'one-user', false, false, 'B', 'TABLE.impaired'],
    ['impossible in EAC, possible in PowerShell', 'degraded', 'many-users', false, true, 'B', 'TABLE.impaired'],
    ['how to make a password never expire', 'working', 'one-user', false, null, 'C', 'TABLE.working'],
    ['a user cannot delete contact information', 'degraded', 'one-user', false, true, 'C', 'TABLE.one-user-workaround'],
    ['a wish with a severe deadline', 'working', 'organization', true, null, 'B', 'TABLE.working-deadline'],
    ['a wish of everybody', 'working', 'organization', false, true, 'C', 'TABLE.working'],
    ['slow for many with a severe deadline', 'degraded', 'many-users', true, true, 'A', 'TABLE.many-deadline'],
    ['one user out, with a workaround', 'unavailable', 'one-user', false, true, 'C', 'TABLE.one-user-workaround'],
    [
      'one user out, with a workaround and a severe deadline',
      'unavailable',
      'one-user',
      true,
      true,
      'B',
      'TABLE.impaired',
    ],
    ['one user out', 'unavailable', 'one-user', null, null, 'B', 'TABLE.impaired'],
  ] as const) {
    it(`${example}: ${level}`, () => {
      const assessed = assessSeverity({ ...full, facts: { serviceState, affected, deadlineAtRisk, workaround } });
      assert.deepEqual(assessed, { computed: level, assigned: level, reasons: [{ code }] });
    });
  }

  for (const missing of ['serviceState', 'affected'] as const) {
    it(`tells no level without ${missing}`, () => {
      const isViolation = (error: unknown) => isIntakeError(error, 'PolicyViolation');
      assert.throws(() => assessSeverity({ ...full, facts: { ...OUTAGE, [missing]: null } }), isViolation);
    });
  }
});

describe('the conditions S1 to S3', () => {
  for (const kind of ['billing', 'presales'] as const) {
    it(`caps ${kind} at B and tells so (S1)`, () => {
      const assessed = assessSeverity({ ...full, kind });
      assert.deepEqual(assessed, {
        computed: 'A',
        assigned: 'B',
        reasons: [{ code: 'TABLE.many-unavailable' }, { code: 'S1.kind-cap', params: { kind, max: 'B' } }],
      });
      assert.equal(assessSeverity({ ...full, policy: POLICIES.microsoft, kind }).assigned, 'B');
    });
  }

  it('needs the advanced agreement with 21Vianet only (S2)', () => {
    const assessed = assessSeverity({ ...full, premiumAgreement: false });
    assert.equal(assessed.assigned, 'B');
    assert.deepEqual(codesOf(assessed.reasons), ['TABLE.many-unavailable', 'S2.no-premium-agreement']);
    const elsewhere = assessSeverity({ ...full, policy: POLICIES.microsoft, premiumAgreement: false });
    assert.deepEqual(elsewhere, { computed: 'A', assigned: 'A', reasons: [{ code: 'TABLE.many-unavailable' }] });
  });

  const NO_STATEMENT = 'S3.no-impact-statement';
  const NO_PEOPLE = 'S3.no-people';
  for (const [impactStatement, resources, expected] of [
    ['全公司业务停顿', true, []],
    ['全公司业务停顿', false, [NO_PEOPLE]],
    ['全公司业务停顿', null, [NO_PEOPLE]],
    [null, true, [NO_STATEMENT]],
    ['   ', true, [NO_STATEMENT]],
    ['......', true, [NO_STATEMENT]],
    ['无', true, [NO_STATEMENT]],
    [null, null, [NO_STATEMENT, NO_PEOPLE]],
    [null, false, [NO_STATEMENT, NO_PEOPLE]],
  ] as const) {
    it(`statement ${JSON.stringify(impactStatement)}, people ${resources}: ${expected.length ? 'B' : 'A'} (S3)`, () => {
      const assessed = assessSeverity({ ...full, commitments: { impactStatement, resources } });
      assert.equal(assessed.assigned, expected.length ? 'B' : 'A');
      assert.deepEqual(codesOf(assessed.reasons).slice(1), expected);
    });
  }

  it('tells all conditions that stand against A, not only the first', () => {
    const declined = { impactStatement: '无', resources: false };
    const assessed = assessSeverity({ ...full, kind: 'billing', premiumAgreement: false, commitments: declined });
    assert.deepEqual(codesOf(assessed.reasons), [
      'TABLE.many-unavailable',
      'S1.kind-cap',
      'S2.no-premium-agreement',
      NO_STATEMENT,
      NO_PEOPLE,
    ]);
  });

  it('does not blame an admin for commitments that nobody asked for', () => {
    const assessed = assessSeverity({ ...full, premiumAgreement: false, commitments: null });
    assert.deepEqual(codesOf(assessed.reasons), ['TABLE.many-unavailable', 'S2.no-premium-agreement']);
  });

  it('never raise a level, and say why whenever they lower it', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const { computed, assigned, reasons } = assessSeverity(input);
        assert.ok(rank(assigned) <= rank(computed));
        assert.equal(computed !== assigned, reasons.length > 1);
      }),
    );
  });

  it('lower by commitments what an agreement cannot raise: giving more never gives less', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const best = assessSeverity({ ...input, premiumAgreement: true, commitments: GIVEN });
        assert.ok(rank(assessSeverity(input).assigned) <= rank(best.assigned));
      }),
    );
  });
});

describe('openFacts', () => {
  const none: KnownFacts = { serviceState: null, affected: null, deadlineAtRisk: null, workaround: null };
  for (const [what, input, expected] of [
    ['nothing is known', { facts: none }, ['serviceState', 'affected', 'deadlineAtRisk', 'workaround']],
    ['an outage of everybody', { facts: { ...OUTAGE, workaround: null } }, []],
    ['a question', { facts: { ...none, serviceState: 'working' } }, ['deadlineAtRisk']],
    [
      'one user',
      { facts: { ...none, serviceState: 'degraded', affected: 'one-user' } },
      ['deadlineAtRisk', 'workaround'],
    ],
    [
      'one user, deadline',
      { facts: { ...none, serviceState: 'degraded', affected: 'one-user', deadlineAtRisk: true } },
      [],
    ],
    ['slow for many', { facts: { ...none, serviceState: 'degraded', affected: 'many-users' } }, ['deadlineAtRisk']],
    [
      'slow for many, no agreement',
      { facts: { ...none, serviceState: 'degraded', affected: 'many-users' }, premiumAgreement: false },
      [],
    ],
    [
      'slow for many, billing',
      { facts: { ...none, serviceState: 'degraded', affected: 'many-users' }, kind: 'billing' },
      [],
    ],
    [
      'slow for many, kind unknown',
      { facts: { ...none, serviceState: 'degraded', affected: 'many-users' }, kind: null },
      ['deadlineAtRisk'],
    ],
  ] as const) {
    it(`${what}: ${expected.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(openFacts({ policy, kind: 'technical', premiumAgreement: true, ...input }), expected);
    });
  }

  it('is sound: a fact that is not listed cannot change the level, however the others turn out', () => {
    const mask = fc.subarray<FactName>(['serviceState', 'affected', 'deadlineAtRisk', 'workaround']);
    fc.assert(
      fc.property(anyInput, anyFacts, mask, (input, other, unknown) => {
        const known: KnownFacts = { ...input.facts };
        for (const name of unknown) Object.assign(known, { [name]: null });
        const open = openFacts({ ...input, facts: known });
        const changed = { ...input.facts };
        for (const name of unknown) if (!open.includes(name)) Object.assign(changed, { [name]: other[name] });
        const at = (facts: SeverityFacts) => assessSeverity({ ...input, facts, commitments: GIVEN }).assigned;
        assert.equal(at(changed), at(input.facts));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('openCommitments', () => {
  const nothing = { impactStatement: null, resources: null };
  const both = ['impactStatement', 'resourcesCommitted'];
  for (const [what, input, expected] of [
    ['nobody was asked', { commitments: null }, both],
    ['nothing was given', { commitments: nothing }, both],
    [
      'only the statement is there',
      { commitments: { ...nothing, impactStatement: '全员停工' } },
      ['resourcesCommitted'],
    ],
    ['only people are there', { commitments: { ...nothing, resources: true } }, ['impactStatement']],
    ['everything is there', { commitments: GIVEN }, []],
    ['people were declined', { commitments: { ...nothing, resources: false } }, []],
    ['the statement was declined', { commitments: { ...nothing, impactStatement: '无' } }, []],
    ['no agreement', { commitments: nothing, premiumAgreement: false }, []],
    ['billing', { commitments: nothing, kind: 'billing' }, []],
    ['no kind', { commitments: nothing, kind: null }, []],
    ['level B', { commitments: nothing, facts: { ...OUTAGE, affected: 'one-user' } }, []],
    ['facts are missing', { commitments: nothing, facts: { ...OUTAGE, affected: null } }, []],
  ] as const) {
    it(`${what}: ${expected.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(openCommitments({ ...full, ...input }), expected);
    });
  }
});
