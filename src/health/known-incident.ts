import type { HealthViewer, Incident } from '../domain/health.ts';
import type { Instant, Locale } from '../domain/locale.ts';
import type { Topic } from '../domain/topics.ts';

/** A text in each language; the same in all of them where a source has one only. */
export type Texts = Readonly<Record<Locale, string>>;

/** An incident as a source knows it, before it is looked at by somebody. */
export interface KnownIncident {
  readonly id: string;
  /** Names or ids of services as the source writes them. */
  readonly services: readonly string[];
  /** Topics that it surely belongs to; empty where only the services tell. */
  readonly topics: readonly Topic[];
  readonly title: Texts;
  /** More words about what is affected, by which problems are matched; not shown. */
  readonly about: string;
  /** The newest post. */
  readonly lastPost: { readonly at: Instant; readonly text: Texts } | null;
  readonly status: string;
  readonly classification: 'incident' | 'advisory' | null;
  readonly since: Instant;
  readonly endedAt: Instant | null;
  readonly updatedAt: Instant;
  readonly url: string | null;
}

/** What a source knew at a moment. */
export interface Look {
  readonly checkedAt: Instant;
  /** False when some of what the source said could not be read: nothing found is then no "none". */
  readonly isComplete: boolean;
  readonly incidents: readonly KnownIncident[];
}

/** Where incidents come from. */
export interface IncidentSource {
  /** Answers null when it could not look, or has nothing to say to this viewer (rule R5); never rejects. */
  look(viewer: HealthViewer): Promise<Look | null>;
}

/** An incident in one language, as it is shown and stored. */
export function shownIncident(known: KnownIncident, locale: Locale): Incident {
  const { id, services, title, status, since, endedAt, classification, url, lastPost } = known;
  return {
    id,
    title: title[locale],
    status,
    since,
    lastPost: lastPost?.text[locale] ?? null,
    lastPostAt: lastPost?.at ?? null,
    endedAt,
    services: [...services],
    classification,
    url,
  };
}
