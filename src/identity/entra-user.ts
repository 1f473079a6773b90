import type { PersonKey } from '../domain/ports.ts';

/** A user of Microsoft Entra ID; both ids in lower case. */
export interface EntraUser {
  readonly objectId: string;
  readonly tenantId: string;
}

const GUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const GUID_ONLY = new RegExp(`^${GUID}$`, 'i');
const WEB_USER = new RegExp(`^dl_(${GUID})(?:@(${GUID}))?$`, 'i');

/**
 * The Entra user behind a channel's id: the pair that Teams vouches for, or the user id inside a signed Direct Line token,
 * `dl_<object id>@<tenant id>`. A site that serves one tenant only may leave out `@<tenant id>`.
 * @param homeTenantId the tenant of a web user who names none; null when there is no such tenant
 * @returns null for everybody else, for instance anonymous visitors
 */
export function entraUserOf(
  { userId, aadObjectId, tenantId }: PersonKey,
  homeTenantId: string | null,
): EntraUser | null {
  if (aadObjectId !== null && tenantId !== null) return pair(aadObjectId, tenantId);
  const [, objectId, named] = WEB_USER.exec(userId) ?? [];
  const tenant = named ?? homeTenantId;
  return objectId && tenant ? pair(objectId, tenant) : null;
}

function pair(objectId: string, tenantId: string): EntraUser | null {
  if (!GUID_ONLY.test(objectId) || !GUID_ONLY.test(tenantId)) return null;
  return { objectId: objectId.toLowerCase(), tenantId: tenantId.toLowerCase() };
}
