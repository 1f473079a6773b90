import type { FactName } from '../../domain/facts.ts';
import { softmax } from '../logistic-regression.ts';
import { FACT_CLASSES, FACT_OFFSETS, type StatedFacts } from './fact-classes.ts';

/** How sure a fact must be to be read: its least probability. */
export type LeastChances = Readonly<Record<FactName, number>>;

/** The same least probability for every fact. */
export function leastForAll(least: number): LeastChances {
  return { serviceState: least, affected: least, deadlineAtRisk: least, workaround: least };
}

/**
 * The facts of a text by the stacked scores of all classes: of each fact the likeliest value, when it is sure enough.
 * Where nothing fails nobody is affected and nothing needs a way round.
 */
export function decideFacts(scores: Float64Array, least: LeastChances): StatedFacts {
  const read: Partial<Record<FactName, unknown>> = {};
  FACT_CLASSES.forEach(({ name, values }, place) => {
    const start = FACT_OFFSETS[place] ?? 0;
    const chances = softmax(scores.subarray(start, start + values.length + 1)).subarray(0, -1);
    const most = Math.max(...chances);
    if (most >= least[name]) read[name] = values[chances.indexOf(most)];
  });
  const { affected: _affected, workaround: _workaround, ...others } = read;
  return (read.serviceState === 'working' ? others : read) as StatedFacts;
}
