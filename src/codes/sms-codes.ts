import type { CodeWords } from '../domain/contact-codes.ts';
import { IntakeError } from '../domain/errors.ts';
import { type HttpAnswer, keptConnections, type ProxyEnvironment, readAnswer } from '../http-exchange.ts';
import type { CodeWay } from './code-sender.ts';

/** How a gateway for text messages is reached. */
export interface SmsParts {
  /** It is sent `{"to": "+861055550100", "text": "…"}`; a user and password in it become basic authorization. */
  readonly url: string;
  /** Shown as `Authorization: Bearer …` where there is one. */
  readonly token: string | null;
  readonly words: CodeWords;
  readonly proxyEnv?: ProxyEnvironment;
  /** Milliseconds for the whole exchange. */
  readonly totalMs?: number;
}

const TOTAL_MS = 8_000;
const MOST_ANSWER_BYTES = 64 * 1024;

/**
 * Sends codes through an HTTP gateway. Any 2xx means that it took the message; a redirect is not followed, because the code
 * would go to an address that nobody set. The way rejects with IntakeError `Unavailable`, which tells the status.
 */
export function createSmsCodes({ url, token, words, proxyEnv = {}, totalMs = TOTAL_MS }: SmsParts): CodeWay {
  const request = keptConnections(proxyEnv);
  const { address, authorization } = splitCredentials(url, token);
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...authorization };

  const post = (body: string): Promise<HttpAnswer> =>
    new Promise((resolve, reject) => {
      const signal = AbortSignal.timeout(totalMs);
      const sending = request(address, {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        signal,
      });
      sending.once('response', (response) => readAnswer(response, MOST_ANSWER_BYTES, 'cut').then(resolve, reject));
      sending.once('error', reject);
      sending.end(body);
    });

  return async ({ to, ...message }) => {
    const body = JSON.stringify({ to: to.replace(/[^+\d]/g, ''), text: words(message).text });
    let status: number;
    try {
      ({ status } = await post(body));
    } catch (cause) {
      throw new IntakeError('Unavailable', 'The gateway for text messages did not answer; check SMS_URL.', { cause });
    }
    if (status >= 200 && status < 300) return;
    // Not the answer itself: it may repeat what it was sent.
    throw new IntakeError('Unavailable', `The gateway for text messages refused with status ${status}; check SMS_URL.`);
  };
}

function splitCredentials(url: string, token: string | null) {
  const address = new URL(url);
  const { username, password } = address;
  address.username = '';
  address.password = '';
  if (token !== null) return { address, authorization: { authorization: `Bearer ${token}` } };
  if (username === '') return { address, authorization: {} };
  const pair = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  return { address, authorization: { authorization: `Basic ${pair}` } };
}
