import type { Understanding } from '../src/domain/understanding.ts';
import { mayFile, type Outcome, say, type Talk, withButtons } from './dialog.ts';
import { addDetail, isDiscussed } from './discussed-problem.ts';
import { emptyDraft, withMessage } from './drafting.ts';
import { tellsProblemBesides } from './hearing.ts';
import { noteNoExample } from './hindsight.ts';
import { tellsContact, toldContact } from './told-contact.ts';

/** "Call me!" with no number is a wish to be called, unless a problem is there for which it can be noted. */
export function tellsOnlyContact(talk: Talk, text: string, understood: Understanding): boolean {
  const contact = toldContact(text, talk.desk.policy.operator);
  if (!contact.isAll || !tellsContact(contact) || !mayFile(talk)) return false;
  if (tellsProblemBesides(contact, understood)) return false;
  return isDiscussed(talk) || Boolean(contact.name ?? contact.phone ?? contact.email);
}

/** How to reach the person, told by itself: kept for the form, whether or not a problem was told already. */
export async function noteContact(talk: Talk, text: string, understood: Understanding): Promise<Outcome> {
  const { state, desk } = talk;
  if (isDiscussed(talk)) return addDetail(talk, text, understood);
  const message = { ...understood, topic: 'none' as const };
  const draft = withMessage(state.draft ?? emptyDraft(desk, state.locale), text, message, desk.policy.operator);
  const reply = say(state.locale, draft.description === null ? 'selfHelp.contactFirst' : 'selfHelp.contactNoted');
  const noted = { ...noteNoExample(talk, 'added'), draft };
  return { state: noted, replies: withButtons([reply], state.locale, ['contactSupport', 'menu']) };
}
