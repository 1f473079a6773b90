import { z } from 'zod';
import { otherProblem } from './command-actions.ts';
import { cancelIntake, confirmIntake, editIntake, startIntake, submitForm } from './contact-support.ts';
import { type ActionInput, type Outcome, say, type Talk } from './dialog.ts';
import { aside, interrupt } from './interruption.ts';
import { followPressed } from './known-incident.ts';
import { notSolved, showAnother, solved } from './self-help.ts';
import { receiptReply } from './submission.ts';
import { pressVerification } from './verification.ts';

type Act = (talk: Talk, input: ActionInput) => Outcome | Promise<Outcome>;

/** What each card button does; the names are the contract with clients that show our cards. */
const VERBS: Readonly<Record<string, Act>> = {
  'intake.start': startIntake,
  'intake.submit': submitForm,
  'intake.confirm': confirmIntake,
  'intake.edit': editIntake,
  'intake.cancel': cancelIntake,
  'boundary.insist': startIntake,
  'selfhelp.solved': solved,
  'selfhelp.notSolved': notSolved,
  'selfhelp.showAnother': showAnother,
  'verification.send': pressVerification,
  'verification.check': pressVerification,
  'verification.again': pressVerification,
  'verification.skip': pressVerification,
  'health.other': otherProblem,
};

/** A pressed button: only on the draft that its card shows, so that an old card or a second press does nothing twice. */
export async function act(talk: Talk, input: ActionInput): Promise<Outcome> {
  const { state, desk } = talk;
  const { locale, draft } = state;
  // A pressed button shows that cards work on this channel.
  const cards: Talk = { state: { ...state, modality: input.cards ? 'cards' : 'text' }, desk };
  // Asked whether a service is down, a person has no draft; and an incident can be followed whatever became of it.
  if (input.verb === 'health.follow') return aside(cards, (talk) => followPressed(talk, input));
  const handler = Object.hasOwn(VERBS, input.verb) ? VERBS[input.verb] : undefined;
  if (!handler) return interrupt(talk, [say(locale, 'unknownAction')]);
  const draftId = z.uuid().safeParse(input.data.draftId);
  if (!draftId.success) return interrupt(talk, [say(locale, 'unknownAction')]);
  if (draft?.id === draftId.data) return handler(cards, input);
  const request = await desk.submittedAs(draftId.data);
  if (request) return { state: cards.state, replies: [receiptReply(cards, request, 'receipt.already')] };
  return interrupt(cards, [say(locale, 'outdatedCard')]);
}
