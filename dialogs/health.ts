import { type HealthCheck, type Incident, isOver } from '../src/domain/health.ts';
import { BEIJING, clockTime, sameClock } from '../src/domain/local-time.ts';
import type { Instant, Locale } from '../src/domain/locale.ts';
import type { Operator } from '../src/domain/person.ts';
import type { Talk } from './dialog.ts';
import { excerpt } from './limits.ts';
import { hasPhrase, phrase } from './phrases.ts';
import { plain } from './plain.ts';
import { zoneOf } from './review.ts';

/** Of a long post the beginning is enough; the admin center has it all. */
const POST_LENGTH = 280;

/** Who reads of an incident, and so how its times are written. */
export interface HealthReader {
  readonly locale: Locale;
  readonly zone: string;
  readonly operator: Operator;
}

/** The person of a conversation as a reader. */
export function readerOf({ state, desk }: Talk): HealthReader {
  return { locale: state.locale, zone: zoneOf(desk), operator: desk.policy.operator };
}

/** What a look at service health found, in words: incidents with status, beginning and last post, or that there is none (rule R11). */
export function healthText(health: HealthCheck, talk: Talk): string {
  const reader = readerOf(talk);
  const { locale } = reader;
  if (health.result === 'matched') {
    const incidents = health.incidents.map((incident) => incidentText(incident, reader)).join('\n');
    return `${matchedText(health.incidents, locale)}\n\n${incidents}`;
  }
  if (health.result === 'none') return phrase(locale, 'health.none');
  return phrase(locale, 'health.notChecked', { portal: talk.desk.policy.portal.adminCenter });
}

/** The sentence above incidents: that something is wrong, or was. */
export function matchedText(incidents: readonly Incident[], locale: Locale): string {
  return phrase(locale, incidents.every(isOver) ? 'health.matchedPast' : 'health.matched');
}

/** An incident as an item of a Markdown list. Titles and posts are plain text of other people, never Markdown. */
function incidentText(incident: Incident, reader: HealthReader): string {
  const { locale } = reader;
  const line = phrase(locale, 'health.incident', {
    id: incidentName(incident),
    title: plain(incident.title),
    status: plain(statusText(incident.status, locale)),
  });
  return [`- ${line}`, ...incidentDetails(incident, reader).map((detail) => `  - ${detail}`)].join('\n');
}

/** The id of an incident as a link to its page, where it has one. */
export function incidentName({ id, url }: Incident): string {
  return url ? `[${plain(id)}](${url})` : plain(id);
}

/** When it began and ended, and what was said of it last; each a line of Markdown. */
export function incidentDetails(incident: Incident, reader: HealthReader): readonly string[] {
  const { since, endedAt, lastPost, lastPostAt } = incident;
  const { locale } = reader;
  const when = (at: Instant) => momentText(at, reader);
  return [
    phrase(locale, 'health.since', { time: when(since) }),
    ...(endedAt ? [phrase(locale, 'health.ended', { time: when(endedAt) })] : []),
    ...(lastPost ? [postText(lastPost, lastPostAt && when(lastPostAt), locale)] : []),
  ];
}

function postText(lastPost: string, at: string | null, locale: Locale): string {
  const words = plain(postWords(lastPost, POST_LENGTH));
  return at ? phrase(locale, 'health.lastPostAt', { time: at, words }) : phrase(locale, 'health.lastPost', { words });
}

/** The beginning of a post in one line. */
export function postWords(post: string, most: number): string {
  return excerpt(post.replace(/\s+/g, ' ').trim(), most);
}

/**
 * On the person's own clock; where that is another one than the operator's in Beijing, on both (rule T6). Elsewhere the
 * zone is told.
 */
export function momentText(at: Instant, { locale, zone, operator }: HealthReader): string {
  const moment = (where: string) => phrase(locale, 'due.moment', { ...clockTime(at, where, locale) });
  if (sameClock(at, zone, BEIJING)) return moment(zone);
  if (operator === '21vianet') {
    return phrase(locale, 'due.twoZones', { beijing: moment(BEIJING), own: moment(zone), zone });
  }
  return phrase(locale, 'health.momentInZone', { moment: moment(zone), zone });
}

/** A status in words; one that nobody has words for is a problem all the same and stands as the source wrote it. */
export function statusText(status: string, locale: Locale): string {
  const key = `values.healthStatus.${status}`;
  return hasPhrase(locale, key) ? phrase(locale, key) : status;
}
