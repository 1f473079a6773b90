import type { CompiledQuery, Kysely, QueryResult } from 'kysely';
import type { Tables } from './schema.ts';

/** Runs a compiled statement at once; null when it has to take its turn after others. */
export type DirectRun = <Row>(compiled: CompiledQuery<Row>) => QueryResult<Row> | null;

const runs = new WeakMap<Kysely<Tables>, DirectRun>();

/**
 * Lets the compiled statements of an executor run without the query builder's queue and its dozen promises, which take
 * longer than most statements. Only an engine that answers at once, inside the call, can do so.
 */
export function runDirectly(executor: Kysely<Tables>, run: DirectRun): void {
  runs.set(executor, run);
}

/** How statements of this executor are run directly, or undefined. */
export function directRunOf(executor: Kysely<Tables>): DirectRun | undefined {
  return runs.get(executor);
}
