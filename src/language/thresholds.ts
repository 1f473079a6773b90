import type { FactName } from '../domain/facts.ts';

/**
 * A text counts as out of scope when its probability of belonging to any topic is below this.
 * `npm run train` prints what other values would do to texts that the model has not seen.
 */
export const LEAST_IN_SCOPE = 0.6;

/** A runner-up is reported only with at least this probability. A second problem in the same message has hardly more. */
export const LEAST_ALTERNATIVE = 0.005;

/** How many runners-up an understanding holds at most. */
export const MOST_ALTERNATIVES = 3;

/**
 * A severity fact is read when its value has at least this probability; what is not read is asked. `npm run train` prints
 * what other values would do. Chosen so that 35 of 1 000 facts read from texts of writers whom the model has not seen have
 * another value than their label, about as often as two who know the rules differ. A wrong fact can be put right in the
 * form, and may set a wrong severity when nobody does; a missing one costs a question.
 */
export const LEAST_FACT: Readonly<Record<FactName, number>> = {
  serviceState: 0.6,
  affected: 0.8,
  deadlineAtRisk: 0.62,
  workaround: 0.76,
};
