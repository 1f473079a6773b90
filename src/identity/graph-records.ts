import { z } from 'zod';
import type { Purchase } from '../domain/person.ts';
import { GraphFailure } from '../graph/graph-failure.ts';
import { readDomain } from './domain-name.ts';

/** A text that Graph leaves out, sets to null or fills in; what is longer than any name is cut. */
const textSchema = z
  .string()
  .transform((text) => text.trim().toWellFormed().slice(0, 200))
  .nullish()
  .transform((text) => text || null);
const textsSchema = z
  .array(z.string().max(300))
  .nullish()
  .transform((texts) => texts ?? []);
const countrySchema = z
  .string()
  .nullish()
  .transform((text) => (text && /^[A-Za-z]{2}$/.test(text) ? text.toUpperCase() : null));

const userSchema = z
  .object({
    displayName: textSchema,
    mail: textSchema,
    otherMails: textsSchema,
    mobilePhone: textSchema,
    businessPhones: textsSchema,
    preferredLanguage: textSchema,
    usageLocation: countrySchema,
    accountEnabled: z.boolean().nullish(),
  })
  .transform(({ mail, otherMails, mobilePhone, businessPhones, accountEnabled, displayName, ...user }) => ({
    ...user,
    name: displayName,
    isEnabled: accountEnabled !== false,
    phones: [mobilePhone ?? [], businessPhones].flat(),
    emails: [mail ?? [], otherMails].flat(),
  }));
/** A user as the directory holds them (Graph resource `user`). */
export type GraphUser = z.infer<typeof userSchema>;

/** Path of a user with what of it is read. @param objectId a GUID */
export function userPath(objectId: string): string {
  const fields =
    'id,displayName,mail,otherMails,mobilePhone,businessPhones,preferredLanguage,usageLocation,accountEnabled';
  return `/v1.0/users/${objectId}?$select=${fields}`;
}

/** @throws GraphFailure `unreadable` */
export function readUser(content: unknown): GraphUser {
  return parsed(userSchema, content, 'a user');
}

/** Path of the directory roles of a user, also those held through groups; OData casts need {@link ADVANCED}. */
export function rolesPath(objectId: string): string {
  const cast = 'microsoft.graph.directoryRole';
  return `/v1.0/users/${objectId}/transitiveMemberOf/${cast}?$count=true&$select=id,displayName,roleTemplateId`;
}

/** What Graph asks for with casts and counts ("Advanced query capabilities on directory objects"). */
export const ADVANCED = { headers: { ConsistencyLevel: 'eventual' } } as const;

const rolesSchema = z.array(z.object({ roleTemplateId: z.guid().toLowerCase().nullish() }));

/** The roles that somebody holds. */
export interface GraphRoles {
  /** Template ids, lower case. */
  readonly templateIds: readonly string[];
  /** Some came without their template: the application may see that there is a role, and not which. */
  readonly isPartial: boolean;
}

/** @throws GraphFailure `unreadable` */
export function readRoles(content: unknown): GraphRoles {
  const rows = parsed(rolesSchema, content, 'the roles of a user');
  const templateIds = [...new Set(rows.flatMap(({ roleTemplateId }) => roleTemplateId ?? []))];
  return { templateIds, isPartial: rows.some(({ roleTemplateId }) => !roleTemplateId) };
}

/** Path of the tenant's own row. */
export const ORGANISATION_PATH =
  '/v1.0/organization?$select=id,displayName,verifiedDomains,technicalNotificationMails,businessPhones,countryLetterCode,preferredLanguage';

const organisationSchema = z
  .object({
    id: z.string(),
    displayName: textSchema,
    verifiedDomains: z.array(z.object({ name: z.string() })).nullish(),
    technicalNotificationMails: textsSchema,
    businessPhones: textsSchema,
    countryLetterCode: countrySchema,
    preferredLanguage: textSchema,
  })
  .transform(({ displayName, verifiedDomains, technicalNotificationMails, businessPhones, ...rest }) => ({
    ...rest,
    name: displayName,
    domains: (verifiedDomains ?? []).flatMap(({ name }) => readDomain(name) ?? []),
    phones: businessPhones,
    emails: technicalNotificationMails,
  }));
/** The tenant's own profile (Graph resource `organization`). */
export type GraphOrganisation = z.infer<typeof organisationSchema>;

/**
 * @param tenantId the tenant that the credential is meant for
 * @throws GraphFailure `unreadable`, also when the row is another tenant's: the credential is then not ours to use
 */
export function readOrganisation(content: unknown, tenantId: string): GraphOrganisation {
  const [organisation] = parsed(z.array(organisationSchema).length(1), content, 'the organisation');
  if (organisation?.id.toLowerCase() === tenantId) return organisation;
  throw new GraphFailure('unreadable', 'the organisation is not the tenant that GRAPH_TENANT_ID names');
}

/** Path of what the tenant has bought. */
export const SUBSCRIPTIONS_PATH =
  '/v1.0/directory/subscriptions?$select=id,status,isTrial,ownerTenantId,skuPartNumber,totalLicenses';

const subscriptionsSchema = z.array(
  z.object({ status: textSchema, isTrial: z.boolean().nullish(), ownerTenantId: z.guid().toLowerCase().nullish() }),
);

/** What subscriptions tell about how the tenant bought. */
export interface GraphPurchase {
  readonly purchase: Purchase;
  /** Nothing but trials. */
  readonly trial: boolean;
}

/**
 * Rule R7 from the rows of `companySubscription`: a row that names another tenant as its owner was made by a partner. Rows
 * that were deleted say nothing any more, and none at all leave the question open.
 * @throws GraphFailure `unreadable`
 */
export function readSubscriptions(content: unknown, tenantId: string): GraphPurchase {
  const rows = parsed(subscriptionsSchema, content, 'the subscriptions').filter(
    ({ status }) => status?.toLowerCase() !== 'deleted',
  );
  const told = rows.filter(({ ownerTenantId }) => ownerTenantId !== undefined);
  const foreign = told.filter(({ ownerTenantId }) => ownerTenantId !== null && ownerTenantId !== tenantId);
  const trial = rows.length > 0 && rows.every(({ isTrial }) => isTrial === true);
  if (told.length > foreign.length) return { purchase: foreign.length > 0 ? 'partly-direct' : 'direct', trial };
  // A row that does not tell its owner may be the one that was bought directly.
  return { purchase: rows.length > 0 && foreign.length === rows.length ? 'partner' : 'unknown', trial };
}

function parsed<Schema extends z.ZodType>(schema: Schema, content: unknown, what: string): z.output<Schema> {
  const { success, data } = schema.safeParse(content);
  // The words of the schema may hold what was read.
  if (!success) throw new GraphFailure('unreadable', `${what} came in another shape than published`);
  return data;
}
