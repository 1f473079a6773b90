import { z } from 'zod';
import type { Input, Reply } from '../src/domain/activity.ts';
import { type Locale, localeFor } from '../src/domain/locale.ts';
import type { Converse, SupportDesk } from '../src/domain/ports.ts';
import { isBareCode } from '../src/domain/verification.ts';
import { calmReplies, calmReply, readTone } from './abuse.ts';
import { answerRecovery, backInRecovery, saysLockedOut, showRecovery, startRecovery } from './access-recovery.ts';
import { answerFiles, followingWords, takeFiles } from './attachments.ts';
import { insists } from './boundary.ts';
import { checkAgain } from './check-again.ts';
import { exactChoice, isAnswer } from './choices.ts';
import { type Command, readCommand, writtenLanguage } from './commands.ts';
import {
  answerIntake,
  backInIntake,
  cancelIntake,
  confirmIntake,
  editIntake,
  showStep,
  startIntake,
  submitForm,
} from './contact-support.ts';
import {
  type ActionInput,
  mayFile,
  type Outcome,
  say,
  type Talk,
  topFrame,
  withButtons,
  withoutFrame,
  withoutFrames,
} from './dialog.ts';
import { emptyDraft } from './drafting.ts';
import { followPressed, followShown, incidentWays, leaveFollowed, noteOtherProblem } from './known-incident.ts';
import { CARD_TEXT_LIMIT, excerpt } from './limits.ts';
import { sinceUnderstood } from './misunderstood.ts';
import { phrase } from './phrases.ts';
import { plain } from './plain.ts';
import { answerWhich, withoutWish } from './request-wishes.ts';
import { tellResources } from './resources.ts';
import {
  answerClarification,
  answerSeparation,
  helpWithNext,
  listen,
  notSolved,
  notThisIncident,
  solved,
} from './self-help.ts';
import { isNextDue } from './several-problems.ts';
import { type ConversationState, type RequestWishFrame, reviveState, STATE_VERSION } from './state.ts';
import { receiptReply } from './submission.ts';
import { answerVerification, pressVerification, showVerification } from './verification.ts';

/** One input in: commands first, then the dialog under way, then understanding. Never throws for what a person sends. */
export const converse: Converse = async (stored, input, desk) => {
  const { state: revived, notice } = revive(stored, input, desk);
  const { state, notice: moved } = ofTenant(follow(revived, input), desk);
  const talk: Talk = { state, desk };
  const answered = await (input.type === 'joined'
    ? welcome(talk)
    : input.type === 'action'
      ? act(talk, input)
      : hearWithFiles(talk, input));
  const outcome = isNextDue(state, answered.state) ? await andNext(answered, talk) : answered;
  const next = { ...sinceUnderstood(state, outcome.state), welcomed: true };
  const { isSecret = false } = answered;
  return { state: next, replies: [...notice, ...moved, ...outcome.replies], locale: next.locale, isSecret };
};

/** Somebody who signs in with the account of another organization takes nothing along that was written for the one before. */
function ofTenant(
  state: ConversationState,
  { person }: SupportDesk,
): { state: ConversationState; notice: readonly Reply[] } {
  // Who cannot be looked up at the moment is still the same person.
  if (!person || person.tenant.id === state.tenant) return { state, notice: [] };
  const { locale, localeChosen, channelLocale, modality, welcomed } = state;
  const own = { ...freshState(locale), localeChosen, channelLocale, modality, welcomed, tenant: person.tenant.id };
  if (state.tenant === null) return { state: { ...state, tenant: person.tenant.id }, notice: [] };
  const key = state.draft ? 'otherTenant.draft' : 'otherTenant.plain';
  return { state: own, notice: [say(locale, key, { tenant: plain(person.tenant.name) })] };
}

/** The answer, and the next problem that was told in the same breath. */
async function andNext(answered: Outcome, { state, desk }: Talk): Promise<Outcome> {
  const next = await helpWithNext({ state: answered.state, desk }, state);
  return { state: next.state, replies: [...answered.replies.map(withoutSuggestions), ...next.replies] };
}

function withoutSuggestions({ suggestions: _none, ...reply }: Reply): Reply {
  return reply;
}

function revive(
  stored: unknown,
  input: Input,
  desk: SupportDesk,
): { state: ConversationState; notice: readonly Reply[] } {
  const revived = reviveState(stored);
  if (revived.kind === 'ready') return { state: revived.state, notice: [] };
  const told = revived.kind === 'unreadable' && typeof revived.locale === 'string' ? revived.locale : undefined;
  const locale = localeFor(told) ?? localeFor(input.locale ?? undefined) ?? desk.person?.locale ?? 'zh-CN';
  const fresh = freshState(locale);
  if (revived.kind === 'new') return { state: fresh, notice: [] };
  const draft = revived.description ? { ...emptyDraft(desk, locale), description: revived.description } : null;
  const key = draft ? 'restarted.withWords' : 'restarted.empty';
  return {
    state: { ...fresh, draft },
    notice: [say(locale, key, draft ? { words: plain(excerpt(revived.description ?? '')) } : {})],
  };
}

