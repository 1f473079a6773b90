import type { Reply } from '../src/domain/activity.ts';
import { showRecovery } from './access-recovery.ts';
import { showStep, startIntake } from './contact-support.ts';
import { type Outcome, type Talk, topFrame, withoutSuggestions } from './dialog.ts';
import { showVerification } from './verification.ts';

/** The open form once more, or a new one. */
export function startIntakeOrResume(talk: Talk): Outcome | Promise<Outcome> {
  return resume(talk) ?? startIntake(talk);
}

/** The step of an open form once more; null where none is open. */
function resume(talk: Talk): Outcome | Promise<Outcome> | null {
  const frame = topFrame(talk.state);
  if (frame?.dialog === 'contact-support') return showStep(talk, frame);
  if (frame?.dialog === 'verification') return showVerification(talk, frame);
  return frame?.dialog === 'access-recovery' ? showRecovery(talk, frame) : null;
}

/** Answers something else and takes up the thread of an open form again. */
export async function interrupt(talk: Talk, replies: readonly Reply[]): Promise<Outcome> {
  const resumed = await resume(talk);
  if (!resumed) return { state: talk.state, replies };
  return {
    state: resumed.state,
    replies: [...replies.map(withoutSuggestions), ...resumed.replies],
  };
}

/** Something that is done beside whatever is under way. */
export async function aside(talk: Talk, work: (talk: Talk) => Promise<Outcome>): Promise<Outcome> {
  const { state, replies } = await work(talk);
  return interrupt({ state, desk: talk.desk }, replies);
}
