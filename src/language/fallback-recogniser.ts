import type { Operator } from '../domain/person.ts';
import type { Recogniser } from '../domain/ports.ts';

/**
 * Asks the first recogniser and, when it fails in any way, the second; the person never notices more than the time
 * that the first one took to fail.
 * @param first may reject, for instance CLU
 * @param second must not reject: the local recogniser
 * @param report is told every failure of the first, for log and metrics
 * @param mayAsk whether texts of an operator's tenants may go to the first one (rule R31)
 */
export function createFallbackRecogniser(
  first: Recogniser,
  second: Recogniser,
  report: (failure: unknown) => void,
  mayAsk: (operator: Operator | null) => boolean,
): Recogniser {
  return {
    async recognise(text, locale, operator = null) {
      if (!mayAsk(operator)) return second.recognise(text, locale);
      try {
        return await first.recognise(text, locale);
      } catch (failure) {
        report(failure);
        return second.recognise(text, locale);
      }
    },
  };
}
