import { type HealthCheck, type Incident, isOver } from '../src/domain/health.ts';
import { BEIJING, localTime, sameClock } from '../src/domain/local-time.ts';
import type { Instant, Locale } from '../src/domain/locale.ts';
import type { Talk } from './dialog.ts';
import { excerpt } from './limits.ts';
import { hasPhrase, phrase } from './phrases.ts';
import { plain } from './plain.ts';
import { zoneOf } from './review.ts';

/** Of a long post the beginning is enough; the admin center has it all. */
const POST_LENGTH = 280;

/** What a look at service health found, in words: incidents with status, beginning and last post, or that there is none (rule R11). */
export function healthText(health: HealthCheck, { state, desk }: Talk): string {
  const { locale } = state;
  const zone = zoneOf(desk);
  if (health.result === 'matched') {
    const incidents = health.incidents.map((incident) => incidentText(incident, zone, locale)).join('\n');
    const isPast = health.incidents.every(isOver);
    return `${phrase(locale, isPast ? 'health.matchedPast' : 'health.matched')}\n\n${incidents}`;
  }
  if (health.result === 'none') return phrase(locale, 'health.none');
  return phrase(locale, 'health.notChecked', { portal: desk.policy.portal.adminCenter });
}

/** Titles and posts are plain text of other people, never Markdown. */
function incidentText(incident: Incident, zone: string, locale: Locale): string {
  const { id, title, since, endedAt, lastPost, lastPostAt, url } = incident;
  const when = (at: Instant) => momentText(at, zone, locale);
  const name = url ? `[${plain(id)}](${url})` : plain(id);
  const line = phrase(locale, 'health.incident', {
    id: name,
    title: plain(title),
    status: statusText(incident, locale),
  });
  const details = [
    phrase(locale, 'health.since', { time: when(since) }),
    ...(endedAt ? [phrase(locale, 'health.ended', { time: when(endedAt) })] : []),
    ...(lastPost ? [postText(lastPost, lastPostAt && when(lastPostAt), locale)] : []),
  ];
  return [`- ${line}`, ...details.map((detail) => `  - ${detail}`)].join('\n');
}

function postText(lastPost: string, at: string | null, locale: Locale): string {
  const words = plain(excerpt(lastPost.replace(/\s+/g, ' ').trim(), POST_LENGTH));
  return at ? phrase(locale, 'health.lastPostAt', { time: at, words }) : phrase(locale, 'health.lastPost', { words });
}

/** On the person's own clock, whose zone is told where it is not the common one. */
function momentText(at: Instant, zone: string, locale: Locale): string {
  const { day, time } = localTime(at, zone, locale);
  const moment = phrase(locale, 'due.moment', { day, time });
  return sameClock(at, zone, BEIJING) ? moment : phrase(locale, 'health.momentInZone', { moment, zone });
}

/** A status that nobody has words for is shown as the source wrote it: it is a problem all the same. */
function statusText({ status }: Incident, locale: Locale): string {
  const key = `values.healthStatus.${status}`;
  return hasPhrase(locale, key) ? phrase(locale, key) : plain(status);
}
