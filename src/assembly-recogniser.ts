import type { Config } from './config.ts';
import type { Operator } from './domain/person.ts';
import type { Policy } from './domain/policy.ts';
import type { Recogniser } from './domain/ports.ts';
import { keptFrom } from './domain/residency.ts';
import { createRateLimit } from './http/rate-limit.ts';
import { type Agreement, createFallbackRecogniser } from './language/fallback-recogniser.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/**
 * Calls of the language service for one organisation: as many as ten people write who never stop, and in an hour what an
 * office of fifty needs. The service itself lets 1 000 a minute through, for everybody together.
 */
const BUDGETS = [
  { points: 120, seconds: 60 },
  { points: 1_200, seconds: 3_600 },
] as const;

const AGREEMENT_LABELS = {
  same: 'same',
  other: 'other',
  'only-first': 'only-clu',
  'only-second': 'only-local',
} as const satisfies Record<Agreement, string>;

/** What the recognisers share with everything else. */
interface Surroundings {
  readonly config: Pick<Config, 'clu' | 'rateFactor'>;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'languageService' | 'languageServiceAgreed'>;
}

/** The local recogniser, behind the cloud service where one is set up and the policy of the operator allows its host (rule R31). */
export async function createRecogniser(
  local: Recogniser,
  policies: Readonly<Record<Operator, Policy>>,
  { config, log, metrics }: Surroundings,
): Promise<Recogniser> {
  const { clu } = config;
  if (!clu) return local;
  const kept = keptFrom(policies, clu.endpoint);
  if (kept.length > 0) {
    log.info(
      { operators: kept },
      'texts of these operators stay with the local recogniser: their policy does not allow the host of CLU_ENDPOINT',
    );
  }
  // Azure's client is slow to load, and most deployments never need it.
  const [{ createCluRecogniser }, { CluFailure }] = await Promise.all([
    import('./language/clu-recogniser.ts'),
    import('./language/clu-failure.ts'),
  ]);
  const takeBudget = createCallBudget(config.rateFactor);
  return createFallbackRecogniser({
    first: createCluRecogniser(clu, { takeBudget, observe: metrics.languageService }),
    second: local,
    mayAsk: (operator) => (operator === null ? kept.length === 0 : !kept.includes(operator)),
    onFailure: (err) => {
      // These two repeat for every text as long as they last; what led to them has been said, and they are counted.
      if (err instanceof CluFailure && (err.reason === 'paused' || err.reason === 'budget')) return;
      log.warn({ err }, 'the language service did not answer; the local recogniser did');
    },
    onAgreement: (agreement) => metrics.languageServiceAgreed(AGREEMENT_LABELS[agreement]),
  });
}

/**
 * Counts a call for a key in every window; what is refused is not counted.
 * @param factor multiplies the windows; 0 counts nothing
 * @returns the seconds to wait, 0 for none
 */
export function createCallBudget(factor: number): (key: string) => number {
  if (factor === 0) return () => 0;
  const limits = BUDGETS.map(({ points, seconds }) =>
    createRateLimit({ points: Math.max(1, Math.round(points * factor)), seconds }),
  );
  return (key) => {
    const wait = Math.max(...limits.map((limit) => limit.waitOf(key)));
    if (wait === 0) for (const limit of limits) limit.take(key);
    return wait;
  };
}
