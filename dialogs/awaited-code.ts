import { isBareCode, mayHoldCode } from '../src/domain/verification.ts';
import { type ConversationState, reviveState } from './state.ts';

/**
 * Whether what somebody writes to staff, while the bot only listens, may be a one-time code and is kept as a mask (rule R25).
 * Where the bot was waiting for a code, every message with enough digits may be one. Elsewhere only six digits and nothing
 * else are, the form of codes everywhere, also of those that agents give on the phone: staff ask for invoices, phone
 * numbers and error codes, and must be able to read the answer.
 * @param stored the state of the conversation as it is kept
 */
export function mayBeTypedCode(stored: unknown, text: string): boolean {
  const revived = reviveState(stored);
  const isAwaited = revived.kind === 'ready' && awaitsCode(revived.state);
  return isAwaited ? mayHoldCode(text) : isBareCode(text, USUAL_DIGITS);
}

const USUAL_DIGITS = 6;

function awaitsCode({ stack }: ConversationState): boolean {
  const frame = stack.at(-1);
  return frame?.dialog === 'verification' || (frame?.dialog === 'access-recovery' && frame.step === 'code');
}
