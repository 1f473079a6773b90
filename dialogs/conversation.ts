import type { Input } from '../src/domain/activity.ts';
import type { Converse } from '../src/domain/support-desk.ts';
import { isBareCode } from '../src/domain/verification.ts';
import { calmReplies, calmReply, readTone } from './abuse.ts';
import { answerRecovery, saysLockedOut, startRecovery } from './access-recovery.ts';
import { answerAfterHelp } from './after-help.ts';
import { answerFiles, followingWords, takeFiles } from './attachments.ts';
import { insists } from './boundary.ts';
import { act } from './card-actions.ts';
import { languageCommand } from './chat-language.ts';
import { exactChoice, isAnswer } from './choices.ts';
import { obey, otherProblem } from './command-actions.ts';
import { readCommand } from './commands.ts';
import { answerIntake, startIntake } from './contact-support.ts';
import { follow, ofTenant, revive } from './conversation-state.ts';
import { type ActionInput, inForm, type Outcome, say, type Talk, topFrame, withoutSuggestions } from './dialog.ts';
import { withinDrafts } from './hindsight.ts';
import { interrupt } from './interruption.ts';
import { followShown, incidentWays } from './known-incident.ts';
import { CARD_TEXT_LIMIT } from './limits.ts';
import { answerClarification, answerSeparation, listen } from './listening.ts';
import { hello } from './menu.ts';
import { sinceUnderstood } from './misunderstood.ts';
import { phrase } from './phrases.ts';
import { answerWhich, withoutWish } from './request-wishes.ts';
import { helpWithNext, notSolved, showAnother, solved } from './self-help.ts';
import { isNextDue } from './several-problems.ts';
import type { RequestWishFrame } from './state.ts';
import { receiptReply } from './submission.ts';
import { answerVerification } from './verification.ts';

/** One input in: commands first, then the dialog under way, then understanding. Never throws for what a person sends. */
export const converse: Converse = async (stored, input, desk) => {
  const { state: revived, notice } = revive(stored, input, desk);
  const { state, notice: moved } = ofTenant(follow(revived, input), desk);
  const talk: Talk = { state, desk };
  const answered = await (input.type === 'joined'
    ? welcome(talk)
    : input.type === 'action'
      ? actWithFiles(talk, input)
      : hearWithFiles(talk, input));
  const outcome = isNextDue(state, answered.state) ? await andNext(answered, talk) : answered;
  const next = { ...withinDrafts(sinceUnderstood(state, outcome.state)), welcomed: true };
  const { isSecret = false } = answered;
  return { state: next, replies: [...notice, ...moved, ...outcome.replies], locale: next.locale, isSecret };
};

/** The answer, and the next problem that was told in the same breath. */
async function andNext(answered: Outcome, { state, desk }: Talk): Promise<Outcome> {
  const next = await helpWithNext({ state: answered.state, desk }, state);
  return { state: next.state, replies: [...answered.replies.map(withoutSuggestions), ...next.replies] };
}

function welcome(talk: Talk): Outcome {
  return { state: talk.state, replies: talk.state.welcomed ? [] : hello(talk) };
}

type Heard = Pick<Extract<Input, { type: 'text' }>, 'text' | 'code' | 'files'>;

/** Files go into the draft before the words are heard, so that words which file it file them as well. */
async function hearWithFiles(talk: Talk, heard: Heard): Promise<Outcome> {
  const { text, files = [] } = heard;
  if (files.length === 0) return hear(talk, heard);
  const { state, told } = takeFiles(talk, files);
  const next: Talk = { state, desk: talk.desk };
  if (text.trim() === '') {
    const isAsking = inForm(state);
    return isAsking ? interrupt(next, [{ text: told }]) : answerFiles(next, told);
  }
  const outcome = followingWords(await hear(next, heard), state, files);
  return { ...outcome, replies: [{ text: told }, ...outcome.replies] };
}

/** Files beside a button go into the draft before it is pressed: none is dropped without a word. */
async function actWithFiles(talk: Talk, input: ActionInput): Promise<Outcome> {
  const { files = [] } = input;
  if (files.length === 0) return act(talk, input);
  const { state, told } = takeFiles(talk, files);
  const outcome = await act({ state, desk: talk.desk }, input);
  return { ...outcome, replies: [{ text: told }, ...outcome.replies] };
}

