import type { Reply, TypedCode } from '../src/domain/activity.ts';
import type { Draft } from '../src/domain/draft.ts';
import { partnerHelps } from '../src/domain/eligibility.ts';
import type { Locale } from '../src/domain/locale.ts';
import { operatorSchema } from '../src/domain/person.ts';
import type { Policy } from '../src/domain/policy.ts';
import type { ServiceRequest } from '../src/domain/service-request.ts';
import { mayHoldCode } from '../src/domain/verification.ts';
import { exactChoice, isAnswer, isButton, mentions, numbered } from './choices.ts';
import {
  buttonTitles,
  type Outcome,
  say,
  suggest,
  type Talk,
  withButtons,
  withFrame,
  withoutFrames,
} from './dialog.ts';
import { emptyDraft } from './drafting.ts';
import { problemText, questionReply } from './intake-messages.ts';
import { questionOf } from './intake-questions.ts';
import { excerpt } from './limits.ts';
import { menuReplies } from './menu.ts';
import { phoneText } from './phone.ts';
import { phrase, phraseList, reasonText } from './phrases.ts';
import { plain } from './plain.ts';
import type { ConversationState, RecoveryFrame } from './state.ts';

/** The reduced form, asked after the code was right: consent stands before everything personal (rule R31). */
const QUESTIONS = ['consent', 'description', 'contactName', 'contactReach'] as const;

/**
 * Whether somebody says that they are an admin who cannot sign in, or that the last one is gone. Only asked of people whom
 * no directory knows: everybody else has the usual way.
 */
export function saysLockedOut(text: string): boolean {
  if (isButton(text, 'lockedOut') || isAnswer(text, 'lockedOut.whole')) return true;
  if (text.length > 300) return false;
  const names = (list: string) => mentions(text, `answers.lockedOut.${list}`);
  return names('admin') && names('stuck') && !names('other');
}

/** Asks for the domain of the organisation. What was told before is another problem, and waits until this dialog ends. */
export function startRecovery(talk: Talk): Outcome {
  const { state, desk } = talk;
  const next = { ...withoutFrames(state), draft: recoveryDraft(emptyDraft(desk, state.locale)) };
  const frame = { dialog: 'access-recovery', step: 'domain', domain: null, putAside: state.draft } as const;
  return showRecovery({ state: next, desk }, frame);
}

/** The state after this dialog, by whatever end: the person's other draft is there again. */
function leaveRecovery(state: ConversationState, frame: RecoveryFrame): ConversationState {
  return { ...withoutFrames(state), draft: frame.putAside ?? null };
}

/** Drops the request of access recovery, and nothing else. */
export function cancelRecovery({ state }: Talk, frame: RecoveryFrame): Outcome {
  const replies = withButtons([say(state.locale, 'cancelled')], state.locale, ['menu']);
  return { state: leaveRecovery(state, frame), replies };
}

/** What is known without asking: a core function fails for one person, and nothing replaces it. */
function recoveryDraft(draft: Draft): Draft {
  return {
    ...draft,
    kind: 'technical',
    topic: 'identity.password-policy',
    product: 'entra-id',
    facts: { serviceState: 'unavailable', affected: 'one-user', deadlineAtRisk: false, workaround: false },
  };
}

/** Shows the step on which the dialog stands. */
export function showRecovery({ state, desk }: Talk, frame: RecoveryFrame): Outcome {
  const talk: Talk = { state: withFrame(state, frame), desk };
  return { state: talk.state, replies: [stepReply(talk, frame)] };
}

function stepReply(talk: Talk, { step, domain }: RecoveryFrame): Reply {
  const { state, desk } = talk;
  const { locale } = state;
  const { digits, minutes } = desk.policy.verification;
  if (step === 'domain') return say(locale, 'recovery.askDomain');
  if (step === 'code') {
    const begun = say(locale, 'recovery.begun', { domain: plain(domain ?? ''), digits, minutes });
    return suggest(begun, buttonTitles(locale, ['resend', 'noCode']));
  }
  if (step === 'review')
    return suggest({ text: reviewText(talk) }, [phrase(locale, 'buttons.confirm'), phrase(locale, 'buttons.cancel')]);
  return questionReply(talk, questionOf(step), true);
}

