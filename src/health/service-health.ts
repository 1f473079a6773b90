import type { HealthCheck, HealthQuery, HealthViewer, IncidentNews } from '../domain/health.ts';
import type { Locale } from '../domain/locale.ts';
import type { Clock, ServiceHealth } from '../domain/ports.ts';
import { isHan } from '../domain/script.ts';
import { type IncidentSource, type KnownIncident, type Look, shownIncident } from './known-incident.ts';
import { matchIncidents } from './matching.ts';

/** More would be a wall of text; the admin center has them all. */
const MOST_SHOWN = 3;

/** Service health over one or more sources. */
export interface SourcedHealth extends ServiceHealth {
  check(query: HealthQuery): Promise<HealthCheck>;
  /** How an incident stands now, for people who follow it. */
  find(id: string, viewer: HealthViewer): Promise<IncidentNews>;
}

/**
 * Answers of all sources as one. What any of them knows is shown; "none" is only said when every one was looked at and all
 * of what it told could be read, and `checkedAt` is the time of the oldest look (rule R11).
 */
export function createServiceHealth(parts: {
  readonly sources: readonly IncidentSource[];
  readonly clock: Clock;
}): SourcedHealth {
  const { sources, clock } = parts;
  const lookAt = async (viewer: HealthViewer) => {
    const looks = await Promise.all(sources.map((source) => source.look(viewer)));
    const answered = looks.filter((look) => look !== null);
    const isWhole = looks.length > 0 && looks.every((look) => look?.isComplete === true);
    return { answered, isWhole, known: newestOfEach(answered) };
  };

  return {
    async check(query) {
      const now = clock.now();
      const { answered, isWhole, known } = await lookAt(query);
      const locale = localeOf(query, query.text);
      const matched = matchIncidents(known, query, now).slice(0, MOST_SHOWN);
      const incidents = matched.map((incident) => shownIncident(incident, locale));
      if (incidents.length > 0) return { result: 'matched', checkedAt: oldestOf(answered, now), incidents };
      if (isWhole) return { result: 'none', checkedAt: oldestOf(answered, now), incidents };
      return { result: 'not-checked', checkedAt: now, incidents };
    },
    async find(id, viewer) {
      const { isWhole, known } = await lookAt(viewer);
      const incident = known.find((one) => one.id === id);
      if (incident) return { result: 'found', incident: shownIncident(incident, localeOf(viewer, '')) };
      return { result: isWhole ? 'gone' : 'not-checked' };
    },
  };
}

/** Two sources may tell of the same incident; staff who copy one into a file add to it, so the later word counts. */
function newestOfEach(looks: readonly Look[]): readonly KnownIncident[] {
  const byId = new Map<string, KnownIncident>();
  for (const incident of looks.flatMap(({ incidents }) => incidents)) {
    const other = byId.get(incident.id);
    if (!other || other.updatedAt < incident.updatedAt) byId.set(incident.id, incident);
  }
  return [...byId.values()];
}

function oldestOf(looks: readonly Look[], now: string): string {
  return looks.map(({ checkedAt }) => checkedAt).reduce((oldest, next) => (next < oldest ? next : oldest), now);
}

function localeOf({ locale, operator }: HealthViewer, text: string): Locale {
  if (locale) return locale;
  if (isHan(text)) return 'zh-CN';
  return text === '' && operator === '21vianet' ? 'zh-CN' : 'en-US';
}
