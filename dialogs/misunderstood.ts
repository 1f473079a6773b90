import { mayFile, type Outcome, say, type Talk, withButtons, withoutFrames } from './dialog.ts';
import { phoneText } from './phone.ts';
import type { ConversationState } from './state.ts';

/** With so many messages in a row that were not understood, one more guess would only annoy. */
export const MOST_GUESSES = 3;

/** A guess, or a plea for other words; at the third in a row a person is offered instead. */
export function guess(talk: Talk, outcome: Outcome): Outcome {
  const misunderstood = talk.state.misunderstood + 1;
  const state = { ...outcome.state, misunderstood };
  if (misunderstood < MOST_GUESSES) return { ...outcome, state };
  // What was written stays in the draft, and goes along.
  return offerPerson({ state: withoutFrames(state), desk: talk.desk });
}

/** The state after a turn: whatever was no guess begins the count anew. */
export function sinceUnderstood(before: ConversationState, after: ConversationState): ConversationState {
  return after.misunderstood > before.misunderstood ? after : { ...after, misunderstood: 0 };
}

function offerPerson(talk: Talk): Outcome {
  const { state, desk } = talk;
  const { locale } = state;
  const [reply, buttons] = mayFile(talk)
    ? [say(locale, 'misunderstood.admin', { phone: phoneText(desk.policy, locale) }), ['contactSupport', 'menu']]
    : [say(locale, 'misunderstood.other'), ['whoIsMyAdmin', 'menu']];
  return { state, replies: withButtons([reply], locale, buttons) };
}
