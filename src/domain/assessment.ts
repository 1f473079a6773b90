import type { Instant } from './locale.ts';
import { responseTarget } from './response-target.ts';
import type { ResponseTarget, SeverityAssessment } from './service-request.ts';
import { assessSeverity, type SeverityInput } from './severity.ts';

/** What the policy says to a draft: its level, and when the first answer is due. */
export interface Assessment {
  readonly severity: SeverityAssessment;
  readonly response: ResponseTarget;
}

/**
 * Level and response target of a request: the target is always that of the level it was given.
 * @param openedAt when the clock starts (rule T4)
 * @throws IntakeError as {@link assessSeverity} and {@link responseTarget} do
 */
export function assessRequest(input: SeverityInput, openedAt: Instant): Assessment {
  const { policy, kind } = input;
  const severity = assessSeverity(input);
  return { severity, response: responseTarget({ policy, kind, severity: severity.assigned, openedAt }) };
}
