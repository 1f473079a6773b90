import type { Clock, ServiceHealth } from '../domain/ports.ts';

/**
 * Service health of a deployment that has no source for it: every look is `not-checked`, because "none" would tell people
 * that nothing is wrong (rule R11).
 */
export function createNoHealthSource(clock: Clock): ServiceHealth {
  return { check: () => Promise.resolve({ result: 'not-checked', checkedAt: clock.now(), incidents: [] }) };
}
