/**
 * A text counts as out of scope when its probability of belonging to any topic is below this.
 * `npm run train` prints what other values would do to texts that the model has not seen.
 */
export const LEAST_IN_SCOPE = 0.6;

/** A runner-up is reported only with at least this probability; less is noise to a person who must choose. */
export const LEAST_ALTERNATIVE = 0.02;

/** How many runners-up an understanding holds at most. */
export const MOST_ALTERNATIVES = 3;
