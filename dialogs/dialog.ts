import type { Input, Reply } from '../src/domain/activity.ts';
import type { Locale } from '../src/domain/locale.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
import type { PhraseValues } from './phrase-templates.ts';
import { phrase } from './phrases.ts';
import type { ConversationState, Frame } from './state.ts';

/** What every dialog is given: the state as it is, and the one door to the business. */
export interface Talk {
  readonly state: ConversationState;
  readonly desk: SupportDesk;
}

/** What a dialog answers: the state as it will be, and what to say. */
export interface Outcome {
  readonly state: ConversationState;
  readonly replies: readonly Reply[];
  /** The input was a code, and must be stored as a mask only. */
  readonly isSecret?: boolean;
}

/** A pressed card button with its fields. */
export type ActionInput = Extract<Input, { type: 'action' }>;

/** The dialog on top, or null when nothing is under way. */
export function topFrame(state: ConversationState): Frame | null {
  return state.stack.at(-1) ?? null;
}

/** The state with this dialog on top; one of the same name is replaced, so that no dialog waits under itself. */
export function withFrame(state: ConversationState, frame: Frame): ConversationState {
  return { ...state, stack: [...state.stack.filter(({ dialog }) => dialog !== frame.dialog), frame] };
}

/** The state without this dialog, whatever else is under way. */
export function withoutFrame(state: ConversationState, dialog: Frame['dialog']): ConversationState {
  return { ...state, stack: state.stack.filter((frame) => frame.dialog !== dialog) };
}

/** The state with nothing under way. */
export function withoutFrames(state: ConversationState): ConversationState {
  return { ...state, stack: [] };
}

/** Whether a request could be opened at all: nobody is offered a button that would only refuse them. */
export function mayFile({ desk }: Talk): boolean {
  return desk.eligibility(true).result !== 'refused';
}

/** A reply of one sentence. */
export function say(locale: Locale, key: string, values?: PhraseValues): Reply {
  return { text: phrase(locale, key, values) };
}

/** Whether the next message should carry a card. */
export function speaksInCards(state: ConversationState): boolean {
  return state.modality === 'cards';
}

/** A reply with buttons under it; each sends its own title. */
export function suggest(reply: Reply, titles: readonly string[]): Reply {
  return { ...reply, suggestions: titles.map((title) => ({ title, value: title })) };
}

/** The titles of the buttons with these names, which stand under `buttons` of the texts. */
export function buttonTitles(locale: Locale, names: readonly string[]): readonly string[] {
  return names.map((name) => phrase(locale, `buttons.${name}`));
}

/** The last reply with the buttons of these names. */
export function withButtons(replies: readonly Reply[], locale: Locale, names: readonly string[]): readonly Reply[] {
  const last = replies.at(-1);
  return last ? [...replies.slice(0, -1), suggest(last, buttonTitles(locale, names))] : replies;
}

/** Dialogs in which what is written is an answer, and no new subject. */
const FORMS = new Set<string | undefined>(['contact-support', 'verification', 'access-recovery']);

/** Whether a form is open: what is written is an answer to it then. */
export function inForm(state: ConversationState): boolean {
  return FORMS.has(topFrame(state)?.dialog);
}

/** A reply without its buttons, where others follow that are the way on. */
export function withoutSuggestions({ suggestions: _none, ...reply }: Reply): Reply {
  return reply;
}
