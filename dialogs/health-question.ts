import { asks, mentions } from './choices.ts';
import { type Talk, topFrame } from './dialog.ts';

/** A longer message tells a problem, and is taken for one. */
const LONGEST_QUESTION = 40;

/**
 * Whether somebody who is in the middle of a problem asks how a service is, such as "is Teams down?". The recogniser reads the
 * product of such a question, and it would go into the description as a detail; rule R11 has it answered at any time.
 */
export function asksHealthBetween({ state }: Talk, text: string): boolean {
  const dialog = topFrame(state)?.dialog;
  if (dialog !== 'self-help' && dialog !== 'known-incident') return false;
  return text.length <= LONGEST_QUESTION && asks(text) && mentions(text, 'healthQuestion');
}
