import type { Locale } from '../src/domain/locale.ts';
import type { Policy } from '../src/domain/policy.ts';
import type { Topic } from '../src/domain/topics.ts';
import { mayFile, type Talk } from './dialog.ts';
import { deskLines } from './hours-lines.ts';
import { phoneText } from './phone.ts';
import { phrase } from './phrases.ts';

/** Topics of people who may not be customers yet. */
const BUYING: readonly Topic[] = ['presales.plans-and-pricing', 'presales.find-partner', 'billing.trial-or-purchase'];

/** Where to buy, try or find a partner, and for who may not file, phone and hours of pre-sales (rule R10); null for other topics. */
export function presalesText(talk: Talk, topic: Topic): string | null {
  if (!BUYING.includes(topic)) return null;
  return buyingLines(talk).join('\n') || null;
}

/** The lines of {@link presalesText}, for people who are no customers yet. */
export function buyingLines(talk: Talk): readonly string[] {
  const { state, desk } = talk;
  const { locale } = state;
  const { links, desks } = desk.policy;
  const pages = [
    ['tryOrBuy', links.tryOrBuy],
    ['serviceDescriptions', links.serviceDescriptions],
    ['findPartner', links.findPartner],
  ] as const;
  const known = pages.flatMap(([name, link]) =>
    link ? [`- [${phrase(locale, `links.${name}`)}](${link[locale]})`] : [],
  );
  if (mayFile(talk)) return known;
  const call = desks.presales.channels.includes('phone') ? [`- ${callText(desk.policy, locale)}`] : [];
  return [...known, ...call, deskLines({ desk, locale, days: [], severity: null }, ['presales'])];
}

function callText(policy: Policy, locale: Locale): string {
  const phone = phoneText(policy, locale);
  return policy.phone.display ? phrase(locale, 'presales.call', { phone }) : phone;
}
