import type { Reply } from '../src/domain/activity.ts';
import type { Draft } from '../src/domain/draft.ts';
import { findReference } from '../src/domain/reference.ts';
import { TOPICS } from '../src/domain/topics.ts';
import { answerReply } from './answers.ts';
import { withInsistence } from './boundary-remark.ts';
import { asks, exactChoice, givesUp, isAnswer, isMadeOf, isUnsure } from './choices.ts';
import { SURE_ENOUGH } from './confidence.ts';
import {
  type ActionInput,
  type Outcome,
  say,
  speaksInCards,
  type Talk,
  topFrame,
  withButtons,
  withFrame,
  withoutFrame,
  withoutFrames,
} from './dialog.ts';
import { emptyDraft } from './drafting.ts';
import { noteChosen, noteRecognised } from './hindsight.ts';
import { hoursText } from './hours.ts';
import { asksHours } from './hours-question.ts';
import { readForm, withTyped } from './intake-form.ts';
import { editReply, formReply, problemText, questionReply, reviewReply } from './intake-messages.ts';
import { nextQuestion, questionOf } from './intake-questions.ts';
import { MOST_GUESSES } from './misunderstood.ts';
import { phoneText } from './phone.ts';
import { phrase } from './phrases.ts';
import type { Question } from './question.ts';
import { refuse } from './refusal.ts';
import { tellStatus } from './request-status.ts';
import { changeTold, confirmsFiling, fieldNamed, type ToldChange, valueTold } from './review-words.ts';
import type { ContactSupportFrame, IntakeStep, QuestionId } from './state.ts';
import { toldBetween } from './told-between.ts';
import { showVerification, verifyAndSubmit } from './verification.ts';

/** Opens the intake, or says why it can't be opened: eligibility stands before the first question (rule R5). */
export function startIntake({ state, desk }: Talk): Outcome {
  const draft = withInsistence(state, state.draft ?? emptyDraft(desk, state.locale));
  const eligibility = desk.eligibility(draft.boughtDirectly);
  if (eligibility.result === 'refused') return refuse({ state, desk }, eligibility);
  return advance({ state: { ...state, draft }, desk }, []);
}

/** Asks what is open next, in the form where cards are welcome; with nothing open, shows the review. */
function advance({ state, desk }: Talk, answered: readonly QuestionId[]): Outcome {
  const step = state.draft ? (nextQuestion(state.draft, desk) ?? 'review') : 'description';
  return showStep({ state, desk }, { dialog: 'contact-support', step, answered: [...answered] });
}

/**
 * Shows the step on which the dialog stands; also used to take up the thread after an interruption. The one door to form
 * and review: whoever may not file is told so here, whatever button led here (rule R5).
 */
export function showStep({ state, desk }: Talk, frame: ContactSupportFrame): Outcome {
  const { draft } = state;
  if (!draft) return startIntake({ state, desk });
  const eligibility = desk.eligibility(draft.boughtDirectly);
  if (eligibility.result === 'refused') return refuse({ state, desk }, eligibility);
  // A review of half a draft could not be rated.
  const open = frame.step === 'review' ? nextQuestion(draft, desk) : null;
  const next: Talk = {
    state: withFrame(withoutFrame(state, 'verification'), { ...frame, step: open ?? frame.step }),
    desk,
  };
  return { state: next.state, replies: [stepReply(next, draft, open ?? frame.step)] };
}

function stepReply(talk: Talk, draft: Draft, step: IntakeStep): Reply {
  if (step === 'review') return reviewReply(talk, draft);
  // Whether anything was bought directly decides if there is a form at all, so it is asked before it.
  if (speaksInCards(talk.state) && step !== 'boughtDirectly') return formReply(talk, draft, step);
  return step === 'edit' ? editReply(talk) : questionReply(talk, questionOf(step), true);
}