async function hear(talk: Talk, heard: Heard): Promise<Outcome> {
  const { state } = talk;
  const { text } = heard;
  if (text.trim() === '') return { state, replies: [say(state.locale, 'nothingWritten')] };
  if (text.length > CARD_TEXT_LIMIT) {
    return interrupt(talk, [
      say(state.locale, 'problems.tooLong', { field: phrase(state.locale, 'fields.description') }),
    ]);
  }
  const command = readCommand(text) ?? languageCommand(text);
  if (command) return obey(talk, command);
  const tone = readTone(text);
  return tone.insults ? hearCalmly(talk, heard, tone.rest) : hearWords(talk, heard);
}

/** An insult gets one calm sentence and a way on; a problem beside it is heard like any other. */
async function hearCalmly({ state, desk }: Talk, heard: Heard, rest: string): Promise<Outcome> {
  const { text } = heard;
  const calmed = { ...state, calmed: true };
  if (rest === '') {
    const inIntake = inForm(state);
    // The question that stands open is the way on.
    const replies = inIntake ? (state.calmed ? [] : [calmReply({ state, desk })]) : calmReplies({ state, desk });
    return interrupt({ state: calmed, desk }, replies);
  }
  // What was written stays as it is; only the understanding goes without the insults.
  const understand = (words: string) => desk.understand(words === text ? rest : words);
  const outcome = await hearWords({ state: calmed, desk: { ...desk, understand } }, heard);
  return state.calmed ? outcome : { ...outcome, replies: [calmReply({ state, desk }), ...outcome.replies] };
}

async function hearWords(talk: Talk, heard: Heard): Promise<Outcome> {
  const { state } = talk;
  const { text } = heard;
  const frame = topFrame(state);
  if (isStrayCode(talk, heard)) {
    return { ...(await interrupt(talk, [say(state.locale, 'verification.noneOpen')])), isSecret: true };
  }
  if (frame?.dialog === 'verification') return answerVerification(talk, frame, heard);
  if (frame?.dialog === 'access-recovery') return answerRecovery(talk, frame, heard);
  if (frame?.dialog === 'contact-support') return answerIntake(talk, frame, text);
  if (frame?.dialog === 'clarification') return answerClarification(talk, frame, text);
  if (frame?.dialog === 'request-wish') return answerWish(talk, frame, text);
  if (frame?.dialog === 'several-problems') return answerSeparation(talk, frame, text);
  if (insists(talk, text)) return startIntake(talk);
  if (!frame && state.filed && confirms(text)) {
    const request = await talk.desk.submittedAs(state.filed);
    if (request) return { state, replies: [receiptReply(talk, request, 'receipt.already')] };
  }
  if (talk.desk.recovery.isOffered && saysLockedOut(text)) return startRecovery(talk);
  if (frame?.dialog === 'known-incident') {
    const way = incidentWays(talk)[Number(text.trim()) - 1];
    if (way === 'follow') return followShown(talk);
    if (way === 'otherProblem') return otherProblem(talk);
    if (way === 'contactSupport') return startIntake(talk);
  }
  const digit = frame?.dialog === 'self-help' ? text.trim() : '';
  if (digit === '1') return startIntake(talk);
  if (digit === '2') return solved(talk);
  if (digit === '3') return notSolved(talk);
  if (digit === '4') return showAnother(talk);
  return (await answerAfterHelp(talk, text)) ?? listen(talk, text);
}

/** Whoever goes on with something else is not asked again which request they meant. */
async function answerWish(talk: Talk, frame: RequestWishFrame, text: string): Promise<Outcome> {
  const answer = await answerWhich(talk, frame, text);
  return answer ?? listen({ ...talk, state: withoutWish(talk.state) }, text);
}

/**
 * A code where none is awaited: a late one, one of another conversation, or one of a phone call. It is answered, and kept
 * as a mask only; an open question of the form may be answered by a number of as many digits.
 */
function isStrayCode({ state, desk }: Talk, { text, code }: Heard): boolean {
  const frame = topFrame(state);
  if (!code || frame?.dialog === 'verification') return false;
  if (frame?.dialog === 'access-recovery' && frame.step === 'code') return false;
  if (frame?.dialog === 'contact-support' && frame.step !== 'review' && frame.step !== 'edit') return false;
  return isBareCode(text, desk.policy.verification.digits);
}

/** A confirmation that comes once more, after the request was filed. */
function confirms(text: string): boolean {
  return exactChoice(text, 'reviewChoice', ['confirm']) !== null || isAnswer(text, 'confirm.yes');
}
