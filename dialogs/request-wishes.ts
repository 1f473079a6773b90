import type { Reply } from '../src/domain/activity.ts';
import { findReference } from '../src/domain/reference.ts';
import type { RequestWish, ServiceRequest } from '../src/domain/service-request.ts';
import { asks, isBrief, mentions, numbered, placeInList, wordsOf } from './choices.ts';
import { plainWords } from './commands.ts';
import { mayFile, type Outcome, say, suggest, type Talk, withButtons, withFrame } from './dialog.ts';
import { excerpt } from './limits.ts';
import { phoneText } from './phone.ts';
import { phrase } from './phrases.ts';
import { plain } from './plain.ts';
import { statusText, tellStatus } from './request-status.ts';
import type { ConversationState, RequestWishFrame } from './state.ts';

/** The strongest first: who complains that nobody answers complains. */
const BY_STRENGTH: readonly RequestWish[] = ['complaint', 'escalate', 'reopen', 'withdraw', 'information', 'chase'];

/** Whoever presses is told what a level follows from, and the second way (rules R24, S6). */
const PRESSING = new Set<RequestWish>(['chase', 'complaint', 'escalate']);

const LONGEST = 2000;

/** Whether a wish is that it goes faster or higher. */
export function isPressing(wish: RequestWish | null): boolean {
  return wish !== null && PRESSING.has(wish);
}

/** What a sentence asks for about a request that is filed, or null: chase (催单), complaint (投诉), escalate (升级) and the like. */
export function statedWish(text: string): RequestWish | null {
  return BY_STRENGTH.find((wish) => mentions(text, `answers.requestWish.${wish}`)) ?? null;
}

/**
 * What somebody asks for about the request that was just filed in this conversation, or null: "please close it" is about
 * that one and nothing else, and what begins with "please add" is no new problem.
 */
export function wishAfterFiling({ state }: Talk, text: string): RequestWish | null {
  const isOver = state.filed !== null && state.draft === null && state.stack.length === 0;
  // A request that is named is looked up, also where it is another one.
  if (!isOver || asks(text) || findReference(text)) return null;
  const wish = statedWish(text);
  const words = plainWords(text);
  const begins = wish !== null && wordsOf(`answers.requestWish.${wish}`).some((word) => words.startsWith(word));
  return begins || (wish === 'withdraw' && isBrief(text)) ? wish : null;
}

/**
 * Keeps what somebody wants of the request that they name: its state is read back, the words go to staff, and nothing is
 * raised by itself (rule S6).
 */
export async function keepWish(talk: Talk, wish: RequestWish, text: string): Promise<Outcome> {
  if (!mayFile(talk)) return tellStatus(talk, null);
  return keep(talk, findReference(text) ?? '', wish, excerpt(text.trim(), LONGEST));
}

/** The same without a reference: it is the one open request, or the person says which; null when none is open. */
export async function keepWishOfOpen(talk: Talk, wish: RequestWish, text: string): Promise<Outcome | null> {
  if (!mayFile(talk)) return null;
  const words = excerpt(text.trim(), LONGEST);
  const open = (await talk.desk.recentRequests()).filter(({ status }) => status !== 'closed' && status !== 'cancelled');
  const [first, ...others] = open;
  if (!first) return null;
  return others.length === 0 ? keep(talk, first.reference, wish, words) : askWhich(talk, open, wish, words);
}

/** Nothing is open that could be chased; whoever may look at no requests is told that. */
export async function nothingOpen(talk: Talk): Promise<Outcome> {
  const { state } = talk;
  if (!mayFile(talk)) return tellStatus(talk, null);
  const { locale } = state;
  return { state, replies: withButtons([say(locale, 'wish.noRequest')], locale, ['contactSupport', 'menu']) };
}

function askWhich({ state }: Talk, open: readonly ServiceRequest[], wish: RequestWish, words: string): Outcome {
  const { locale } = state;
  const references = open.map(({ reference }) => reference);
  const lines = open.map(({ reference, title }) => `${reference} · ${plain(excerpt(title, 60))}`);
  const question: Reply = { text: `${phrase(locale, 'wish.which')}\n\n${numbered(lines)}` };
  return {
    state: withFrame(state, { dialog: 'request-wish', wish, words, references }),
    replies: [suggest(question, references)],
  };
}

/** The answer to "which request": its number in the list or its reference; null when it is something else. */
export async function answerWhich(talk: Talk, frame: RequestWishFrame, text: string): Promise<Outcome | null> {
  const state = withoutWish(talk.state);
  const place = placeInList(text);
  const picked = place === null ? findReference(text) : frame.references[place - 1];
  return picked ? keep({ ...talk, state }, picked, frame.wish, frame.words) : null;
}

/** The state without the question which request is meant. */
export function withoutWish(state: ConversationState): ConversationState {
  return { ...state, stack: state.stack.filter(({ dialog }) => dialog !== 'request-wish') };
}

async function keep({ state, desk }: Talk, reference: string, wish: RequestWish, words: string): Promise<Outcome> {
  const { locale } = state;
  const remarked = await desk.remark(reference, wish, words);
  if (!remarked) return { state, replies: [say(locale, 'status.notFound', { reference })] };
  const { request, result } = remarked;
  const isLate = request.status === 'new' && request.response.dueAt !== null && request.response.dueAt < desk.now;
  const lines = [
    phrase(locale, result === 'kept' ? `wish.kept.${wish}` : 'wish.full', { reference }),
    statusText(request, { state, desk }),
    ...(isLate ? [phrase(locale, 'wish.late')] : []),
    ...(isPressing(wish)
      ? [phrase(locale, 'wish.level'), phrase(locale, 'wish.phone', { phone: phoneText(desk.policy, locale) })]
      : []),
  ];
  return { state, replies: [{ text: lines.join('\n\n') }] };
}
