import type { Draft } from '../src/domain/draft.ts';
import { asks } from './choices.ts';
import { say, type Talk } from './dialog.ts';
import type { Question } from './question.ts';
import type { QuestionId } from './state.ts';
import { tellsContact, toldContact, withToldContact } from './told-contact.ts';
import { toldWorkaround } from './told-workaround.ts';

/** Questions whose own answer is how to reach the person. */
const CONTACT_QUESTIONS: readonly QuestionId[] = ['contactName', 'contactReach', 'preferredContact'];

/** What an answer tells besides, how to reach the person or that nothing helps meanwhile: nobody is asked for it again. */
export function toldBetween({ state, desk }: Talk, { id }: Pick<Question, 'id'>, text: string) {
  const { draft, locale } = state;
  const contact = toldContact(text, desk.policy.operator);
  const facts = toldWorkaround(text);
  const tellsFact = Object.keys(facts).length > 0 && id !== 'workaround';
  const isReach = tellsContact(contact) && !CONTACT_QUESTIONS.includes(id);
  if (!draft || asks(text) || !(tellsFact || isReach)) return null;
  const noted = (before: Draft): Draft => {
    const reached = isReach ? withToldContact(before, contact) : before;
    return tellsFact ? { ...reached, facts: { ...reached.facts, ...facts } } : reached;
  };
  const reply = say(locale, isReach ? 'selfHelp.contactNoted' : 'form.noted');
  return { noted, talk: { state: { ...state, draft: noted(draft) }, desk }, reply, isAll: isReach && contact.isAll };
}
