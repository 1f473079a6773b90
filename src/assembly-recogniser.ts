import type { Config } from './config.ts';
import type { Operator } from './domain/person.ts';
import type { Policy } from './domain/policy.ts';
import type { Recogniser } from './domain/ports.ts';
import { keptFrom } from './domain/residency.ts';
import { createFallbackRecogniser } from './language/fallback-recogniser.ts';
import type { Log } from './log.ts';

/** The local recogniser, behind the cloud service where one is set up and the policy of the operator allows its host (rule R31). */
export async function createRecogniser(
  local: Recogniser,
  policies: Readonly<Record<Operator, Policy>>,
  { clu }: Config,
  log: Log,
): Promise<Recogniser> {
  if (!clu) return local;
  const kept = keptFrom(policies, clu.endpoint);
  if (kept.length > 0) {
    log.info(
      { operators: kept },
      'texts of these operators stay with the local recogniser: their policy does not allow the host of CLU_ENDPOINT',
    );
  }
  // Azure's client is slow to load, and most deployments never need it.
  const { createCluRecogniser } = await import('./language/clu-recogniser.ts');
  return createFallbackRecogniser(
    createCluRecogniser(clu),
    local,
    (err) => log.warn({ err }, 'the language service did not answer; the local recogniser did'),
    (operator) => (operator === null ? kept.length === 0 : !kept.includes(operator)),
  );
}