/** Reads a message while the intake is open. */
export async function answerIntake({ state, desk }: Talk, frame: ContactSupportFrame, text: string): Promise<Outcome> {
  // Somebody who types does not want the form again; a submitted card brings the cards back.
  const talk: Talk = { state: { ...state, modality: 'text' }, desk };
  if (frame.step === 'review') return answerReview(talk, frame, text);
  if (frame.step === 'edit') return answerEdit(talk, frame, text);
  const { draft } = state;
  if (!draft) return startIntake(talk);
  const question = questionOf(frame.step);
  // In an answer in one's own words, "we cannot close it" gives nothing up.
  if (question.options.length > 0 ? givesUp(text) : isMadeOf(text, ['answers.giveUp'])) {
    const replies = [say(state.locale, 'form.giveUp'), questionReply(talk, question, false)];
    return { ...showStep(talk, frame), replies };
  }
  // Any sentence would do as details; a question to the bot is none.
  const told = toldBetween(talk, question, text);
  const isToldAlone = question.id === 'details' && told?.isAll === true;
  const asked = question.id === 'details' && !isToldAlone ? await answerAside(talk, question, text) : null;
  const answer = asked || isToldAlone ? { problem: 'detailsNotUnderstood' } : await question.read(text, draft, desk);
  if ('problem' in answer) {
    if (told && !asked)
      return { ...showStep(told.talk, frame), replies: [told.reply, questionReply(told.talk, question, false)] };
    const aside = asked ?? (await answerAside(talk, question, text));
    return aside
      ? { ...showStep(talk, frame), replies: [...aside, questionReply(talk, question, false)] }
      : askAgain(talk, frame, question, answer.problem);
  }
  const answered = [...frame.answered.filter((id) => id !== question.id), question.id];
  const patched = { ...draft, ...answer.patch };
  const noted = await noteAnswered(talk, question, told ? told.noted(patched) : patched, text);
  const next = advance(noted, answered);
  return answer.note ? withReplyBefore(next, say(state.locale, answer.note)) : next;
}

/** The draft with an answer; what the answer tells of the topic is learnt. */
async function noteAnswered(talk: Talk, { id }: Question, draft: Draft, text: string): Promise<Talk> {
  const { desk } = talk;
  const state = id === 'topic' && draft.topic ? noteChosen(talk, draft.topic) : talk.state;
  const next: Talk = { state: { ...state, draft }, desk };
  if (id !== 'description') return next;
  const read = await desk.understand(text);
  return noteRecognised(next, read, read.topic);
}

/** A question where an option was expected, such as "what is your phone number?", is answered in between. */
async function answerAside(talk: Talk, question: Question, text: string): Promise<readonly Reply[] | null> {
  if (question.options.length === 0 && question.id !== 'details') return null;
  if (await asksHours(text, talk.desk)) return [{ text: await hoursText(talk, text) }];
  if (!asks(text)) return null;
  const { topic, confidence } = await talk.desk.understand(text);
  if (confidence < SURE_ENOUGH.toAnswerBetween || topic === 'support.contact' || TOPICS[topic].kind !== 'support')
    return null;
  if (topic === 'support.request-status') return (await tellStatus(talk, findReference(text))).replies.map(plainReply);
  return [plainReply(answerReply(talk, topic))];
}

/** Buttons under an aside would lead away from the form. */
function plainReply({ text }: Reply): Reply {
  return { text };
}

function askAgain(talk: Talk, frame: ContactSupportFrame, question: Question, problem: string): Outcome {
  const { state, desk } = talk;
  const misunderstood = state.misunderstood + 1;
  const why =
    misunderstood < MOST_GUESSES
      ? problemText({ field: question.id, problem }, state.locale)
      : phrase(state.locale, 'misunderstood.inForm', { phone: phoneText(desk.policy, state.locale) });
  const again = questionReply(talk, question, false);
  return {
    state: withFrame({ ...state, misunderstood }, frame),
    replies: [{ ...again, text: `${why}\n\n${again.text}` }],
  };
}

