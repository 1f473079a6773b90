import type { FactName } from '../../domain/facts.ts';
import type { Span } from '../../domain/understanding.ts';
import { cut, cutText } from '../cut-text.ts';
import { clauseTextOf } from './clause-text.ts';
import type { StatedFacts } from './fact-classes.ts';
import type { FactModel } from './fact-model.ts';

/** Where each fact is told, in UTF-16 units of the normalised text. */
export type FactPlaces = { readonly [Name in FactName]?: Span };

/**
 * The clause of a text that tells each of its facts. The model reads a text with placeholders, whose clauses are those of
 * the text itself but where a link holds a question mark or the like: then nothing is located.
 * @param normalised text after `normalise`
 * @param facts what was read from it
 */
export function placesOfFacts(normalised: string, facts: StatedFacts, model: FactModel): FactPlaces {
  if (Object.keys(facts).length === 0) return {};
  const [read, written] = [clauseTextOf(cutText(normalised)), clauseTextOf(cut(normalised))];
  if (read.starts.length !== written.starts.length) return {};
  const places = [...model.clausesTelling(read, facts)].flatMap(([name, clause]) => {
    const [first, next] = [written.starts[clause], written.starts[clause + 1]];
    const [start, end] = [written.units[first ?? 0]?.start, written.units[(next ?? 0) - 1]?.end];
    return start === undefined || end === undefined ? [] : [[name, { start, end }] as const];
  });
  return Object.fromEntries(places);
}
