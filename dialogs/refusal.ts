import type { Eligibility } from '../src/domain/eligibility.ts';
import type { Locale } from '../src/domain/locale.ts';
import type { SupportDesk } from '../src/domain/ports.ts';
import { type Outcome, say, type Talk, withButtons, withoutFrames } from './dialog.ts';
import { hasPhrase, phrase, reasonText } from './phrases.ts';

/** Tells why no request can be opened and who helps instead; the conversation goes on (rules R1-R7, R28). */
export function refuse({ state, desk }: Talk, eligibility: Eligibility): Outcome {
  if (eligibility.result === 'eligible') return { state, replies: [] };
  const { locale } = state;
  const { reason } = eligibility;
  const wayOut = `refusal.${reason.code}`;
  const lines = [reasonText(reason, locale)];
  if (hasPhrase(locale, wayOut)) lines.push(phrase(locale, wayOut, { links: linkLines(desk, locale) }));
  const replies = [{ text: lines.join('\n\n') }, say(locale, 'refusal.stillHelp')];
  return { state: withoutFrames(state), replies: withButtons(replies, locale, ['menu']) };
}

/** Pages of the operator for people who may not open a request, as a list; empty where none is known. */
function linkLines(desk: SupportDesk, locale: Locale): string {
  const { links } = desk.policy;
  const pages = [
    ['whoIsMyAdmin', links.whoIsMyAdmin],
    ['community', links.community],
    ['selfHelp', links.selfHelp],
    ['generalSupport', links.generalSupport],
  ] as const;
  return pages
    .flatMap(([name, link]) => (link ? [`- [${phrase(locale, `links.${name}`)}](${link[locale]})`] : []))
    .join('\n');
}
