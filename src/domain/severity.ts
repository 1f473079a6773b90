import { IntakeError } from './errors.ts';
import type { Commitment, Commitments, FactName, KnownFacts, SeverityFacts } from './facts.ts';
import { affectedSchema, serviceStateSchema } from './facts.ts';
import { isSolidImpactStatement, SOLID_STATEMENT } from './impact-statement.ts';
import type { Policy } from './policy.ts';
import type { Reason } from './reason.ts';
import { type Severity, type SeverityAssessment, severitySchema } from './service-request.ts';
import { REQUEST_KINDS, type RequestKind } from './topics.ts';

/** What a level is computed from. */
export interface SeverityInput {
  readonly policy: Policy;
  readonly kind: RequestKind;
  /** The tenant has an advanced online service agreement (rule S2). */
  readonly premiumAgreement: boolean;
  readonly facts: KnownFacts;
  /** Null when the admin was not asked. */
  readonly commitments: Commitments | null;
}

interface TableRow {
  readonly code: string;
  readonly level: Severity;
  readonly matches: (facts: SeverityFacts) => boolean;
}

const several = (facts: SeverityFacts): boolean => facts.affected !== 'one-user';

/** Decision table of the support policy, section 5; the first row that matches decides. */
const DECISION_TABLE: readonly TableRow[] = [
  {
    code: 'TABLE.working-deadline',
    level: 'B',
    matches: (facts) => facts.serviceState === 'working' && facts.deadlineAtRisk,
  },
  { code: 'TABLE.working', level: 'C', matches: (facts) => facts.serviceState === 'working' },
  {
    code: 'TABLE.many-unavailable',
    level: 'A',
    matches: (facts) => several(facts) && facts.serviceState === 'unavailable',
  },
  { code: 'TABLE.many-deadline', level: 'A', matches: (facts) => several(facts) && facts.deadlineAtRisk },
  {
    code: 'TABLE.one-user-workaround',
    level: 'C',
    matches: (facts) => !several(facts) && facts.workaround && !facts.deadlineAtRisk,
  },
];
const OTHERWISE = { code: 'TABLE.impaired', level: 'B' } as const;

/**
 * The preliminary level of a request: the decision table, then the conditions S1, S2 and S3, which only ever lower it.
 * `deadlineAtRisk` and `workaround` that were not told count as not claimed; {@link openFacts} says when that matters.
 * `reasons`: the row of the table first, then every condition that stands against level A. An S3 condition that could
 * not have helped (S1 or S2 rule A out) is told only when the admin was asked and declined.
 * @throws IntakeError `PolicyViolation` when `serviceState` is not known, or `affected` where something fails: no level can be told then
 */
export function assessSeverity(input: SeverityInput): SeverityAssessment {
  const row = tableRow(claimed(input.facts));
  const reasons: Reason[] = [{ code: row.code }];
  let assigned: Severity = row.level;
  const lower = (reason: Reason, level: Severity): void => {
    reasons.push(reason);
    assigned = lowest(assigned, level);
  };
  const max = input.policy.severity.maxByKind[input.kind];
  if (isAbove(row.level, max)) lower({ code: 'S1.kind-cap', params: { kind: input.kind, max } }, max);
  if (row.level === 'A') {
    if (input.policy.severity.needsPremiumAgreementForA && !input.premiumAgreement) {
      lower({ code: 'S2.no-premium-agreement' }, 'B');
    }
    for (const reason of missingCommitments(input, assigned === 'A')) lower(reason, 'B');
  }
  return { computed: row.level, assigned, reasons };
}

/**
 * The facts still unknown that can change the level in force, the commitments of S3 taken as given; in the order of
 * the questions. `serviceState` always counts while unknown, and `affected` unless nothing fails: without them no level
 * can be told.
 * @param input `kind` null: not chosen yet, so any kind is possible
 */
export function openFacts(
  input: Pick<SeverityInput, 'policy' | 'premiumAgreement' | 'facts'> & { readonly kind: RequestKind | null },
): readonly FactName[] {
  const kinds = input.kind ? [input.kind] : REQUEST_KINDS;
  return FACT_NAMES.filter((name) => {
    if (input.facts[name] !== null) return false;
    if (name === 'serviceState') return true;
    if (name === 'affected') return input.facts.serviceState !== 'working';
    return completions({ ...input.facts, [name]: false }).some((facts) =>
      kinds.some(
        (kind) => levelIfCommitted(input, kind, facts) !== levelIfCommitted(input, kind, { ...facts, [name]: true }),
      ),
    );
  });
}

/**
 * What is still to be asked before the request can be level A (rule S3); empty when it cannot be A, when everything is
 * given, or when one of the two was asked and declined. An answer that is not null counts as asked: check a statement
 * with {@link isSolidImpactStatement} before it is kept.
 */
