import type { FactName, SeverityFacts } from '../../domain/facts.ts';
import type { Understanding } from '../../domain/understanding.ts';

/** Severity facts that a text states; absent ones are not told. */
export type StatedFacts = Understanding['severityFacts'];

/** A fact and the values that a text can state of it, in the order of their classes; "not told" is the class after them. */
export interface FactClasses<Name extends FactName = FactName> {
  readonly name: Name;
  readonly values: readonly SeverityFacts[Name][];
}

type AnyFactClasses = { [Name in FactName]: FactClasses<Name> }[FactName];

/** All facts with their classes, in the order in which their columns lie in the model. */
export const FACT_CLASSES: readonly AnyFactClasses[] = [
  { name: 'serviceState', values: ['unavailable', 'degraded', 'working'] },
  { name: 'affected', values: ['organization', 'many-users', 'one-user'] },
  { name: 'deadlineAtRisk', values: [true, false] },
  { name: 'workaround', values: [true, false] },
];

/** Columns of all facts side by side, "not told" among them. */
export const CLASS_COUNT = FACT_CLASSES.reduce((sum, { values }) => sum + values.length + 1, 0);

/** The first column of each fact. */
export const FACT_OFFSETS: readonly number[] = FACT_CLASSES.map((_, place) =>
  FACT_CLASSES.slice(0, place).reduce((sum, { values }) => sum + values.length + 1, 0),
);

/** The class of what is stated of a fact. */
export function classOf({ name, values }: AnyFactClasses, facts: StatedFacts): number {
  const all: readonly unknown[] = values;
  const value = facts[name];
  return value === undefined ? values.length : all.indexOf(value);
}
