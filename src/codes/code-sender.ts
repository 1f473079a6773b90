import type { CodeMessage, CodeSender } from '../domain/contact-codes.ts';
import { IntakeError } from '../domain/errors.ts';
import type { Operator } from '../domain/person.ts';
import { CODE_CHANNELS, type CodeChannel } from '../domain/verification.ts';

/** One way of sending: resolves when the other side has taken the message. */
export type CodeWay = (message: CodeMessage) => Promise<void>;

/**
 * The ways that are set up as one sender.
 * @param mayUse whether what belongs to an operator's tenants may go that way (rule R31)
 */
export function createCodeSender(
  ways: Readonly<Partial<Record<CodeChannel, CodeWay>>>,
  mayUse: (operator: Operator, channel: CodeChannel) => boolean,
): CodeSender {
  return {
    channels: (operator) => CODE_CHANNELS.filter((channel) => ways[channel] !== undefined && mayUse(operator, channel)),
    send: async (message) => {
      const { channel, operator } = message;
      const way = mayUse(operator, channel) ? ways[channel] : undefined;
      if (way) return way(message);
      throw new IntakeError(
        'Unavailable',
        `No way is set up to send codes by ${channel} for ${operator}; set SMTP_URL or SMS_URL to a host that its policy allows.`,
      );
    },
  };
}