export function openCommitments(
  input: Omit<SeverityInput, 'kind'> & { readonly kind: RequestKind | null },
): readonly Commitment[] {
  const { kind, facts, policy, commitments } = input;
  if (!kind || openFacts({ ...input, kind }).some((name) => name === 'serviceState' || name === 'affected')) return [];
  if (!policy.severity.needsCommitmentsForA || levelIfCommitted(input, kind, claimed(facts)) !== 'A') return [];
  const statement = commitments?.impactStatement ?? null;
  const resources = commitments?.resources ?? null;
  if (resources === false) return [];
  if (statement !== null && !isSolidImpactStatement(policy, statement)) return [];
  return [
    ...(statement === null ? ['impactStatement' as const] : []),
    ...(resources === null ? ['resourcesCommitted' as const] : []),
  ];
}

/**
 * Whether a customer could get level A at all (rules S1, S2): asked with the worst facts and both commitments given.
 * @param kind of the request; a technical one where it is not told
 */
export function mayBeCritical(
  { policy, premiumAgreement }: Pick<SeverityInput, 'policy' | 'premiumAgreement'>,
  kind: RequestKind = 'technical',
): boolean {
  const worst = {
    serviceState: 'unavailable',
    affected: 'organization',
    deadlineAtRisk: true,
    workaround: false,
  } as const;
  return levelIfCommitted({ policy, premiumAgreement }, kind, worst) === 'A';
}

/** What a request would still need for level A (rule S3), also where it was asked and declined; empty where A is out of reach. */
export function missingForCritical(input: SeverityInput): readonly Commitment[] {
  if (openCommitments({ ...input, commitments: null }).length === 0) return [];
  const codes = new Set(missingCommitments(input, true).map(({ code }) => code));
  return [
    ...(codes.has('S3.no-impact-statement') ? ['impactStatement' as const] : []),
    ...(codes.has('S3.no-people') ? ['resourcesCommitted' as const] : []),
  ];
}

const FACT_NAMES: readonly FactName[] = ['serviceState', 'affected', 'deadlineAtRisk', 'workaround'];

function tableRow(facts: SeverityFacts): { readonly code: string; readonly level: Severity } {
  return DECISION_TABLE.find((row) => row.matches(facts)) ?? OTHERWISE;
}

function claimed({ serviceState, affected, deadlineAtRisk, workaround }: KnownFacts): SeverityFacts {
  const unclaimed = { deadlineAtRisk: deadlineAtRisk ?? false, workaround: workaround ?? false };
  // Where nothing fails nobody is affected: no row of the table for a working service looks at the number.
  if (serviceState === 'working') return { ...unclaimed, serviceState, affected: affected ?? 'one-user' };
  if (serviceState === null || affected === null) {
    throw new IntakeError(
      'PolicyViolation',
      'The level cannot be told before serviceState is known, and affected where something fails. Ask for them first.',
    );
  }
  return { ...unclaimed, serviceState, affected };
}

function missingCommitments({ policy, commitments }: SeverityInput, couldBeA: boolean): readonly Reason[] {
  if (!policy.severity.needsCommitmentsForA) return [];
  const statement = commitments?.impactStatement ?? null;
  const resources = commitments?.resources ?? null;
  const reasons: Reason[] = [];
  if ((couldBeA || statement !== null) && !isSolidImpactStatement(policy, statement ?? '')) {
    reasons.push({ code: 'S3.no-impact-statement' });
  }
  if ((couldBeA || resources !== null) && !resources) reasons.push({ code: 'S3.no-people' });
  return reasons;
}

/** The level of facts whose request has what level A asks of the customer (rule S3). */
export function levelIfCommitted(
  { policy, premiumAgreement }: Pick<SeverityInput, 'policy' | 'premiumAgreement'>,
  kind: RequestKind,
  facts: SeverityFacts,
): Severity {
  const commitments = { impactStatement: SOLID_STATEMENT, resources: true };
  return assessSeverity({ policy, kind, premiumAgreement, facts, commitments }).assigned;
}

/** Every way in which the unknown facts could turn out: 24 at most. */
function completions(known: KnownFacts): readonly SeverityFacts[] {
  const serviceStates = known.serviceState ? [known.serviceState] : serviceStateSchema.options;
  const affecteds = known.affected ? [known.affected] : affectedSchema.options;
  const deadlines = known.deadlineAtRisk === null ? [false, true] : [known.deadlineAtRisk];
  const workarounds = known.workaround === null ? [false, true] : [known.workaround];
  return serviceStates.flatMap((serviceState) =>
    affecteds.flatMap((affected) =>
      deadlines.flatMap((deadlineAtRisk) =>
        workarounds.map((workaround) => ({ serviceState, affected, deadlineAtRisk, workaround })),
      ),
    ),
  );
}

/** Severities from the highest to the lowest. */
const ORDER = severitySchema.options;

function isAbove(one: Severity, other: Severity): boolean {
  return ORDER.indexOf(one) < ORDER.indexOf(other);
}

function lowest(one: Severity, other: Severity): Severity {
  return isAbove(one, other) ? other : one;
}
