import { z } from 'zod';

/** Does it work for the people affected (support policy section 5): a core function fails, it works badly, nothing fails. */
export const serviceStateSchema = z.enum(['unavailable', 'degraded', 'working']);
/** Who is affected (support policy section 5). */
export const affectedSchema = z.enum(['organization', 'many-users', 'one-user']);

/** What the severity is computed from; the admin tells facts and never a level. */
export const severityFactsSchema = z.strictObject({
  serviceState: serviceStateSchema,
  affected: affectedSchema,
  /** A production, operations or deployment deadline, or production, or profit, is severely hit. */
  deadlineAtRisk: z.boolean(),
  /** The people affected have an acceptable way to the same result, now. */
  workaround: z.boolean(),
});
export type SeverityFacts = z.infer<typeof severityFactsSchema>;
export type FactName = keyof SeverityFacts;

/** Facts as far as they were told; null is "not told", also in a stored request when the answer could not change the level. */
export type KnownFacts = { [Name in FactName]: SeverityFacts[Name] | null };
/** The same, as read from a stored record. */
export const knownFactsSchema = z.strictObject({
  serviceState: serviceStateSchema.nullable(),
  affected: affectedSchema.nullable(),
  deadlineAtRisk: z.boolean().nullable(),
  workaround: z.boolean().nullable(),
});

/** What severity A asks of the customer (rule S3). */
export const commitmentsSchema = z.strictObject({
  /** What the outage does to the business, in the admin's words; null when not given. */
  impactStatement: z.string().nullable(),
  /** People are set aside to work with support until it is solved; null when not asked. */
  resources: z.boolean().nullable(),
});
export type Commitments = z.infer<typeof commitmentsSchema>;

/** The two things that level A asks of the customer (rule S3), by their field names. */
export type Commitment = 'impactStatement' | 'resourcesCommitted';
