import { z } from 'zod';
import { type HealthViewer, healthStatusOf, isOver } from '../domain/health.ts';
import { localeSchema } from '../domain/locale.ts';
import { operatorSchema } from '../domain/person.ts';
import type { Clock } from '../domain/ports.ts';
import { topicSchema } from '../domain/topics.ts';
import type { Log } from '../log.ts';
import type { Every } from '../reloaded-content.ts';
import { createReloadedFile } from '../reloaded-file.ts';
import { readStructuredText } from '../structured-text.ts';
import { plainText } from './html-text.ts';
import type { IncidentSource, KnownIncident, Texts } from './known-incident.ts';

/** One text for all languages, or one for each. */
const textsSchema = z
  .union([z.string().min(1), z.record(localeSchema, z.string().min(1))], {
    error: 'must be a text, or one text for each of zh-CN and en-US',
  })
  .transform((text): Texts => {
    const { 'zh-CN': zh, 'en-US': en } = typeof text === 'string' ? { 'zh-CN': text, 'en-US': text } : text;
    return { 'zh-CN': plainText(zh), 'en-US': plainText(en) };
  });

/** With a zone, so that nobody has to guess whose eight o'clock it was; YAML 1.2 reads it as text. */
const momentSchema = z.iso
  .datetime({ offset: true, error: 'must be a moment with its zone, for instance 2026-03-02T09:00:00+08:00' })
  .transform((moment) => new Date(moment).toISOString());

const incidentSchema = z
  .strictObject({
    id: z.string().min(1).max(60),
    /** Names of services, for instance `Exchange Online`; problems are matched by them. */
    services: z.array(z.string().min(1).max(100)).default([]),
    /** Problems with these topics match whatever the services are. */
    topics: z.array(topicSchema).default([]),
    title: textsSchema,
    status: z.string().min(1).max(60),
    classification: z.enum(['incident', 'advisory']).default('incident'),
    since: momentSchema,
    endedAt: momentSchema.nullish(),
    url: z.url({ protocol: /^https$/, error: 'must be an address that begins with https://' }).nullish(),
    /** `admins`: not told to anybody else (rule R5). */
    audience: z.enum(['public', 'admins']).default('public'),
    /** Only told to the admins of these tenants. */
    tenants: z.array(z.string().min(1)).nullish(),
    posts: z.array(z.strictObject({ at: momentSchema, text: textsSchema })).default([]),
  })
  .superRefine(({ services, topics, since, endedAt }, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (services.length + topics.length === 0) refuse('services', 'names no service, and topics names no topic');
    if (endedAt && endedAt < since) refuse('endedAt', 'is before since');
  });
type Entry = z.infer<typeof incidentSchema>;

/** An entry as it is matched, and who may see it. */
interface Listed extends Pick<Entry, 'audience' | 'tenants'> {
  readonly known: KnownIncident;
}

/** Incidents of each operator; one that is left out is not spoken for, and an empty list says that all is well. */
const fileSchema = z.partialRecord(operatorSchema, z.array(incidentSchema)).superRefine((operators, context) => {
  for (const [operator, incidents = []] of Object.entries(operators)) {
    const ids = incidents.map(({ id }) => id);
    for (const [index, id] of ids.entries()) {
      if (ids.indexOf(id) < index)
        context.addIssue({ code: 'custom', path: [operator, index, 'id'], message: 'stands there twice' });
    }
  }
});

/** Incidents of a file that staff edit. */
export interface FileHealth extends IncidentSource {
  /** For readiness. @throws IntakeError `InvalidConfiguration` while the file on the disk is not the one in use */
  check(): Promise<void>;
  close(): void;
}

/**
 * Service health from `HEALTH_FILE`, JSON or YAML: `{"21vianet": [{id, services, title, status, since, ...}]}`. The file is
 * read again when it changes; one that cannot be used leaves the last good one in place, and what is told then bears the
 * time when the file was last good.
 * @throws IntakeError `InvalidConfiguration` with the path of every mistake in the file as it is now
 */
export async function createFileHealth(
  path: string,
  parts: { readonly clock: Clock; readonly log: Pick<Log, 'info' | 'error'>; readonly every?: Every },
): Promise<FileHealth> {
  const { clock, ...others } = parts;
  const what = { what: `The service health ${path}`, setting: 'HEALTH_FILE' };
  // Made once for each version of the file: what is worked out about an incident is kept by its identity.
  const parse = (text: string) =>
    new Map(
      Object.entries(readStructuredText(text, fileSchema, what)).map(([operator, entries]) => [
        operator,
        entries.map(({ audience, tenants, ...entry }): Listed => ({ audience, tenants, known: knownFrom(entry) })),
      ]),
    );
  const file = await createReloadedFile({ path, setting: 'HEALTH_FILE', parse, ...others });
  let goodAt = clock.now();
  const isGood = () => {
    try {
      file.check();
      return true;
    } catch {
      return false;
    }
  };
  return {
    look: async (viewer) => {
      if (isGood()) goodAt = clock.now();
      const listed = file.current().get(viewer.operator);
      if (!listed) return null;
      const incidents = listed.filter((entry) => isFor(viewer, entry)).map(({ known }) => known);
      return { checkedAt: goodAt, isComplete: true, incidents };
    },
    check: async () => file.check(),
    close: () => file.close(),
  };
}

function isFor({ audience = 'public', tenantId }: HealthViewer, entry: Listed): boolean {
  if (!entry.tenants) return entry.audience === 'public' || audience === 'admin';
  return audience === 'admin' && tenantId !== null && tenantId !== undefined && entry.tenants.includes(tenantId);
}

function knownFrom(entry: Omit<Entry, 'audience' | 'tenants'>): KnownIncident {
  const { id, services, topics, title, classification, since, endedAt = null, url = null, posts } = entry;
  const status = healthStatusOf(entry.status);
  const lastPost = posts.reduce<Entry['posts'][number] | null>(
    (last, post) => (last && last.at > post.at ? last : post),
    null,
  );
  const updatedAt = [since, endedAt ?? since, lastPost?.at ?? since].sort().at(-1) ?? since;
  // A restored one without an end would otherwise be told for ever.
  const end = endedAt ?? (isOver({ status, endedAt }) ? updatedAt : null);
  const about = posts.flatMap(({ text }) => Object.values(text)).join('\n');
  return { id, services, topics, title, about, lastPost, status, classification, since, endedAt: end, updatedAt, url };
}