/** Reads a message on the way to the one request of access recovery. */
export async function answerRecovery(
  talk: Talk,
  frame: RecoveryFrame,
  { text, code }: { readonly text: string; readonly code?: TypedCode },
): Promise<Outcome> {
  if (frame.step === 'domain') return nameDomain(talk, frame, text);
  if (frame.step === 'code') {
    const outcome = await answerCode(talk, frame, text, code ?? null);
    return { ...outcome, isSecret: mayHoldCode(text) };
  }
  if (frame.step === 'review') return answerReview(talk, frame, text);
  const draft = draftOf(talk);
  const question = questionOf(frame.step);
  const answer = await question.read(text, draft, talk.desk);
  if ('problem' in answer) {
    const why = problemText({ field: question.id, problem: answer.problem }, talk.state.locale);
    const again = questionReply(talk, question, false);
    return { state: talk.state, replies: [{ ...again, text: `${why}\n\n${again.text}` }] };
  }
  return advance({ ...talk, state: { ...talk.state, draft: recoveryDraft({ ...draft, ...answer.patch }) } }, frame);
}

/** The first question that is open; the review when there is none. */
function advance(talk: Talk, frame: RecoveryFrame): Outcome {
  const draft = draftOf(talk);
  const open = QUESTIONS.find((id) => questionOf(id).open(draft, talk.desk)) ?? 'review';
  return showRecovery(talk, { ...frame, step: open });
}

