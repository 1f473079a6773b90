import http from 'node:http';
import https from 'node:https';
import { z } from 'zod';

/** Variables by which Node's agents find a proxy: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`. */
export type ProxyEnvironment = Readonly<Record<string, string>>;

/** A connector that answered something else than success; failedSend reads status and pause. */
class ConnectorError extends Error {
  readonly statusCode: number;
  readonly response: { readonly headers: { get(name: string): string | undefined } };

  constructor(statusCode: number, headers: http.IncomingHttpHeaders) {
    super(`The connector answered ${statusCode}.`);
    this.name = 'ConnectorError';
    this.statusCode = statusCode;
    this.response = {
      headers: {
        get: (name) => {
          const value = headers[name];
          return Array.isArray(value) ? value[0] : value;
        },
      },
    };
  }
}

/** Posts activities over connections that are kept. */
export interface ActivityPosts {
  /**
   * @param url of the operation
   * @param token of the bot, or null where none is asked for
   * @returns the id that the channel gave the activity, or an empty text
   * @throws ConnectorError, or the error of node:net when no answer came
   */
  post(url: string, token: string | null, activity: unknown): Promise<{ id: string }>;
}

const ANSWER_BYTES = 64 * 1024;
/** Connections to one channel; more wait their turn. */
const MOST_CONNECTIONS = 100;
/** The caller gives up sooner; this only frees a connection that nobody waits for any more. */
const SILENCE_MS = 30_000;

const answerSchema = z.object({ id: z.string().max(1000) });

/**
 * The two calls that every turn makes (Bot Connector REST API, "Send to Conversation" and "Reply to Activity"), without the
 * SDK's pipeline of policies, which takes several times as long as the call itself.
 */
export function createActivityPosts(proxyEnv: ProxyEnvironment): ActivityPosts {
  const kept = { keepAlive: true, maxSockets: MOST_CONNECTIONS, proxyEnv: { ...proxyEnv } };
  const plain = new http.Agent(kept);
  const secure = new https.Agent(kept);
  return {
    post: (url, token, activity) => {
      const body = Buffer.from(JSON.stringify(activity));
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'content-length': String(body.length),
        accept: 'application/json',
        'user-agent': 'Microsoft-BotFramework/3.1 support-intake-bot',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      };
      const options = { method: 'POST', headers, timeout: SILENCE_MS };
      return new Promise((resolve, reject) => {
        const request = url.startsWith('https:')
          ? https.request(url, { ...options, agent: secure })
          : http.request(url, { ...options, agent: plain });
        request.once('response', (response) => read(response).then(resolve, reject));
        request.once('timeout', () => request.destroy(new Error('the connector was silent for too long')));
        request.once('error', reject);
        request.end(body);
      });
    },
  };
}

function read(response: http.IncomingMessage): Promise<{ id: string }> {
  const status = response.statusCode ?? 0;
  const chunks: Buffer[] = [];
  let size = 0;
  // Not an async iterator: it takes several times as long as the whole answer.
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    // Read to its end, so that the connection can be used again; kept only as far as an answer can be long.
    if (size <= ANSWER_BYTES) chunks.push(chunk);
  });
  return new Promise((resolve, reject) => {
    response.once('error', reject);
    // A connection that breaks in the middle of an answer has no end.
    response.once('close', () => reject(new Error('the connector broke its answer off')));
    response.once('end', () => {
      if (status < 200 || status > 299) reject(new ConnectorError(status, response.headers));
      else resolve(idOf(Buffer.concat(chunks).toString('utf8')));
    });
  });
}

/** What a connector says beside "taken" is not needed: a broken answer must not look like a message that was not shown. */
function idOf(text: string): { id: string } {
  try {
    const answer = answerSchema.safeParse(JSON.parse(text));
    return answer.success ? answer.data : { id: '' };
  } catch {
    return { id: '' };
  }
}
