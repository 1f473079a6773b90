import { z } from 'zod';
import { keptFileSchema } from './attachment.ts';
import { knownFactsSchema } from './facts.ts';
import { healthCheckSchema } from './health.ts';
import { localeSchema } from './locale.ts';
import { attemptSchema, preferredContactSchema, referenceSchema } from './service-request.ts';
import { productSchema, requestKindSchema, topicSchema } from './topics.ts';

/** What is known of a request before it is submitted; null is "not told yet". Kept in the conversation's state. */
export const draftSchema = z.strictObject({
  /** Made once; submitting the same draft twice gives the same request. */
  id: z.uuid(),
  description: z.string().max(20_000).nullable(),
  topic: topicSchema.nullable(),
  kind: requestKindSchema.nullable(),
  product: productSchema.nullable(),
  facts: knownFactsSchema,
  impactStatement: z.string().max(20_000).nullable(),
  resourcesCommitted: z.boolean().nullable(),
  contactName: z.string().nullable(),
  contactPhone: z.string().nullable(),
  contactEmail: z.string().nullable(),
  preferredContact: preferredContactSchema.nullable(),
  contactLanguage: localeSchema.nullable(),
  /** When the privacy notice was accepted (rule R31). */
  consentAt: z.iso.datetime().nullable(),
  /** The answer to "was anything bought directly", asked only when the directory does not know (rule R7). */
  boughtDirectly: z.boolean().nullable(),
  attempted: z.array(attemptSchema),
  health: healthCheckSchema.nullable(),
  remarks: z.array(z.string()),
  /** References of requests that were told in the same breath. */
  related: z.array(referenceSchema).max(5).default([]),
  /** Ids of incidents that the person says are another problem than theirs (rule R11). */
  otherThan: z.array(z.string()).max(20).optional(),
  /** Files that go with the request; a draft of a version before has none. */
  attachments: z.array(keptFileSchema).default([]),
  /** What the topic asks for, by the ids of `topic-details.json`; a draft of a version before has none. */
  details: z.record(z.string(), z.string()).default({}),
  /** Whether the details were asked for: once, for all of them may be left out. */
  detailsAsked: z.boolean().default(false),
});
export type Draft = z.infer<typeof draftSchema>;
