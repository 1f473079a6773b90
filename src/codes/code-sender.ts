import type { CodeMessage, CodeSender } from '../domain/contact-codes.ts';
import { IntakeError } from '../domain/errors.ts';
import { CODE_CHANNELS, type CodeChannel } from '../domain/verification.ts';

/** One way of sending: resolves when the other side has taken the message. */
export type CodeWay = (message: CodeMessage) => Promise<void>;

/** The ways that are set up as one sender. */
export function createCodeSender(ways: Readonly<Partial<Record<CodeChannel, CodeWay>>>): CodeSender {
  return {
    channels: CODE_CHANNELS.filter((channel) => ways[channel] !== undefined),
    send: async (message) => {
      const way = ways[message.channel];
      if (way) return way(message);
      throw new IntakeError(
        'Unavailable',
        `No way is set up to send codes by ${message.channel}; set SMTP_URL or SMS_URL.`,
      );
    },
  };
}
