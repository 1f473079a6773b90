import type { Scope } from '../domain/ports.ts';

/** The tenant that a scope is confined to; null for a part of the system, which sees every tenant. */
export function tenantOf(scope: Scope): string | null {
  return 'tenant' in scope ? scope.tenant : null;
}

/** Whether a row of this tenant exists for the scope; a row without a tenant exists for the system only. */
export function inScope(scope: Scope, tenant: string | null): boolean {
  const confinedTo = tenantOf(scope);
  return confinedTo === null || confinedTo === tenant;
}
