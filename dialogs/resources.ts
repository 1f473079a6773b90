import type { Locale } from '../src/domain/locale.ts';
import type { Policy, Resource } from '../src/domain/policy.ts';
import type { Understanding } from '../src/domain/understanding.ts';
import { mentions } from './choices.ts';
import { SURE_ENOUGH } from './confidence.ts';
import { buttonTitles, mayFile, type Outcome, suggest, type Talk } from './dialog.ts';
import { hasPhrase, phrase } from './phrases.ts';

/** Every way to help oneself that this operator has, the one asked for first (rules R17, R18); open to everybody (R5). */
export function tellResources(talk: Talk, text: string): Outcome {
  const { state, desk } = talk;
  const { locale } = state;
  const { items } = desk.policy.resources;
  const asked = items.filter((item) => isNamed(item, text));
  const others = items.filter((item) => !isNamed(item, text));
  const list = [...asked, ...others].map((item) => `- ${resourceText(item, desk.policy, locale)}`).join('\n');
  const words = [phrase(locale, 'resources.intro'), list, phrase(locale, 'resources.orAsk')].join('\n\n');
  const buttons = mayFile(talk) ? ['contactSupport', 'menu'] : ['whoIsMyAdmin', 'menu'];
  return { state, replies: [suggest({ text: words }, buttonTitles(locale, buttons))] };
}

/** The line of one resource by its name; null where this operator has none of that name. */
export function resourceLine(name: string, policy: Policy, locale: Locale): string | null {
  const item = policy.resources.items.find((one) => one.name === name);
  return item ? resourceText(item, policy, locale) : null;
}

/** Short questions that name a resource and nothing else, such as "Business Assistant?", which no topic may be read from. */
export function withResourceAsked(understood: Understanding, text: string): Understanding {
  const isClear = understood.topic !== 'none' && understood.confidence >= SURE_ENOUGH.toTakeTopic;
  if (isClear || text.length > LONGEST_QUESTION) return understood;
  return mentions(text, 'resourceWords.unmistakable')
    ? { ...understood, topic: 'community.self-service', confidence: SURE_ENOUGH.toTakeTopic }
    : understood;
}

const LONGEST_QUESTION = 40;

function isNamed({ name }: Resource, text: string): boolean {
  return mentions(text, `resourceWords.${name}`);
}

function resourceText({ name, link, picture }: Resource, policy: Policy, locale: Locale): string {
  // A table of an operator's own may name what the texts do not know yet; its name says more than nothing.
  const title = hasPhrase(locale, `resources.${name}.name`) ? phrase(locale, `resources.${name}.name`) : name;
  const about = hasPhrase(locale, `resources.${name}.about`) ? phrase(locale, `resources.${name}.about`) : '';
  const label = link ? `[${title}](${link[locale]})` : `**${title}**`;
  const line = about === '' ? label : phrase(locale, 'labelled', { label, value: about });
  if (picture) return `${line}${phrase(locale, 'resources.picture', { picture })}`;
  const page = policy.links.contactSupport?.[locale];
  return link === null && page ? `${line}${phrase(locale, 'resources.onSupportPage', { page })}` : line;
}
