import { z } from 'zod';
import { type Locale, localeSchema } from './locale.ts';

/** Who runs the service of a tenant: Microsoft, or 21Vianet in China. */
export const operatorSchema = z.enum(['microsoft', '21vianet']);
export type Operator = z.infer<typeof operatorSchema>;

/** How the tenant's subscriptions were bought (rule R7): all direct, some direct, all through a partner, not known. */
export const purchaseSchema = z.enum(['direct', 'partly-direct', 'partner', 'unknown']);
export type Purchase = z.infer<typeof purchaseSchema>;

/** A subscribing organisation. */
export const tenantSchema = z.strictObject({
  id: z.string().min(1).max(100),
  name: z.string().min(1).max(200),
  operator: operatorSchema,
  purchase: purchaseSchema,
  /** The partner's name when one is known. */
  partner: z.string().min(1).max(200).nullable(),
  /** An advanced online service agreement exists (rule S2). */
  premiumAgreement: z.boolean(),
  trial: z.boolean(),
});
export type Tenant = z.infer<typeof tenantSchema>;

/** A country by its ISO 3166-1 code of two letters. */
export const countrySchema = z
  .string()
  .regex(/^[A-Z]{2}$/, 'is no country code of two capital letters, for instance CN');

/** Whether a directory could tell who a person is and which roles they hold, or was asked in vain. */
export const identityCheckSchema = z.enum(['checked', 'not-checked']);
export type IdentityCheck = z.infer<typeof identityCheckSchema>;

/** Contacts registered in a profile: E.164 phones with spaces allowed, e-mail addresses; what stands first is tried first. */
export interface RegisteredContacts {
  readonly phones: readonly string[];
  readonly emails: readonly string[];
}

/** Somebody whom the directory knows; a person without a record there is `null` everywhere. */
export const personSchema = z.strictObject({
  /** The channel user id, for instance the user id inside a Direct Line token. */
  id: z.string().min(1).max(200),
  /** Empty where the directory could not be asked. */
  name: z.string().max(200),
  tenant: tenantSchema,
  /** Entra directory role template ids, lower case (support policy section 1). */
  roles: z.array(z.uuid()),
  /** Contacts registered in the admin profile (rule R25), the first of each kind and all of them; see {@link registeredContacts}. */
  registered: z.strictObject({
    phone: z.string().max(40).nullable(),
    email: z.email().nullable(),
    phones: z.array(z.string().max(40)).optional(),
    emails: z.array(z.email()).optional(),
  }),
  /** IANA zone in which due times are shown beside Beijing time (rule T6). */
  timeZone: z.string().min(1),
  locale: localeSchema,
  /** Where the person uses the service, by which telephone hours are told (rule R19); left out where nobody knows. */
  country: countrySchema.optional(),
  /** `not-checked`: the channel vouches for the person, but roles could not be looked up; left out when they were. */
  identity: identityCheckSchema.optional(),
});
export type Person = z.infer<typeof personSchema>;

/** All registered contacts of a person without repetition, what is preferred first. */
export function registeredContacts({ registered }: Pick<Person, 'registered'>): RegisteredContacts {
  const { phone, email, phones = [], emails = [] } = registered;
  const all = (first: string | null, rest: readonly string[]) => [...new Set(first === null ? rest : [first, ...rest])];
  return { phones: all(phone, phones), emails: all(email, emails) };
}

/** A tenant as somebody finds it who cannot sign in: by a verified domain, with contacts to which a code may go. */
export interface TenantContacts {
  readonly tenant: Tenant;
  /** Never shown but masked; both lists may be empty. */
  readonly registered: RegisteredContacts;
  /** The language in which the tenant is written to; null where nobody knows. */
  readonly locale: Locale | null;
}
