import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely';
import type { Bindable } from './codec.ts';
import { directRunOf } from './direct-statements.ts';
import type { Tables } from './schema.ts';

/** Runs a statement on the connection or transaction that it is given. */
export type Statement<Values, Row> = (executor: Kysely<Tables>, values: Values) => Promise<QueryResult<Row>>;

/**
 * A statement whose SQL is built at its first use and kept: building costs several times what running it costs.
 * One belongs to one store, because the SQL is the one of that store's dialect.
 * @param sample one value for each parameter, all different: it is how the parameters are told apart in the built SQL
 * @param build the statement for given values; it may not branch on them
 */
export function compileOnce<Values extends Record<string, Bindable>, Row>(
  sample: Values,
  build: (executor: Kysely<Tables>, values: Values) => Compilable<Row>,
): Statement<Values, Row> {
  let kept: { readonly compiled: CompiledQuery<Row>; readonly order: readonly string[] } | undefined;
  return (executor, values) => {
    if (!kept) {
      const compiled = build(executor, sample).compile();
      kept = { compiled, order: compiled.parameters.map((parameter) => nameOf(parameter, sample)) };
    }
    const parameters = kept.order.map((name) => values[name]);
    const statement = { ...kept.compiled, parameters };
    const result = directRunOf(executor)?.<Row>(statement);
    return result ? Promise.resolve(result) : executor.executeQuery(statement);
  };
}

function nameOf(parameter: unknown, sample: Record<string, Bindable>): string {
  const names = Object.keys(sample).filter((name) => sample[name] === parameter);
  const [name] = names;
  if (name === undefined || names.length > 1)
    throw new Error(`The sample value ${String(parameter)} must belong to exactly one parameter.`);
  return name;
}
