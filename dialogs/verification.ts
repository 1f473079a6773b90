import { z } from 'zod';
import type { Reply, TypedCode } from '../src/domain/activity.ts';
import type { CodeSending, OfferedContact } from '../src/domain/contact-codes.ts';
import type { Draft } from '../src/domain/draft.ts';
import { mayHoldCode } from '../src/domain/verification.ts';
import { answerReply } from './answers.ts';
import { codeChoiceCard, codeEntryCard } from './cards/code-cards.ts';
import { asks, isAnswer, isButton, numbered } from './choices.ts';
import {
  type ActionInput,
  buttonTitles,
  type Outcome,
  say,
  speaksInCards,
  suggest,
  type Talk,
  withFrame,
  withoutFrame,
} from './dialog.ts';
import { reviewReply } from './intake-messages.ts';
import { phrase } from './phrases.ts';
import type { ContactSupportFrame, VerificationFrame } from './state.ts';
import { submitDraft } from './submission.ts';

const CHOOSE: VerificationFrame = { dialog: 'verification', step: 'choose' };
const GIVE: VerificationFrame = { dialog: 'verification', step: 'code' };

/**
 * Files a confirmed draft, or first asks for a code where its contact is not registered (rule R25). Where no code can be
 * sent there is no question: the request is filed as unverified.
 */
export async function verifyAndSubmit(talk: Talk, draft: Draft): Promise<Outcome> {
  const offers = await talk.desk.codes.offers(draft);
  return offers.length === 0 ? submitDraft(talk, draft) : choose(talk, draft, offers, 'verification.ask');
}

/**
 * Shows again where the dialog stands, after an interruption. It never files nor refuses: a word in between is no
 * decision. Where there is nothing to choose any more, it leads back to the review.
 */
export async function showVerification(talk: Talk, frame: VerificationFrame): Promise<Outcome> {
  const { draft, locale } = talk.state;
  if (!draft) return { state: talk.state, replies: [] };
  if (frame.step === 'code') return give(talk, draft, phrase(locale, 'verification.again', digitsOf(talk)));
  const offers = await talk.desk.codes.offers(draft);
  if (offers.length > 0) return choose(talk, draft, offers, 'verification.ask');
  return isNotKnownNow(talk) ? choose(talk, draft, [], 'verification.notNow') : backToReview(talk, draft);
}

/** Whoever came this far was known: now the directory does not answer, and may answer the next message. */
function isNotKnownNow({ desk }: Talk): boolean {
  return desk.person === null;
}

function backToReview(talk: Talk, draft: Draft): Outcome {
  const review: ContactSupportFrame = { dialog: 'contact-support', step: 'review', answered: [] };
  const state = withFrame(withoutFrame(talk.state, 'verification'), review);
  return { state, replies: [reviewReply({ ...talk, state }, draft)] };
}

/** Reads a message while a code is offered or awaited. */
export async function answerVerification(
  before: Talk,
  frame: VerificationFrame,
  { text, code }: { readonly text: string; readonly code?: TypedCode },
): Promise<Outcome> {
  const talk: Talk = { ...before, state: { ...before.state, modality: 'text' } };
  const outcome = await answer(talk, frame, { text, code: code ?? null });
  return mayHoldCode(text) ? secret(outcome) : outcome;
}

async function answer(
  talk: Talk,
  frame: VerificationFrame,
  { text, code }: { readonly text: string; readonly code: TypedCode },
): Promise<Outcome> {
  const { draft } = talk.state;
  if (!draft) return { state: talk.state, replies: [] };
  const offers = await talk.desk.codes.offers(draft);
  const picked = frame.step === 'choose' ? pick(text, offers) : -1;
  if (picked >= 0) return send(talk, draft, offers, picked);
  if (code) return check(talk, draft, code);
  const skipNumber = frame.step === 'choose' && offers.length > 0 ? String(offers.length + 1) : null;
  if (isSkip(text) || text.trim() === skipNumber) return submitDraft(talk, draft);
  if (isAnswer(text, 'verification.again') || isButton(text, 'sendAgain')) return showVerification(talk, CHOOSE);
  return aside(talk, frame, text);
}

function isSkip(text: string): boolean {
  return isAnswer(text, 'verification.skip') || isButton(text, 'skipCode');
}

/** The contact that a message names: by number, title, mask, last digits, or the only one of a channel. */
function pick(text: string, offers: readonly OfferedContact[]): number {
  const words = text.trim();
  if (/^\d$/.test(words)) return offers[Number(words) - 1] ? Number(words) - 1 : -1;
  if (offers.length === 1 && (isAnswer(text, 'yes') || isAnswer(text, 'verification.send'))) return 0;
  const ends = /^\d{2,4}$/.test(words) ? words : null;
  const named = offers.findIndex(({ masked }) => words.includes(masked) || (ends !== null && masked.endsWith(ends)));
  if (named >= 0) return named;
  const channel = offers.find((offer) => isAnswer(text, `verification.${offer.channel}`))?.channel;
  return offers.findIndex((offer) => offer.channel === channel);
}

