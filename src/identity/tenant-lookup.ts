import type { TenantContacts } from '../domain/person.ts';
import type { FileDirectory } from './file-directory.ts';
import type { GraphDirectory } from './graph-directory.ts';

/** Where tenants are looked for; either may be missing. */
export interface TenantLookupParts {
  readonly file: Pick<FileDirectory, 'tenantByDomain'> | null;
  readonly graphs: readonly Pick<GraphDirectory, 'tenantByDomain'>[];
}

/**
 * Finds the tenant of a verified domain for an admin who cannot sign in, with the contacts to which a code may go; the file
 * wins. Null tells neither that the tenant does not exist nor that it does, and whoever asks has to answer both alike. All
 * directories are asked for every domain, so that the time of the answer tells nothing either.
 */
export function createTenantLookup({
  file,
  graphs,
}: TenantLookupParts): (domain: string) => Promise<TenantContacts | null> {
  return async (domain) => {
    const read = await Promise.all(graphs.map((graph) => graph.tenantByDomain(domain)));
    return file?.tenantByDomain(domain) ?? read.find((tenant) => tenant !== null) ?? null;
  };
}
