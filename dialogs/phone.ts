import type { Locale } from '../src/domain/locale.ts';
import type { Policy } from '../src/domain/policy.ts';
import { type Talk, topFrame } from './dialog.ts';
import { hasPhrase, phrase, reasonText } from './phrases.ts';

/** The number to call, or where it stands when it differs by country (rule R15). */
export function phoneText({ phone, portal }: Policy, locale: Locale): string {
  return phone.display ?? phrase(locale, 'phoneInPortal', { portal: portal.adminCenter });
}

/** What to have ready before a call, as a list; stands wherever a call is the outcome (rule R24). */
export function haveReadyText({ phone }: Policy, locale: Locale): string {
  const list = phone.haveReady.map((code) => `- ${reasonText({ code }, locale)}`).join('\n');
  return `${phrase(locale, 'phone.haveReady')}\n\n${list}`;
}

/** The way by phone, after the online way that saves time (rules R13-R16, R24). */
export function phoneAnswer(talk: Talk): string {
  const { state, desk } = talk;
  const { locale } = state;
  const { policy } = desk;
  const eligibility = desk.eligibility(true);
  if (eligibility.result === 'refused' && eligibility.reason.code.startsWith('R7.')) return '';
  if (eligibility.result === 'refused') return phoneForOthers(policy, locale);
  const isFiling = topFrame(state)?.dialog === 'contact-support';
  const way = isFiling ? phrase(locale, 'phone.onlineHere') : onlineText(policy, locale);
  const call = phrase(locale, policy.phone.display ? 'phone.number' : 'phone.byCountry', {
    phone: phoneText(policy, locale),
  });
  return [way, ...(isFiling ? [] : stepsText(policy, locale)), call, haveReadyText(policy, locale)].join('\n\n');
}

/** For people who may not file: the number is no secret, pre-sales is for everybody, and the rest is for their admins (rules R1, R10). */
function phoneForOthers(policy: Policy, locale: Locale): string {
  const key = policy.phone.display ? 'phone.numberForOthers' : 'phone.byCountry';
  const call = phrase(locale, key, { phone: phoneText(policy, locale) });
  const path = policy.portal.newRequestPath[locale].join(' > ');
  const admins = phrase(locale, 'phone.adminsOnly', { portal: policy.portal.adminCenter, path });
  return [admins, call, haveReadyText(policy, locale)].join('\n\n');
}

/** What the labels of a portal leave unsaid, where an operator's has more to it (rule R13). */
export function stepsText({ operator }: Policy, locale: Locale): readonly string[] {
  const key = `portalSteps.${operator}`;
  return hasPhrase(locale, key) ? [phrase(locale, key)] : [];
}

/** The online way in the portal, label by label. */
function onlineText({ portal }: Policy, locale: Locale): string {
  const path = portal.newRequestPath[locale].join(' > ');
  return phrase(locale, 'phone.onlineFirst', { portal: portal.adminCenter, path });
}
