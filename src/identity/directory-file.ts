import { z } from 'zod';
import { localeSchema } from '../domain/locale.ts';
import { countrySchema, operatorSchema, personSchema, tenantSchema } from '../domain/person.ts';
import { readDomain } from './domain-name.ts';
import { readRegisteredPhone } from './registered-contacts.ts';

const timeZoneSchema = z.string().refine(isTimeZone, 'is no IANA time zone, for instance Asia/Shanghai');
const phoneSchema = z.string().min(1).max(40);
const contactsSchema = z.strictObject({
  phones: z.array(phoneSchema).max(10).default([]),
  emails: z.array(z.email()).max(10).default([]),
});

/** What a tenant's entry may hold besides the tenant itself; all of it may be left out. */
const besidesTenant = {
  /** Where the tenant is at home; the people's, where they name none. */
  country: countrySchema.optional(),
  locale: localeSchema.optional(),
  timeZone: timeZoneSchema.optional(),
  /** Verified domains, by which an admin who cannot sign in names the tenant. */
  domains: z.array(z.string().refine((text) => readDomain(text) !== null, 'is no domain, for instance contoso.com')),
  /** Contacts of the organisation's profile, to which a code may go. */
  registered: contactsSchema.optional(),
};

const tenantEntrySchema = tenantSchema.extend({ ...besidesTenant, domains: besidesTenant.domains.default([]) });
export type TenantEntry = z.infer<typeof tenantEntrySchema>;

/** What is known better than by Microsoft Graph about a tenant that is read from there; `premiumAgreement` is nowhere else. */
const overrideSchema = z.strictObject({
  id: tenantSchema.shape.id,
  ...tenantSchema.omit({ id: true, operator: true }).partial().shape,
  ...besidesTenant,
  domains: besidesTenant.domains.default([]),
});
export type TenantOverride = z.infer<typeof overrideSchema>;

const personEntrySchema = personSchema.omit({ identity: true }).extend({
  name: z.string().min(1).max(200),
  /** Id of a tenant in the same file. */
  tenant: z.string().min(1).max(100),
  /** Object id in Entra ID, by which Teams names a person. */
  aadObjectId: z.guid().optional(),
  registered: z.strictObject({
    phone: z.string().max(40).nullable().optional(),
    email: z.email().nullable().optional(),
    phones: z.array(phoneSchema).max(10).optional(),
    emails: z.array(z.email()).max(10).optional(),
  }),
  timeZone: timeZoneSchema.optional(),
  locale: localeSchema.optional(),
});
export type PersonEntry = z.infer<typeof personEntrySchema>;

type Report = (path: (string | number)[], message: string) => void;

/** The directory of a file, JSON or YAML. A tenant's id is its Entra tenant id where Teams people are to be found. */
export const directorySchema = z
  .strictObject({
    tenants: z.array(tenantEntrySchema),
    people: z.array(personEntrySchema),
    overrides: z.array(overrideSchema).default([]),
  })
  .superRefine(({ tenants, people, overrides }, context) => {
    const report: Report = (path, message) => context.addIssue({ code: 'custom', path, message });
    const tenantOf = new Map(tenants.map((tenant) => [tenant.id, tenant]));
    reportTenants(tenants, overrides, report);
    for (const index of repeated(people.map(({ id }) => id))) report(['people', index, 'id'], 'names a person twice');
    for (const index of repeated(people.map(entraKeyOf))) {
      report(['people', index, 'aadObjectId'], 'is another person already');
    }
    for (const [index, person] of people.entries()) {
      const tenant = tenantOf.get(person.tenant);
      if (tenant) reportPerson(person, tenant, (path, message) => report(['people', index, ...path], message));
      else report(['people', index, 'tenant'], `is not among the tenants: ${person.tenant}`);
    }
  });

function reportTenants(tenants: readonly TenantEntry[], overrides: readonly TenantOverride[], report: Report): void {
  const entries = [
    ...tenants.map((entry, index) => ({ entry, at: ['tenants', index], operator: entry.operator })),
    ...overrides.map((entry, index) => ({ entry, at: ['overrides', index], operator: operatorSchema.enum.microsoft })),
  ];
  const knownIds = new Set<string>();
  const ownerOf = new Map<string, string>();
  for (const { entry, at, operator } of entries) {
    // Entra writes ids in either case; people still name their tenant letter by letter.
    const id = entry.id.toLowerCase();
    if (knownIds.has(id)) report([...at, 'id'], 'names a tenant twice');
    knownIds.add(id);
    for (const [index, text] of entry.domains.entries()) {
      const domain = readDomain(text) ?? '';
      if ((ownerOf.get(domain) ?? id) !== id) report([...at, 'domains', index], 'belongs to another tenant already');
      ownerOf.set(domain, id);
    }
    reportPhones(entry.registered?.phones ?? [], { operator, country: entry.country ?? null }, (path, message) =>
      report([...at, 'registered', ...path], message),
    );
  }
}

function reportPerson(person: PersonEntry, tenant: TenantEntry, report: Report): void {
  if (!(person.locale ?? tenant.locale)) report(['locale'], 'is given neither here nor with the tenant');
  if (!(person.timeZone ?? tenant.timeZone)) report(['timeZone'], 'is given neither here nor with the tenant');
  const home = { operator: tenant.operator, country: person.country ?? tenant.country ?? null };
  reportPhones(person.registered.phones ?? [], home, (path, message) => report(['registered', ...path], message));
}

function reportPhones(phones: readonly string[], home: Parameters<typeof readRegisteredPhone>[1], report: Report) {
  for (const [index, phone] of phones.entries()) {
    if (readRegisteredPhone(phone, home) === null) {
      report(['phones', index], 'is no telephone number; write it as text with + and the country code');
    }
  }
}

/** Positions of values that stood before; null is no value. */
function repeated(values: readonly (string | null)[]): number[] {
  const seen = new Set<string | null>();
  return values.flatMap((value, index) => {
    const isRepeated = value !== null && seen.has(value);
    seen.add(value);
    return isRepeated ? [index] : [];
  });
}

/** How a person of the file is found by Entra ids; null without an object id. */
export function entraKeyOf(entry: Pick<PersonEntry, 'aadObjectId' | 'tenant'>): string | null {
  return entry.aadObjectId ? `${entry.tenant}/${entry.aadObjectId}`.toLowerCase() : null;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