/** A domain in a sentence, an address of mail or the web: the last word with a dot in it. */
function domainIn(text: string): string {
  const named = text.normalize('NFKC').match(/[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu);
  return named?.at(-1)?.replace(/^www\./i, '') ?? text.trim();
}

async function nameDomain(talk: Talk, frame: RecoveryFrame, text: string): Promise<Outcome> {
  const { state, desk } = talk;
  const { locale } = state;
  const domain = domainIn(text.slice(0, 300));
  const started = await desk.recovery.begin(draftOf(talk), domain, locale);
  if (started.result === 'no-domain') return { state, replies: [say(locale, 'recovery.noDomain')] };
  if (started.result === 'begun') return showRecovery(talk, { ...frame, step: 'code', domain });
  const done = leaveRecovery(state, frame);
  if (started.result === 'filed') {
    const replies = [say(locale, 'recovery.already', { reference: started.reference })];
    return { state: done, replies: withButtons(replies, locale, ['menu']) };
  }
  const lead = started.result === 'too-many' ? [phrase(locale, 'recovery.tooMany')] : [];
  return { state: done, replies: byPhone(talk, lead) };
}

async function answerCode(talk: Talk, frame: RecoveryFrame, text: string, code: TypedCode): Promise<Outcome> {
  const { state, desk } = talk;
  const { locale } = state;
  if (code !== null) return checkCode(talk, frame, code);
  const asksNoCode = isAnswer(text, 'recovery.noCode') || isButton(text, 'noCode');
  const asksAgain = !asksNoCode && (isAnswer(text, 'verification.again') || isButton(text, 'resend'));
  if (asksAgain) return nameDomain(talk, frame, frame.domain ?? '');
  // The registered mailbox is often in the same tenant: who cannot get at it needs the way by phone, not the question again.
  if (asksNoCode || mentions(text, 'answers.recovery.noWay')) {
    // A code may be late: it still counts.
    const replies = [...byPhone(talk), say(locale, 'recovery.lateCode')];
    return {
      state,
      replies: withButtons(
        replies.map(({ text: told }) => ({ text: told })),
        locale,
        ['resend', 'cancel'],
      ),
    };
  }
  const { digits } = desk.policy.verification;
  const titles = buttonTitles(locale, ['resend', 'noCode']);
  return { state, replies: [suggest(say(locale, 'recovery.waiting', { digits }), titles)] };
}

async function checkCode(talk: Talk, frame: RecoveryFrame, code: string): Promise<Outcome> {
  const { state, desk } = talk;
  const { locale } = state;
  const { digits } = desk.policy.verification;
  if (code.length !== digits) return { state, replies: [say(locale, 'verification.wrongLength', { digits })] };
  const trial = await desk.recovery.check(draftOf(talk), code);
  if (trial.result === 'right') return advance(talk, frame);
  const titles = buttonTitles(locale, ['resend', 'noCode']);
  if (trial.result === 'wrong') {
    return { state, replies: [suggest(say(locale, 'verification.wrong', { left: trial.triesLeft }), titles)] };
  }
  return { state, replies: [suggest(say(locale, `recovery.over.${trial.why}`), titles)] };
}

/** The way for whoever gets no code, with the proof to have ready (rule R24). */
function byPhone({ state, desk }: Talk, lead: readonly string[] = []): readonly Reply[] {
  const { locale } = state;
  const proofs = phraseList(locale, 'recovery.proofs').map((proof) => `- ${proof}`);
  const way = phrase(locale, 'recovery.byPhone', { phone: reachableWay(desk.policy, locale) });
  // Nobody knows whose service it is, and the domain must not tell: both operators' ways stand there.
  const others = operatorSchema.options.filter((operator) => operator !== desk.policy.operator);
  const elsewhere = others.map((operator) =>
    phrase(locale, 'recovery.otherOperator', {
      operator: phrase(locale, `values.operator.${operator}`),
      way: reachableWay(desk.policyOf(operator), locale),
    }),
  );
  const text = [...lead, way, proofs.join('\n'), ...elsewhere].join('\n\n');
  return withButtons([{ text }], locale, ['menu']);
}

/** The number, or the page with the numbers: the admin center is what somebody who is locked out cannot open. */
function reachableWay(policy: Policy, locale: Locale): string {
  return policy.phone.display ?? policy.links.generalSupport?.[locale] ?? phoneText(policy, locale);
}

function reviewText(talk: Talk): string {
  const { locale } = talk.state;
  const { description, contactName, contactPhone, contactEmail } = draftOf(talk);
  const lines = Object.entries({ description, contactName, contactPhone, contactEmail }).flatMap(([field, value]) =>
    value ? [`- ${phrase(locale, 'labelled', { label: phrase(locale, `fields.${field}`), value: shown(value) })}`] : [],
  );
  const choices = numbered([phrase(locale, 'buttons.confirm'), phrase(locale, 'buttons.cancel')]);
  return [phrase(locale, 'recovery.review'), lines.join('\n'), choices].join('\n\n');
}

function shown(value: string): string {
  return plain(excerpt(value.replaceAll('\n', ' ')));
}

async function answerReview(talk: Talk, frame: RecoveryFrame, text: string): Promise<Outcome> {
  const { state, desk } = talk;
  const { locale } = state;
  const choice = exactChoice(text, 'reviewChoice', ['confirm', 'cancel']);
  if (choice === 'confirm' || isAnswer(text, 'yes') || isAnswer(text, 'confirm.yes')) {
    const draft = draftOf(talk);
    const request = await desk.recovery.submit(draft, frame.domain ?? '', locale);
    const done = leaveRecovery(state, frame);
    if (!request) return { state: done, replies: byPhone(talk, [phrase(locale, 'recovery.notFiled')]) };
    const filed = phrase(locale, 'recovery.filed', { reference: request.reference });
    const replies = [{ text: [filed, ...partnerTexts(talk, request)].join('\n\n') }];
    return { state: { ...done, filed: draft.id }, replies: withButtons(replies, locale, ['menu']) };
  }
  if (choice === 'cancel') return cancelRecovery(talk, frame);
  return { state, replies: [say(locale, 'recovery.confirmOrCancel')] };
}

/** One step back; from the domain out of the dialog, and never behind a code that was right. */
export function backInRecovery(talk: Talk, frame: RecoveryFrame): Outcome {
  if (frame.step === 'domain') {
    const { locale } = talk.state;
    return { state: leaveRecovery(talk.state, frame), replies: menuReplies(talk, phrase(locale, 'menu')) };
  }
  if (frame.step === 'code') return showRecovery(talk, { ...frame, step: 'domain' });
  const steps = [...QUESTIONS, 'review'] as const;
  return showRecovery(talk, { ...frame, step: steps[steps.indexOf(frame.step) - 1] ?? frame.step });
}

/**
 * Rule R7 after the fact: before the right code nothing may be told of an organisation, so the request is filed all the same
 * (staff see in its tenant how it bought), and the person learns who else helps.
 */
function partnerTexts({ state, desk }: Talk, { tenant }: ServiceRequest): readonly string[] {
  const reason = partnerHelps(desk.policyOf(tenant.operator), tenant);
  if (!reason) return [];
  const way = `refusal.${reason.code}${reason.params?.partner ? '_named' : ''}`;
  return [reasonText(reason, state.locale), phrase(state.locale, way)];
}

function draftOf({ state, desk }: Talk): Draft {
  return state.draft ?? recoveryDraft(emptyDraft(desk, state.locale));
}
