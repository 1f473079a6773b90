import { z } from 'zod';
import { localeSchema } from './locale.ts';

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

/** Somebody whom the directory knows; a person without a record there is `null` everywhere. */
export const personSchema = z.strictObject({
  /** The channel user id, for instance the user id inside a Direct Line token. */
  id: z.string().min(1).max(200),
  name: z.string().min(1).max(200),
  tenant: tenantSchema,
  /** Entra directory role template ids, lower case (support policy section 1). */
  roles: z.array(z.uuid()),
  /** Contacts registered in the admin profile (rule R25); E.164 phone with spaces allowed. */
  registered: z.strictObject({ phone: z.string().max(40).nullable(), email: z.email().nullable() }),
  /** IANA zone in which due times are shown beside Beijing time (rule T6). */
  timeZone: z.string().min(1),
  locale: localeSchema,
});
export type Person = z.infer<typeof personSchema>;
