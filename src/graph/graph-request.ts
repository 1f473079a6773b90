import { type HttpAnswer, keptConnections, type ProxyEnvironment, readAnswer } from '../http-exchange.ts';

/** One GET; redirects are answers like others and never followed, because the token would go with them. */
export type GraphRequest = (call: {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** The longest body that is read, in bytes. */
  readonly maxBytes: number;
}) => Promise<HttpAnswer>;

/**
 * GETs over connections that are kept.
 * @throws AnswerTooLong, or another error when no whole answer came
 */
export function createGraphRequest(proxyEnv: ProxyEnvironment): GraphRequest {
  const open = keptConnections(proxyEnv);
  return ({ url, headers, signal, maxBytes }) =>
    new Promise((resolve, reject) => {
      const request = open(url, { headers: { ...headers }, signal });
      request.on('error', reject);
      request.once('response', (response) => readAnswer(response, maxBytes, 'refuse').then(resolve, reject));
      request.end();
    });
}
