import type { Reply } from '../src/domain/activity.ts';
import { FOLLOW_DAYS, type FollowNews } from '../src/domain/incident-follow.ts';
import type { Locale } from '../src/domain/locale.ts';
import { buttonTitles, suggest } from './dialog.ts';
import { type HealthReader, incidentDetails, incidentName, statusText } from './health.ts';
import { phrase } from './phrases.ts';
import { plain } from './plain.ts';

/**
 * What somebody who follows an incident is told, without having asked: what changed and since when, or that it is over and
 * what to do if the problem is still there (rule R11).
 * @param isAdmin whether support is open to the person (rule R5)
 */
export function incidentNews(news: FollowNews, reader: HealthReader, isAdmin: boolean): readonly Reply[] {
  const { locale } = reader;
  const still = phrase(locale, isAdmin ? 'news.stillThere' : 'news.stillThereAskAdmin');
  const support = isAdmin ? ['contactSupport'] : [];
  if ('incidentId' in news) {
    const told = phrase(locale, `news.${news.type}`, { id: plain(news.incidentId), days: FOLLOW_DAYS });
    return [suggest({ text: `${told}${gap(locale)}${still}` }, buttonTitles(locale, [...support, 'menu']))];
  }
  const { incident, before } = news;
  const intro = phrase(locale, `news.${news.type}`, { id: incidentName(incident), title: plain(incident.title) });
  const lines = [statusLine(incident.status, before.status, locale), ...incidentDetails(incident, reader)];
  const list = lines.map((line) => `- ${line}`).join('\n');
  if (news.type === 'over') {
    return [suggest({ text: [intro, list, still].join('\n\n') }, buttonTitles(locale, [...support, 'menu']))];
  }
  return [suggest({ text: [intro, list].join('\n\n') }, buttonTitles(locale, [...support, 'unfollow']))];
}

function statusLine(status: string, before: string, locale: Locale): string {
  const values = { status: plain(statusText(status, locale)), before: plain(statusText(before, locale)) };
  return status === before ? phrase(locale, 'health.status', values) : phrase(locale, 'news.statusChanged', values);
}

/** Chinese sentences follow each other without a blank. */
function gap(locale: Locale): string {
  return locale === 'zh-CN' ? '' : ' ';
}
