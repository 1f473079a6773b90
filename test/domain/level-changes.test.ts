import assert from 'node:assert/strict';
import fc from 'fast-check';
import { affectedSchema, serviceStateSchema } from '../../src/domain/facts.ts';
import { levelChanges } from '../../src/domain/level-changes.ts';
import { POLICIES } from '../../src/domain/policy.ts';
import { assessSeverity, type SeverityInput } from '../../src/domain/severity.ts';

const GIVEN = { impactStatement: 'All orders come by mail and have stopped.', resources: true };

const impaired: SeverityInput = {
  policy: POLICIES['21vianet'],
  kind: 'technical',
  premiumAgreement: true,
  facts: { serviceState: 'degraded', affected: 'one-user', deadlineAtRisk: false, workaround: false },
  commitments: GIVEN,
};
const told = (input: SeverityInput) => levelChanges(input).map(({ fact, value, level }) => `${fact}=${value} ${level}`);

describe('what would change a level (rule R30)', () => {
  it('names each single fact that leads to another level, the highest first', () => {
    assert.deepEqual(told(impaired), ['serviceState=working C', 'workaround=true C']);
    const many = { ...impaired, facts: { ...impaired.facts, affected: 'many-users' as const } };
    assert.deepEqual(
      told(many),
      ['serviceState=unavailable A', 'deadlineAtRisk=true A', 'affected=one-user C', 'serviceState=working C'].filter(
        (line) => line !== 'affected=one-user C',
      ),
    );
  });

  it('names nothing that would only look better because a commitment of level A was declined', () => {
    const facts = { ...impaired.facts, affected: 'organization' as const, serviceState: 'unavailable' as const };
    const declined = { ...impaired, facts, commitments: { impactStatement: '', resources: false } };
    assert.deepEqual(told(declined), ['serviceState=working C']);
  });

  it('promises no level that the conditions rule out (rules S1, S2)', () => {
    const facts = { ...impaired.facts, affected: 'organization' as const };
    for (const input of [
      { ...impaired, facts, premiumAgreement: false },
      { ...impaired, facts, kind: 'billing' as const },
    ]) {
      assert.ok(levelChanges(input).every(({ level }) => level !== 'A'));
    }
  });

  it('keeps its word: with that fact, and what level A asks for, the level is the one named', () => {
    const inputs = fc.record({
      policy: fc.constantFrom(...Object.values(POLICIES)),
      kind: fc.constantFrom('technical' as const, 'billing' as const, 'presales' as const),
      premiumAgreement: fc.boolean(),
      facts: fc.record({
        serviceState: fc.constantFrom(...serviceStateSchema.options),
        affected: fc.constantFrom(...affectedSchema.options),
        deadlineAtRisk: fc.boolean(),
        workaround: fc.boolean(),
      }),
      commitments: fc.constant(GIVEN),
    });
    fc.assert(
      fc.property(inputs, (input) => {
        const { assigned } = assessSeverity(input);
        for (const { fact, value, level } of levelChanges(input)) {
          assert.notEqual(level, assigned);
          assert.equal(assessSeverity({ ...input, facts: { ...input.facts, [fact]: value } }).assigned, level);
        }
      }),
    );
  });
});