/** A question in between is answered, and the thread taken up again. */
async function aside(talk: Talk, frame: VerificationFrame, text: string): Promise<Outcome> {
  const { locale } = talk.state;
  const resumed = await showVerification(talk, frame);
  const topic = asks(text) ? (await talk.desk.understand(withoutDigits(text))).topic : 'none';
  const answer = topic === 'support.verification-code' ? answerReply(talk, topic).text : null;
  const first = answer === null ? say(locale, 'verification.notUnderstood', digitsOf(talk)) : { text: answer };
  return { ...resumed, replies: [first, ...resumed.replies] };
}

/** Digits may be a code, also two of them in a question, and the recogniser may be a service of somebody else. */
function withoutDigits(text: string): string {
  return text.normalize('NFKC').replace(/\p{Nd}+/gu, ' ');
}

/** A pressed button of the cards; the contact is named by its mask, for the list may have changed meanwhile. */
export async function pressVerification(talk: Talk, input: ActionInput): Promise<Outcome> {
  const { draft, locale } = talk.state;
  if (!draft || !talk.state.stack.some(({ dialog }) => dialog === 'verification')) {
    return { state: talk.state, replies: [say(locale, 'outdatedCard')], isSecret: input.code != null };
  }
  if (input.verb === 'verification.skip') return submitDraft(talk, draft);
  if (input.verb === 'verification.again') return showVerification(talk, CHOOSE);
  if (input.verb === 'verification.check') return check(talk, draft, input.code ?? '');
  const offers = await talk.desk.codes.offers(draft);
  const to = z.string().safeParse(input.data.to).data;
  const at = offers.findIndex(({ masked }) => masked === to);
  return at < 0 ? showVerification(talk, CHOOSE) : send(talk, draft, offers, at);
}

async function send(talk: Talk, draft: Draft, offers: readonly OfferedContact[], at: number): Promise<Outcome> {
  const { locale } = talk.state;
  const sending: CodeSending = await talk.desk.codes.send(draft, at, locale);
  if (sending.result === 'too-many') return choose(talk, draft, [], 'verification.tooMany');
  if (sending.result === 'failed') {
    const key = offers.length > 1 ? 'verification.failedOther' : 'verification.failed';
    return choose(talk, draft, offers, key);
  }
  const { channel, masked: to, minutes } = sending;
  return give(talk, draft, phrase(locale, `verification.sent.${channel}`, { to, minutes, ...digitsOf(talk) }));
}

/** A number of another length is no guess, and costs no try. */
async function check(talk: Talk, draft: Draft, code: string): Promise<Outcome> {
  const { locale } = talk.state;
  const { digits } = digitsOf(talk);
  if (code.length !== digits) {
    return secret(give(talk, draft, phrase(locale, 'verification.wrongLength', { digits })));
  }
  if (isNotKnownNow(talk)) return secret(give(talk, draft, phrase(locale, 'verification.notNow')));
  const trial = await talk.desk.codes.check(draft, code);
  if (trial.result === 'right') return secret(await submitDraft(talk, draft));
  if (trial.result === 'wrong') {
    return secret(give(talk, draft, phrase(locale, 'verification.wrong', { left: trial.triesLeft })));
  }
  const offers = await talk.desk.codes.offers(draft);
  return secret(choose(talk, draft, offers, `verification.over.${trial.why}`));
}

function secret(outcome: Outcome): Outcome {
  return { ...outcome, isSecret: true };
}

function choose(talk: Talk, draft: Draft, offers: readonly OfferedContact[], key: string): Outcome {
  const { locale } = talk.state;
  const state = withFrame(talk.state, CHOOSE);
  const lead = phrase(locale, key);
  const ways = offers.map(({ channel, masked }) => phrase(locale, `verification.way.${channel}`, { to: masked }));
  const options = [...ways, phrase(locale, 'buttons.skipCode')];
  const reply: Reply = speaksInCards(state)
    ? { text: lead, card: codeChoiceCard({ lead, offers }, draft.id, locale) }
    : suggest({ text: ways.length > 0 ? `${lead}\n\n${numbered(options)}` : lead }, options);
  return { state, replies: [reply] };
}

function give(talk: Talk, draft: Draft, lead: string): Outcome {
  const { locale } = talk.state;
  const state = withFrame(talk.state, GIVE);
  const reply: Reply = speaksInCards(state)
    ? { text: lead, card: codeEntryCard(lead, draft.id, digitsOf(talk).digits, locale) }
    : suggest({ text: lead }, buttonTitles(locale, ['sendAgain', 'skipCode']));
  return { state, replies: [reply] };
}

function digitsOf({ desk }: Talk): { readonly digits: number } {
  return { digits: desk.policy.verification.digits };
}