function freshState(locale: Locale): ConversationState {
  return {
    schemaVersion: STATE_VERSION,
    locale,
    localeChosen: false,
    channelLocale: null,
    modality: 'cards',
    welcomed: false,
    tenant: null,
    misunderstood: 0,
    calmed: false,
    checkedAgainAt: null,
    draft: null,
    waiting: [],
    filed: null,
    stack: [],
  };
}

/**
 * The language follows what people write, until they ask for one; inside the form it stays, for pasted errors are
 * English. A channel that tells another language than before, such as the page's picker, was told so by the person.
 */
function follow(state: ConversationState, input: Input): ConversationState {
  const modality = input.cards ? state.modality : 'text';
  const told = localeFor(input.locale ?? undefined);
  const picked = told !== null && state.channelLocale !== null && told !== state.channelLocale;
  const next = { ...state, modality, channelLocale: told ?? state.channelLocale };
  if (picked) return { ...next, locale: told, localeChosen: false };
  const inIntake = FORMS.has(topFrame(state)?.dialog);
  const written = input.type === 'text' && !state.localeChosen && !inIntake ? writtenLanguage(input.text) : null;
  return { ...next, locale: written ?? state.locale };
}

/** Dialogs in which what is written is an answer, and no new subject. */
const FORMS = new Set<string | undefined>(['contact-support', 'verification', 'access-recovery']);

function welcome(talk: Talk): Outcome {
  return { state: talk.state, replies: talk.state.welcomed ? [] : hello(talk) };
}

function hello(talk: Talk): readonly Reply[] {
  const { locale } = talk.state;
  const name = talk.desk.person?.name;
  const greeting = name ? phrase(locale, 'welcome.named', { name }) : phrase(locale, 'welcome.unnamed');
  const offer = phrase(locale, mayFile(talk) ? 'welcome.offer' : 'welcome.offerSelfHelp');
  return menuReplies(talk, `${greeting}\n\n${offer}`);
}

function menuReplies(talk: Talk, text: string): readonly Reply[] {
  const { locale } = talk.state;
  const own = mayFile(talk) ? ['contactSupport', 'requestStatus'] : ['whoIsMyAdmin'];
  return withButtons([{ text }], locale, [...own, 'phoneAndHours', 'help']);
}

type Heard = Pick<Extract<Input, { type: 'text' }>, 'text' | 'code' | 'files'>;

/** Files go into the draft before the words are heard, so that words which file it file them as well. */
async function hearWithFiles(talk: Talk, heard: Heard): Promise<Outcome> {
  const { text, files = [] } = heard;
  if (files.length === 0) return hear(talk, heard);
  const { state, told } = takeFiles(talk, files);
  const next: Talk = { state, desk: talk.desk };
  if (text.trim() === '') {
    const isAsking = FORMS.has(topFrame(state)?.dialog);
    return isAsking ? interrupt(next, [{ text: told }]) : answerFiles(next, told);
  }
  const outcome = followingWords(await hear(next, heard), state, files);
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
  const command = readCommand(text);
  if (command) return obey(talk, command);
  const tone = readTone(text);
  return tone.insults ? hearCalmly(talk, heard, tone.rest) : hearWords(talk, heard);
}

