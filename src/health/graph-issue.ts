import { z } from 'zod';
import { healthStatusOf } from '../domain/health.ts';
import { type Instant, LOCALES } from '../domain/locale.ts';
import { htmlToText, plainText } from './html-text.ts';
import type { KnownIncident, Texts } from './known-incident.ts';

const momentSchema = z.iso.datetime({ offset: true }).transform((moment) => new Date(moment).toISOString());
const textSchema = z.string().catch('');

/** Only what an incident cannot do without is required: a field that changed its shape must not hide an outage. */
const issueSchema = z.object({
  id: z.string().regex(/^[\w-]{1,60}$/),
  title: textSchema,
  service: textSchema,
  feature: textSchema,
  featureGroup: textSchema,
  impactDescription: textSchema,
  classification: textSchema,
  status: z.string().min(1).max(60).catch('unknown'),
  isResolved: z.boolean().catch(false),
  startDateTime: momentSchema.nullable().catch(null),
  endDateTime: momentSchema.nullable().catch(null),
  lastModifiedDateTime: momentSchema.nullable().catch(null),
  posts: z.array(z.unknown()).catch([]),
});

const postSchema = z.object({
  createdDateTime: momentSchema,
  description: z.object({ contentType: textSchema, content: z.string() }),
});

/** Statuses of what is no incident: nothing was wrong. */
const NO_INCIDENT = new Set(['serviceOperational', 'falsePositive']);
const HEALTHY_END = new Set(['serviceRestored', 'postIncidentReviewPublished']);

/**
 * An issue of Microsoft Graph (serviceHealthIssue, v1.0) as an incident.
 * @param now stands in for times that the issue does not tell
 * @returns `unreadable` for what has no id, and null for a false alarm
 */
export function readIssue(issue: unknown, now: Instant): KnownIncident | null | 'unreadable' {
  const parsed = issueSchema.safeParse(issue);
  if (!parsed.success) return 'unreadable';
  const { id, service, feature, featureGroup, impactDescription, isResolved, ...told } = parsed.data;
  const status = healthStatusOf(told.status);
  if (NO_INCIDENT.has(status)) return null;
  const updatedAt = told.lastModifiedDateTime ?? told.startDateTime ?? now;
  const isOver = isResolved || HEALTHY_END.has(status);
  const title = plainText(told.title) || plainText(impactDescription) || id;
  return {
    id,
    services: service === '' ? [] : [plainText(service)],
    topics: [],
    title: inAll(title.slice(0, 300)),
    about: [feature, featureGroup, impactDescription].map(plainText).join('\n'),
    lastPost: lastPostOf(told.posts),
    status,
    classification: classificationOf(told.classification),
    since: told.startDateTime ?? updatedAt,
    // An end that lies ahead is planned; as long as the issue is open, it lasts.
    endedAt: isOver ? (told.endDateTime ?? updatedAt) : null,
    updatedAt,
    url: null,
  };
}

function lastPostOf(posts: readonly unknown[]): KnownIncident['lastPost'] {
  const readable = posts.flatMap((post) => {
    const { success, data } = postSchema.safeParse(post);
    return success ? [data] : [];
  });
  const last = readable.reduce<(typeof readable)[number] | null>(
    (newest, post) => (newest && newest.createdDateTime > post.createdDateTime ? newest : post),
    null,
  );
  if (!last) return null;
  const { contentType, content } = last.description;
  const text = contentType.toLowerCase() === 'text' ? plainText(content) : htmlToText(content);
  return text === '' ? null : { at: last.createdDateTime, text: inAll(text) };
}

/** An unknown classification is taken for the graver one. */
function classificationOf(written: string): KnownIncident['classification'] {
  return written.toLowerCase() === 'advisory' ? 'advisory' : 'incident';
}

function inAll(text: string): Texts {
  const [zh, en] = LOCALES;
  return { [zh]: text, [en]: text };
}
