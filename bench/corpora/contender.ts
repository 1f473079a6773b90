import type { Sample } from './tasks.ts';

/** What a recogniser says about a text. */
export interface Reply {
  /** Null when it answers that the text belongs to none. */
  readonly intent: string | null;
  /** How much it is in scope, in whatever measure: only the order counts. */
  readonly inScope: number;
}

/** A recogniser that has learned. */
export type Ask = (sample: Pick<Sample, 'text' | 'lang'>) => Promise<Reply>;

/** A way to learn intents from texts. */
export interface Contender {
  readonly name: string;
  learn(train: readonly Sample[]): Promise<Ask>;
}
