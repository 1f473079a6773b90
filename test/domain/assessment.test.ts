import assert from 'node:assert/strict';
import { assessRequest } from '../../src/domain/assessment.ts';
import { POLICIES } from '../../src/domain/policy.ts';

const OUTAGE = {
  serviceState: 'unavailable',
  affected: 'organization',
  deadlineAtRisk: null,
  workaround: false,
} as const;
/** Two in the night in Beijing: only level A is answered then. */
const OPENED = '2026-03-02T18:00:00.000Z';

describe('the assessment of a request', () => {
  it('promises what goes with the level it was given, not with the one it asked for', () => {
    const asked = { policy: POLICIES['21vianet'], kind: 'technical', facts: OUTAGE } as const;
    const commitments = { impactStatement: '全公司业务停顿', resources: true };
    const critical = assessRequest({ ...asked, premiumAgreement: true, commitments }, OPENED);
    const lowered = assessRequest({ ...asked, premiumAgreement: false, commitments }, OPENED);
    assert.deepEqual([critical.severity.assigned, critical.response.dueAt], ['A', '2026-03-02T19:00:00.000Z']);
    assert.deepEqual([lowered.severity.computed, lowered.severity.assigned], ['A', 'B']);
    assert.equal(lowered.response.dueAt, '2026-03-03T02:00:00.000Z');
  });
});
