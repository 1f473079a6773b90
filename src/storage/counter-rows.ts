import type { Kysely } from 'kysely';
import type { Scope } from '../domain/ports.ts';
import type { Tables } from './schema.ts';
import { tenantOf } from './scope.ts';

/** Gives out numbers with the connection or transaction that it is given. */
export interface CounterRows {
  /** One more than before, from 1; a tenant's counter is another one than the system's of the same name. */
  next(executor: Kysely<Tables>, scope: Scope, name: string): Promise<number>;
}

/** The repository of the table `counters`. */
export function createCounterRows(): CounterRows {
  return {
    next: async (executor, scope, name) => {
      const { value } = await executor
        .insertInto('counters')
        .values({ tenant: tenantOf(scope) ?? '', name, value: 1 })
        .onConflict((conflict) =>
          conflict.columns(['tenant', 'name']).doUpdateSet(({ eb }) => ({ value: eb('counters.value', '+', 1) })),
        )
        .returning('value')
        .executeTakeFirstOrThrow();
      return value;
    },
  };
}
