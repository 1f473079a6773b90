import http from 'node:http';
import https from 'node:https';

/** What came back of one GET; header names are lower case. */
export interface GraphAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** An answer longer than the bound; asking again would bring the same. */
export class AnswerTooLong extends Error {
  override readonly name = 'AnswerTooLong';
}

/** One GET; redirects are answers like others and never followed, because the token would go with them. */
export type GraphRequest = (call: {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** The longest body that is read, in bytes. */
  readonly maxBytes: number;
}) => Promise<GraphAnswer>;

/** Balancers forget connections that are silent for some minutes, without telling: a request on such a one is lost. */
const IDLE_MS = 30_000;

/**
 * GETs over connections that are kept.
 * @param proxyEnv `HTTPS_PROXY` and its like, by which Node's agents find a proxy
 * @throws AnswerTooLong, or another error when no whole answer came
 */
export function createGraphRequest(proxyEnv: Readonly<Record<string, string>>): GraphRequest {
  const kept = { keepAlive: true, timeout: IDLE_MS, proxyEnv: { ...proxyEnv } };
  const plain = new http.Agent(kept);
  const secure = new https.Agent(kept);
  return ({ url, headers, signal, maxBytes }) =>
    new Promise((resolve, reject) => {
      const options = { headers: { ...headers }, signal };
      const request =
        url.protocol === 'https:'
          ? https.request(url, { ...options, agent: secure })
          : http.request(url, { ...options, agent: plain });
      request.on('error', reject);
      request.once('response', (response) => read(response, maxBytes).then(resolve, reject));
      request.end();
    });
}

function read(response: http.IncomingMessage, maxBytes: number): Promise<GraphAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      chunks.push(chunk);
      if (size <= maxBytes) return;
      reject(new AnswerTooLong(`the answer is longer than ${maxBytes} bytes`));
      response.destroy();
    });
    response.once('error', reject);
    // A connection that breaks in the middle of an answer has no end.
    response.once('close', () => reject(new Error('the answer was broken off')));
    response.once('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
    });
  });
}
