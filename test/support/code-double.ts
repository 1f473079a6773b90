import { createSealedCodes } from '../../src/codes/sealed-codes.ts';
import type { CodeMessage, CodeSecrets, CodeSender } from '../../src/domain/contact-codes.ts';
import { IntakeError } from '../../src/domain/errors.ts';
import type { CodeChannel } from '../../src/domain/verification.ts';

/** The first code that the double makes; each further one is one more. */
export const FIRST_CODE = '246801';

/** A sender that keeps what it is given, and real seals over codes that count up. */
export interface CodeDouble {
  readonly sender: CodeSender;
  readonly secrets: CodeSecrets;
  /** What was sent, in order. */
  readonly sent: readonly CodeMessage[];
}

/** @param options.fail whether every message is refused */
export function createCodeDouble(
  options: { readonly channels: readonly CodeChannel[]; readonly fail?: boolean } = { channels: [] },
): CodeDouble {
  const sent: CodeMessage[] = [];
  let next = Number(FIRST_CODE);
  const send = async (message: CodeMessage) => {
    if (options.fail) throw new IntakeError('Unavailable', 'nobody takes it');
    sent.push(message);
  };
  const newCode = () => {
    next += 1;
    return String(next - 1);
  };
  const secrets = { ...createSealedCodes(['the-secret-of-the-tests-0123456789abcdef']), newCode };
  return { sender: { channels: () => options.channels, send }, secrets, sent };
}
