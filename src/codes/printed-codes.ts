import type { Log } from '../log.ts';
import type { CodeWay } from './code-sender.ts';

/**
 * For development, where there is neither a mail server nor a gateway: the code stands in the server's log and nowhere else.
 * The assembly never uses it in production.
 */
export function createPrintedCodes(log: Pick<Log, 'warn'>): CodeWay {
  return async ({ channel, code, locale }) =>
    log.warn({ channel, code, locale }, 'development: this verification code would have been sent');
}