/** Whole messages only: a sentence that merely holds "confirm" or "cancel" must neither file nor drop anything. */
async function answerReview(talk: Talk, frame: ContactSupportFrame, text: string): Promise<Outcome> {
  const { state, desk } = talk;
  if (confirmsFiling(text)) return confirmIntake(talk);
  const choice = exactChoice(text, 'reviewChoice', ['confirm', 'edit', 'cancel']);
  if (choice === 'edit' || isAnswer(text, 'no')) return showStep(talk, { ...frame, step: 'edit' });
  if (choice === 'cancel') return cancelIntake(talk);
  const field = /\p{L}/u.test(text) ? fieldNamed(text, desk) : null;
  if (field) return showStep(talk, { ...frame, step: field });
  if (givesUp(text)) {
    return { state: withFrame(state, frame), replies: reviewWays(talk, say(state.locale, 'review.giveUp')) };
  }
  const told = toldBetween(talk, { id: 'details' }, text);
  // Seen as it will be filed: another contact may ask for a code (rule R25).
  if (told?.isAll) return withReplyBefore(showStep(told.talk, frame), told.reply);
  const draft = state.draft ?? emptyDraft(desk, state.locale);
  const change = await changeTold(text, draft, desk);
  if (change) return withChange(talk, frame, draft, { ...change, text });
  if (await asksHours(text, talk.desk)) {
    // "How long do I wait?" is no remark for staff: it is answered, and the review still stands above.
    return { state: withFrame(state, frame), replies: reviewWays(talk, { text: await hoursText(talk, text) }) };
  }
  return withRemark(talk, frame, draft, text);
}

/** Shows what was changed as it will be filed. */
function withChange(
  { state, desk }: Talk,
  frame: ContactSupportFrame,
  draft: Draft,
  { patch, fields, isStory, text }: ToldChange & { readonly text: string },
): Outcome {
  const { locale } = state;
  const kept = isStory ? [...draft.remarks, text.trim()].slice(-MOST_REMARKS) : draft.remarks;
  const changed = { ...draft, ...patch, remarks: kept };
  const names = fields.map((id) => phrase(locale, `fields.${id}`)).join(phrase(locale, 'listSeparator'));
  const lead = say(locale, 'review.changed', { fields: names });
  return withReplyBefore(showStep({ state: { ...state, draft: changed }, desk }, frame), lead);
}

const MOST_REMARKS = 10;

/** Words at the review that are no answer are kept for staff: an admin who insists on a level is heard, the level stays (rule S6). */
function withRemark(talk: Talk, frame: ContactSupportFrame, draft: Draft, text: string): Outcome {
  const { state } = talk;
  const words = text.trim();
  if ((words.match(/\p{L}/gu)?.length ?? 0) < 4 || words.length > 2000 || isUnsure(words)) {
    return { state: withFrame(state, frame), replies: reviewWays(talk, say(state.locale, 'review.notUnderstood')) };
  }
  const next = { ...state, draft: { ...draft, remarks: [...draft.remarks, words].slice(-MOST_REMARKS) } };
  return { state: withFrame(next, frame), replies: reviewWays(talk, say(state.locale, 'review.remarked')) };
}

function withReplyBefore({ state, replies }: Outcome, reply: Reply): Outcome {
  return { state, replies: [reply, ...replies] };
}

/** The ways on from a review that stands right above: the whole of it once more would be a wall of words. */
function reviewWays({ state }: Talk, reply: Reply): readonly Reply[] {
  return withButtons([reply], state.locale, ['confirm', 'edit', 'cancel']);
}

const DONE_EDITING = ['confirm.yes', 'yes', 'no', 'decline', 'skip'];