/** An insult gets one calm sentence and a way on; a problem beside it is heard like any other. */
async function hearCalmly({ state, desk }: Talk, heard: Heard, rest: string): Promise<Outcome> {
  const { text } = heard;
  const calmed = { ...state, calmed: true };
  if (rest === '') {
    const inIntake = topFrame(state)?.dialog === 'contact-support';
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
  return listen(talk, text);
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

const OBEY: Readonly<Record<Command, (talk: Talk) => Outcome | Promise<Outcome>>> = {
  help: (talk) => interrupt(talk, [say(talk.state.locale, 'help')]),
  menu: (talk) => interrupt(talk, menuReplies(talk, phrase(talk.state.locale, 'menu'))),
  cancel: (talk) =>
    topFrame(talk.state) ? cancelIntake(talk) : interrupt(talk, [say(talk.state.locale, 'nothingToCancel')]),
  startOver: ({ state, desk }) => {
    const { locale, localeChosen, channelLocale, modality, calmed, checkedAgainAt } = state;
    // Whoever starts over has not earned another look into the directory.
    const fresh = {
      ...freshState(locale),
      localeChosen,
      channelLocale,
      modality,
      calmed,
      checkedAgainAt,
      tenant: state.tenant,
    };
    return { state: fresh, replies: menuReplies({ state: fresh, desk }, phrase(state.locale, 'startedOver')) };
  },
  back: (talk) => {
    const frame = topFrame(talk.state);
    if (frame?.dialog === 'contact-support') return backInIntake(talk, frame);
    if (frame?.dialog === 'verification') return backToReview(talk);
    const before = frame?.dialog === 'access-recovery' ? backInRecovery(talk, frame) : null;
    if (before) return before;
    return {
      state: withoutFrames(talk.state),
      replies: menuReplies(talk, phrase(talk.state.locale, 'menu')),
    };
  },
  chinese: (talk) => speak(talk, 'zh-CN'),
  english: (talk) => speak(talk, 'en-US'),
  person: startIntakeOrResume,
  solved,
  notSolved,
  greeting: (talk) => interrupt(talk, hello(talk)),
  thanks: (talk) => interrupt(talk, [say(talk.state.locale, 'thanks')]),
  whoAreYou: (talk) => interrupt(talk, [say(talk.state.locale, 'whoAreYou')]),
  checkAgain: (talk) =>
    topFrame(talk.state)?.dialog === 'contact-support' ? startIntakeOrResume(talk) : checkAgain(talk),
  resources: (talk) => interrupt(talk, tellResources(talk, '').replies),
  goodbye: ({ state }) => ({ state, replies: [say(state.locale, state.draft ? 'goodbyeWithDraft' : 'goodbye')] }),
  follow: (talk) => aside(talk, followShown),
  unfollow: (talk) => aside(talk, leaveFollowed),
  otherProblem,
};

function backToReview({ state, desk }: Talk): Outcome {
  const talk: Talk = { state: withoutFrame(state, 'verification'), desk };
  const frame = topFrame(talk.state);
  return frame?.dialog === 'contact-support' ? showStep(talk, frame) : startIntake(talk);
}

function obey(talk: Talk, command: Command): Outcome | Promise<Outcome> {
  const inIntake = FORMS.has(topFrame(talk.state)?.dialog);
  // Inside the form these two are said about the form, not about articles: nothing is dropped for a casual word.
  if (inIntake && (command === 'solved' || command === 'notSolved')) return startIntakeOrResume(talk);
  return OBEY[command](talk);
}

function startIntakeOrResume(talk: Talk): Outcome | Promise<Outcome> {
  return resume(talk) ?? startIntake(talk);
}

/** The step of an open form once more; null where none is open. */
function resume(talk: Talk): Outcome | Promise<Outcome> | null {
  const frame = topFrame(talk.state);
  if (frame?.dialog === 'contact-support') return showStep(talk, frame);
  if (frame?.dialog === 'verification') return showVerification(talk, frame);
  return frame?.dialog === 'access-recovery' ? showRecovery(talk, frame) : null;
}

function speak({ state, desk }: Talk, locale: Locale): Promise<Outcome> {
  const draft = state.draft && { ...state.draft, contactLanguage: locale };
  const next = { ...state, locale, localeChosen: true, draft };
  return interrupt({ state: next, desk }, [say(locale, 'languageChanged')]);
}

/** Answers something else and takes up the thread of an open form again. */
async function interrupt(talk: Talk, replies: readonly Reply[]): Promise<Outcome> {
  const resumed = await resume(talk);
  if (!resumed) return { state: talk.state, replies };
  return {
    state: resumed.state,
    replies: [...replies.map(withoutSuggestions), ...resumed.replies],
  };
}

/** Something that is done beside whatever is under way. */
async function aside(talk: Talk, work: (talk: Talk) => Promise<Outcome>): Promise<Outcome> {
  const { state, replies } = await work(talk);
  return interrupt({ state, desk: talk.desk }, replies);
}

/** Inside the form it is noted and the form goes on; before it, articles follow. */
function otherProblem(talk: Talk): Promise<Outcome> {
  const inIntake = topFrame(talk.state)?.dialog === 'contact-support';
  return inIntake ? aside(talk, async (own) => noteOtherProblem(own)) : notThisIncident(talk);
}

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
  'verification.send': pressVerification,
  'verification.check': pressVerification,
  'verification.again': pressVerification,
  'verification.skip': pressVerification,
  'health.other': otherProblem,
};

/** A pressed button: only on the draft that its card shows, so that an old card or a second press does nothing twice. */
async function act(talk: Talk, input: ActionInput): Promise<Outcome> {
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
