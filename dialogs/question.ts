import type { Draft } from '../src/domain/draft.ts';
import type { SupportDesk } from '../src/domain/support-desk.ts';
import type { QuestionId } from './state.ts';

/**
 * What an answer changes in the draft, with a key of the texts for what the person should know of it; or why it is no
 * answer, a key under `problems`.
 */
export type Answer = { readonly patch: Partial<Draft>; readonly note?: string } | { readonly problem: string };

/** One question of the intake, as data: when it is open, what can be picked, how an answer is read. */
export interface Question {
  readonly id: QuestionId;
  /** Whether the draft still needs the answer. */
  open(draft: Draft, desk: SupportDesk): boolean;
  /** Values to pick from, in order; empty where the answer is free text. `yes-no` shows those two words. */
  readonly options: readonly string[] | 'yes-no';
  /** Reads an answer in words: a number of the list, a word, or a sentence. */
  read(text: string, draft: Draft, desk: SupportDesk): Promise<Answer>;
}
