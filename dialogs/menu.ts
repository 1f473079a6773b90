import type { Reply } from '../src/domain/activity.ts';
import { mayFile, type Talk, withButtons } from './dialog.ts';
import { phrase } from './phrases.ts';

/** The greeting, with what the person can do here. */
export function hello(talk: Talk): readonly Reply[] {
  const { locale } = talk.state;
  const name = talk.desk.person?.name;
  const greeting = name ? phrase(locale, 'welcome.named', { name }) : phrase(locale, 'welcome.unnamed');
  const offer = phrase(locale, mayFile(talk) ? 'welcome.offer' : 'welcome.offerSelfHelp');
  return menuReplies(talk, `${greeting}\n\n${offer}`);
}

/** A text with the main ways on as buttons. */
export function menuReplies(talk: Talk, text: string): readonly Reply[] {
  const { locale } = talk.state;
  const own = mayFile(talk) ? ['contactSupport', 'requestStatus'] : ['whoIsMyAdmin'];
  return withButtons([{ text }], locale, [...own, 'phoneAndHours', 'help']);
}
