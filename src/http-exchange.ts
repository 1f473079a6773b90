import http from 'node:http';
import https from 'node:https';

/** Variables by which Node's agents find a proxy: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`. */
export type ProxyEnvironment = Readonly<Record<string, string>>;

/** What came back; header names are lower case. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** An answer longer than the bound; asking again would bring the same. */
export class AnswerTooLong extends Error {
  override readonly name = 'AnswerTooLong';
}

/** Balancers forget connections that are silent for some minutes, without telling: a request on such a one is lost. */
const IDLE_MS = 30_000;

/**
 * Requests over connections that are kept.
 * @param idleMs milliseconds after which a connection that nobody uses is closed
 */
export function keptConnections(
  proxyEnv: ProxyEnvironment,
  idleMs = IDLE_MS,
): (url: URL, options: http.RequestOptions) => http.ClientRequest {
  const kept = { keepAlive: true, timeout: idleMs, proxyEnv: { ...proxyEnv } };
  const plain = new http.Agent(kept);
  const secure = new https.Agent(kept);
  return (url, options) =>
    url.protocol === 'https:'
      ? https.request(url, { ...options, agent: secure })
      : http.request(url, { ...options, agent: plain });
}

/**
 * Reads an answer to its end, by events: an async iterator takes several times as long as the whole answer.
 * @param longer what becomes of more than `maxBytes`: `cut` drops the rest, so that the connection can be used again,
 *   `refuse` ends the connection
 * @throws AnswerTooLong, or another error when no whole answer came
 */
export async function readAnswer(
  response: http.IncomingMessage,
  maxBytes: number,
  longer: 'cut' | 'refuse',
): Promise<HttpAnswer> {
  const text = (await readBody(response, maxBytes, longer)).toString('utf8');
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}

/** The bytes of an answer, bounded as for {@link readAnswer}. @throws AnswerTooLong, or another error when no whole answer came */
export function readBody(response: http.IncomingMessage, maxBytes: number, longer: 'cut' | 'refuse'): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else if (longer === 'refuse') {
        reject(new AnswerTooLong(`the answer is longer than ${maxBytes} bytes`));
        response.destroy();
      }
    });
    response.once('error', reject);
    // A connection that breaks in the middle of an answer has no end.
    response.once('close', () => reject(new Error('the answer was broken off')));
    response.once('end', () => resolve(Buffer.concat(chunks)));
  });
}
