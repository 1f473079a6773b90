import { type AffectedReading, readAffected } from './affected.ts';
import { clausePatternSources, clausesOf } from './clauses.ts';
import type { StatedFacts } from './fact-classes.ts';
import { readServiceState } from './service-state.ts';

/** What the wordings make of a text: one voice of several, that the model weighs, and the number of people affected. */
export interface WordingReading extends Pick<AffectedReading, 'userCount' | 'countWords'> {
  readonly verdict: WordingVerdict;
}

/** The facts that wordings read. */
export type WordingVerdict = Pick<StatedFacts, 'serviceState' | 'affected'>;

/**
 * Reads what wordings tell.
 * @param normalised text after `normalise`
 */
export function readWordings(normalised: string): WordingReading {
  const clauses = clausesOf(normalised);
  const serviceState = readServiceState(clauses);
  const { affected, userCount, countWords } = readAffected(clauses);
  return {
    verdict: { ...(serviceState && { serviceState }), ...(affected && { affected }) },
    userCount,
    countWords,
  };
}

/** The sources of all wordings, which are all there once this file is loaded: changes when one of them does. */
export function wordingSources(): string[] {
  return clausePatternSources();
}