async function answerEdit(talk: Talk, frame: ContactSupportFrame, text: string): Promise<Outcome> {
  const field = fieldNamed(text, talk.desk);
  if (field) return showStep(talk, { ...frame, step: field });
  // Nothing to change after all; filing takes a look at the review first.
  const isDone =
    exactChoice(text, 'reviewChoice', ['confirm']) !== null || DONE_EDITING.some((one) => isAnswer(text, one));
  if (isDone) return showStep(talk, { ...frame, step: 'review' });
  const told = toldBetween(talk, { id: 'details' }, text);
  if (told?.isAll) return withReplyBefore(showStep(told.talk, { ...frame, step: 'review' }), told.reply);
  const draft = talk.state.draft ?? emptyDraft(talk.desk, talk.state.locale);
  const change = await valueTold(text, draft, talk.desk);
  if (change) return withChange(talk, { ...frame, step: 'review' }, draft, { ...change, text });
  const list = editReply(talk);
  const why = phrase(talk.state.locale, 'edit.notUnderstood');
  return { state: withFrame(talk.state, frame), replies: [{ text: `${why}\n\n${list.text}` }] };
}

/** Takes a submitted form: problems show it again with what was typed, a complete one leads to the review. */
export function submitForm({ state, desk }: Talk, input: ActionInput): Outcome {
  const before = state.draft;
  if (!before) return startIntake({ state, desk });
  const eligibility = desk.eligibility(before.boughtDirectly);
  if (eligibility.result === 'refused') return refuse({ state, desk }, eligibility);
  const { draft, problems } = readForm(input.data, before, desk);
  const noted = draft.topic && draft.topic !== before.topic ? noteChosen({ state, desk }, draft.topic) : state;
  const next: Talk = { state: { ...withoutFrame(noted, 'verification'), draft }, desk };
  const open = nextQuestion(draft, desk);
  if (problems.length === 0 && open === null) return advance(next, []);
  const missing =
    open && problems.length === 0 ? [{ field: open, problem: open === 'consent' ? 'consentNeeded' : 'required' }] : [];
  const step = open ?? 'edit';
  const framed = withFrame(next.state, { dialog: 'contact-support', step, answered: [] });
  const shown = withTyped(draft, problems, input.data);
  return { state: framed, replies: [formReply({ state: framed, desk }, shown, step, [...problems, ...missing])] };
}

/**
 * Files the draft that stands at the review. One that is not complete, or was changed since its review was shown, goes
 * on where it is instead: nobody files what they have not seen.
 */
export async function confirmIntake(talk: Talk): Promise<Outcome> {
  const { draft } = talk.state;
  const frame = topFrame(talk.state);
  // Confirmed once more where nothing is to be chosen any more, the draft is filed; it was shown as it is.
  const isAtChoice = frame?.dialog === 'verification' && frame.step === 'choose' && talk.desk.person !== null;
  if (draft && isAtChoice) return verifyAndSubmit(talk, draft);
  if (frame?.dialog === 'verification') return showVerification(talk, frame);
  const reviewed = frame?.dialog === 'contact-support' && frame.step === 'review';
  if (!draft || !reviewed || nextQuestion(draft, talk.desk) !== null) return advance(talk, []);
  return verifyAndSubmit(talk, draft);
}

/** Opens the filled-in form, or in words the list of fields. */
export function editIntake({ state, desk }: Talk): Outcome {
  const { draft } = state;
  if (!draft) return startIntake({ state, desk });
  return showStep({ state, desk }, { dialog: 'contact-support', step: 'edit', answered: [] });
}

/** Drops the draft; nothing was filed. */
export function cancelIntake({ state }: Talk): Outcome {
  const { locale } = state;
  const replies = [say(locale, 'cancelled')];
  const next = { ...withoutFrames(state), draft: null };
  return {
    state: next,
    replies: withButtons(replies, locale, ['contactSupport', 'menu']),
  };
}

/** One question back; from the review to the fields, from the first question nowhere. */
export function backInIntake(talk: Talk, frame: ContactSupportFrame): Outcome {
  if (frame.step === 'review') return editIntake(talk);
  if (frame.step === 'edit') return showStep(talk, { ...frame, step: 'review' });
  const previous = frame.answered.at(-1);
  if (previous) return showStep(talk, { ...frame, step: previous, answered: frame.answered.slice(0, -1) });
  const shown = showStep(talk, frame);
  return { ...shown, replies: [say(talk.state.locale, 'nothingBefore'), ...shown.replies] };
}
