import { z } from 'zod';
import type { Instant, Locale } from './locale.ts';
import type { Operator } from './person.ts';
import type { Topic } from './topics.ts';

/**
 * What an incident's status can be (Microsoft Graph, serviceHealthStatus, without the reserved values). A source may name
 * others, which are kept as they are and count as a problem.
 */
export const HEALTH_STATUSES = [
  'investigating',
  'serviceDegradation',
  'serviceInterruption',
  'restoringService',
  'extendedRecovery',
  'verifyingService',
  'investigationSuspended',
  'serviceRestored',
  'postIncidentReviewPublished',
  'serviceOperational',
  'falsePositive',
] as const;
export type HealthStatus = (typeof HEALTH_STATUSES)[number];

const HEALTHY = new Set<string>([
  'serviceOperational',
  'serviceRestored',
  'falsePositive',
  'postIncidentReviewPublished',
] satisfies HealthStatus[]);

/** One incident of the operator's service health, as shown and stored; what is not told has a default, so that older records can be read. */
const incidentSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  /** One of {@link HEALTH_STATUSES}, or whatever else the source said. */
  status: z.string(),
  since: z.iso.datetime(),
  /** Plain text, at most 2000 characters. */
  lastPost: z.string().nullable(),
  lastPostAt: z.iso.datetime().nullable().default(null),
  /** Null while it lasts. */
  endedAt: z.iso.datetime().nullable().default(null),
  /** Names of the services, as the source writes them. */
  services: z.array(z.string()).default([]),
  /** An advisory touches few people or one function; an incident, a service. */
  classification: z.enum(['incident', 'advisory']).nullable().default(null),
  /** A page about it. */
  url: z
    .url({ protocol: /^https$/ })
    .nullable()
    .default(null),
});
export type Incident = z.infer<typeof incidentSchema>;

/** A look at service health (rule R11): a failed look is `not-checked`, never "healthy". */
export const healthCheckSchema = z.strictObject({
  result: z.enum(['matched', 'none', 'not-checked']),
  checkedAt: z.iso.datetime(),
  incidents: z.array(incidentSchema),
});
export type HealthCheck = z.infer<typeof healthCheckSchema>;

/** Who looks: what only a tenant's admins may see is not for the public (rule R5). */
export interface HealthViewer {
  readonly operator: Operator;
  /** `public` where it is left out. */
  readonly audience?: 'admin' | 'public';
  /** Tenant of the admin who looks. */
  readonly tenantId?: string | null;
  /** Language of titles and posts, where the source has several; read from the text when left out. */
  readonly locale?: Locale | null;
}

/** What is asked of service health. */
export interface HealthQuery extends HealthViewer {
  /** Null when it is not known, as in "is Exchange down?". */
  readonly topic: Topic | null;
  readonly text: string;
}

/** What became of an incident that somebody follows; `gone` when the sources tell of it no more. */
export type IncidentNews =
  | { readonly result: 'found'; readonly incident: Incident }
  | { readonly result: 'gone' | 'not-checked' };

/** The status in the spelling of {@link HEALTH_STATUSES}, which sources write in any case; others stay as they are. */
export function healthStatusOf(written: string): string {
  const plain = written.trim();
  return HEALTH_STATUSES.find((status) => status.toLowerCase() === plain.toLowerCase()) ?? plain;
}

/** Whether an incident is over: its status says so, or it has an end. An unknown status is a problem that lasts. */
export function isOver({ status, endedAt }: { readonly status: string; readonly endedAt: Instant | null }): boolean {
  return endedAt !== null || HEALTHY.has(status);
}
