import { affectedSchema, type FactName, type KnownFacts, type SeverityFacts, serviceStateSchema } from './facts.ts';
import { type Severity, severitySchema } from './service-request.ts';
import { assessSeverity, levelIfCommitted, type SeverityInput } from './severity.ts';

/** One fact that is another one, and the level that the request had then. */
export interface LevelChange {
  readonly fact: FactName;
  readonly value: SeverityFacts[FactName];
  readonly level: Severity;
}

/** In the order in which a person would think of them; of two values that lead to one level the nearer stands first. */
const VALUES: readonly (readonly [FactName, readonly SeverityFacts[FactName][]])[] = [
  ['affected', affectedSchema.options.toReversed()],
  ['serviceState', serviceStateSchema.options.toReversed()],
  ['deadlineAtRisk', [true, false]],
  ['workaround', [true, false]],
];

/**
 * What would change the level of a request (rule R30: the admin sees why it has this one): each single fact that leads to
 * another level if it were otherwise, the highest level first. The two commitments of level A are taken as given, because
 * they are asked for when it comes to that. Told as they are, the facts decide and no wording (rule S6).
 * @throws IntakeError `PolicyViolation` as `assessSeverity` does
 */
export function levelChanges(input: SeverityInput): readonly LevelChange[] {
  const { assigned } = assessSeverity(input);
  const committed = levelWith(input, input.facts);
  const changes = VALUES.flatMap(([fact, values]) => {
    const others = values.filter((value) => value !== input.facts[fact]);
    const led = others.flatMap((value) => {
      const level = levelWith(input, { ...input.facts, [fact]: value });
      return level === null || level === assigned || level === committed ? [] : [{ fact, value, level }];
    });
    return led.filter(({ level }, index) => led.findIndex((one) => one.level === level) === index);
  });
  return changes.sort((one, other) => rank(one.level) - rank(other.level));
}

/** Null where the level could not be told: nobody knows yet how many are affected. */
function levelWith(input: SeverityInput, facts: KnownFacts): Severity | null {
  const { serviceState, affected, deadlineAtRisk, workaround } = facts;
  if (serviceState === null || (affected === null && serviceState !== 'working')) return null;
  return levelIfCommitted(input, input.kind, {
    serviceState,
    affected: affected ?? 'one-user',
    deadlineAtRisk: deadlineAtRisk ?? false,
    workaround: workaround ?? false,
  });
}

function rank(level: Severity): number {
  return severitySchema.options.indexOf(level);
}
