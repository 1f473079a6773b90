import { findContactPoints } from '../src/domain/contact-point.ts';
import type { Draft } from '../src/domain/draft.ts';
import { preferredContactSchema } from '../src/domain/service-request.ts';
import { exactChoice, namedChoice } from './choices.ts';
import type { Question } from './question.ts';

/** What somebody meant who gave something that is neither a number nor an address. */
function unreadableContact(text: string): string {
  if (text.includes('@')) return 'invalidEmail';
  return /\d{3}/.test(text) ? 'invalidPhone' : 'noContactPoint';
}

/** How the person is reached: a number, an address, or both in a sentence. */
export const contactReach: Question = {
  id: 'contactReach',
  options: [],
  open: (draft) => draft.contactPhone === null && draft.contactEmail === null,
  read: async (text, draft, desk) => {
    const { phone, email } = findContactPoints(text, desk.policy.operator);
    if (!phone && !email) return { problem: unreadableContact(text) };
    const contactPhone = phone ?? draft.contactPhone;
    const contactEmail = email ?? draft.contactEmail;
    const preferredContact = draft.preferredContact ?? (contactPhone ? 'phone' : 'email');
    return { patch: { contactPhone, contactEmail, preferredContact } };
  },
};

/** Which of the ways is used; asked where the one picked has no number or address. */
export const preferredContact: Question = {
  id: 'preferredContact',
  options: preferredContactSchema.options,
  open: (draft) => !reachable(draft),
  read: async (text, draft) => {
    const ways = preferredContactSchema.options;
    const picked = exactChoice(text, 'preferredContact', ways) ?? namedChoice(text, 'preferredContact', ways);
    if (!picked) return { problem: 'notUnderstood' };
    const patch = { preferredContact: preferredContactSchema.parse(picked) };
    return reachable({ ...draft, ...patch }) ? { patch } : { problem: `missing-${picked}` };
  },
};

/** Whether the preferred way of contact has an address or number in the draft (rule S4). */
export function reachable({ preferredContact: way, contactPhone, contactEmail }: Draft): boolean {
  if (way === 'phone') return contactPhone !== null;
  if (way === 'email') return contactEmail !== null;
  return way === 'chat';
}
