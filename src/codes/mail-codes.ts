import { isIP } from 'node:net';
import { z } from 'zod';
import type { CodeWords } from '../domain/contact-codes.ts';
import { IntakeError } from '../domain/errors.ts';
import type { CodeWay } from './code-sender.ts';

/** How a mail server is reached. */
export interface MailParts {
  /** `smtp://user:password@host:port` or `smtps://…`. */
  readonly url: string;
  /** The sender, for instance `Support <support@contoso.example>`. */
  readonly from: string;
  readonly words: CodeWords;
  /** Milliseconds for each step of the exchange, and for all of it. */
  readonly limits?: { readonly stepMs: number; readonly totalMs: number };
}

const LIMITS = { stepMs: 4_000, totalMs: 8_000 };

/**
 * Sends codes by SMTP (RFC 5321). Except to this machine it must be encrypted, from the start (`smtps`) or by STARTTLS
 * (RFC 3207): a code that travels readable proves nothing. A message is tried once; a second one would look like fraud.
 * The way rejects with IntakeError `Unavailable`, whose cause tells the number and the step of the server's answer.
 * The library is loaded here and not by the first code, which would make a turn that sends one slower than one that does not.
 */
export async function createMailCodes({ url, from, words, limits = LIMITS }: MailParts): Promise<CodeWay> {
  const { createTransport } = await import('nodemailer');
  const { hostname, port, protocol, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const host = hostname.replace(/^\[|\]$/g, '');
  const options = {
    host,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && !isThisMachine(host),
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    dnsTimeout: limits.stepMs,
    connectionTimeout: limits.stepMs,
    greetingTimeout: limits.stepMs,
    socketTimeout: limits.stepMs,
    // The text is ours, but a path or an address in it must never be opened.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  return async ({ to, ...message }) => {
    const transport = createTransport(options);
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(Object.assign(new Error(), { code: 'ETIMEDOUT' })), limits.totalMs);
    try {
      const { subject, text } = words(message);
      const envelope = { from, to: { name: '', address: to } };
      await Promise.race([transport.sendMail({ ...envelope, subject, text, headers: AUTOMATIC }), late.promise]);
    } catch (cause) {
      throw new IntakeError('Unavailable', 'The mail server did not take the message; check SMTP_URL and MAIL_FROM.', {
        cause: withoutAnswer(cause),
      });
    } finally {
      clearTimeout(timer);
      transport.close();
    }
  };
}

const failureSchema = z.object({
  code: z.string().max(30).optional().catch(undefined),
  responseCode: z.int().optional().catch(undefined),
  command: z.string().max(30).optional().catch(undefined),
});

/** Not the answer itself, which goes into the log: it may repeat the address and the code that it was sent. */
function withoutAnswer(cause: unknown): Error {
  const { code, responseCode, command } = failureSchema.catch({}).parse(cause);
  return new Error([code, responseCode, command].filter((part) => part !== undefined).join(' '));
}

/** So that nobody's absence is told to the sender (RFC 3834). */
const AUTOMATIC = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
