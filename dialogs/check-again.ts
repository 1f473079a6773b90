import type { Draft } from '../src/domain/draft.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
import { startIntake } from './contact-support.ts';
import { type Outcome, say, type Talk, withButtons } from './dialog.ts';
import { emptyDraft } from './drafting.ts';
import { reasonText } from './phrases.ts';
import { buttonsOf } from './refusal.ts';

/** The directory is asked anew at most once in this time for one conversation; it is slow and belongs to others. */
const PAUSE_MS = 60_000;

/** Looks up anew who the person is, for somebody who was just given a role or whose directory did not answer (rule R1). */
export async function checkAgain(talk: Talk): Promise<Outcome> {
  const { state, desk } = talk;
  const { locale } = state;
  if (desk.eligibility(state.draft?.boughtDirectly ?? null).result !== 'refused') return startIntake(talk);
  const last = state.checkedAgainAt;
  // A clock that was set back must not shut anybody out for as long.
  if (last !== null && Math.abs(Date.parse(desk.now) - Date.parse(last)) < PAUSE_MS) {
    return {
      state,
      replies: withButtons([say(locale, 'refusal.checkedJustNow')], locale, ['checkAgain', 'resources', 'menu']),
    };
  }
  const fresh = await desk.checkAgain();
  const checked = { ...state, checkedAgainAt: desk.now };
  const eligibility = fresh.eligibility(state.draft?.boughtDirectly ?? null);
  if (eligibility.result === 'refused') {
    const reason = reasonText(eligibility.reason, locale);
    const replies = [say(locale, 'refusal.stillNot', { reason })];
    return {
      state: checked,
      replies: withButtons(replies, locale, buttonsOf(eligibility.reason, desk)),
    };
  }
  const draft = state.draft && withContacts(state.draft, fresh);
  const opened = startIntake({ state: { ...checked, draft }, desk: fresh });
  return { state: opened.state, replies: [say(locale, 'refusal.nowEligible'), ...opened.replies] };
}

/** A draft that was begun by somebody unknown takes over the contacts that are registered for them. */
function withContacts(draft: Draft, desk: SupportDesk): Draft {
  const { contactName, contactPhone, contactEmail, preferredContact } = emptyDraft(desk, 'zh-CN');
  return {
    ...draft,
    contactName: draft.contactName ?? contactName,
    contactPhone: draft.contactPhone ?? contactPhone,
    contactEmail: draft.contactEmail ?? contactEmail,
    preferredContact: draft.preferredContact ?? preferredContact,
  };
}
