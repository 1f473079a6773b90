import type { Locale } from '../src/domain/locale.ts';
import { type Operator, operatorSchema } from '../src/domain/person.ts';
import type { Policy } from '../src/domain/policy.ts';
import { mentions } from './choices.ts';
import { type Outcome, type Talk, withButtons } from './dialog.ts';
import { haveReadyText, phoneText, stepsText } from './phone.ts';
import { phrase } from './phrases.ts';

/** The other operator, where a message says that the person's service is run by it (rule R28); null for any other message. */
export function claimedOperator({ desk }: Talk, text: string): Operator | null {
  if (text.length > LONGEST_CLAIM || !mentions(text, 'operatorWords.claims')) return null;
  const named = operatorSchema.options.filter((operator) => mentions(text, `operatorWords.${operator}`));
  const [operator] = named;
  return named.length === 1 && operator && operator !== desk.policy.operator ? operator : null;
}

/** A longer message tells a problem, and is taken for one. */
const LONGEST_CLAIM = 60;

/** Tells that this desk serves the other operator's customers only, and where the right door is. */
export function tellRightDoor({ state, desk }: Talk, operator: Operator): Outcome {
  const { locale } = state;
  const name = (one: Operator) => phrase(locale, `values.operator.${one}`);
  // What the directory knows is not overruled by a claim, but somebody may work for two organisations.
  const key = desk.person ? 'otherOperator.known' : 'otherOperator.unknown';
  const told = phrase(locale, key, { own: name(desk.policy.operator), other: name(operator) });
  const text = [told, doorText(desk.policyOf(operator), locale)].join('\n\n');
  return { state, replies: withButtons([{ text }], locale, ['menu']) };
}

/** Portal and phone of an operator, with what to have ready for a call (rules R13-R16, R24). */
export function doorText(policy: Policy, locale: Locale): string {
  const path = policy.portal.newRequestPath[locale].join(' > ');
  const door = phrase(locale, 'otherOperator.door', { portal: policy.portal.adminCenter, path });
  const call = phrase(locale, policy.phone.display ? 'otherOperator.call' : 'phone.byCountry', {
    phone: phoneText(policy, locale),
  });
  return [door, ...stepsText(policy, locale), call, haveReadyText(policy, locale)].join('\n\n');
}
