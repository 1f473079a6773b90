import { Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';

/** What came back. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One request as it is sent: the path is not normalised, the body is not made. */
export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

/** Sends requests over kept connections of its own. */
export interface RawClient {
  send(request: RawRequest): Promise<RawAnswer>;
  close(): void;
}

/** A client of a server on this machine; unlike `fetch` it sends what it is given, also where that makes no sense. */
export function createRawClient(port: number, connections = 16): RawClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });

  function attempt({ method = 'GET', path, headers = {}, body }: RawRequest): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const call = request({ agent, host: '127.0.0.1', port, method, path, headers: { ...length, ...headers } });
      call.once('response', (response) => {
        const { statusCode = 0 } = response;
        text(response).then((read) => resolve({ status: statusCode, headers: response.headers, body: read }), reject);
      });
      // A server that has answered may close before it has read everything; the answer has come by then.
      call.on('error', (error) => reject(Object.assign(error, { reused: call.reusedSocket })));
      call.end(body);
    });
  }

  return {
    send: async (raw) => {
      try {
        return await attempt(raw);
      } catch (error) {
        // The server may close a kept connection at the moment it is used again (RFC 9112, 9.3.1).
        if (error instanceof Error && 'reused' in error && error.reused === true) return attempt(raw);
        throw error;
      }
    },
    close: () => agent.destroy(),
  };
}

/** Sends again while an overloaded server asks for patience, as a client should; other tests may keep the machine busy. */
export async function sendPatiently(client: RawClient, raw: RawRequest): Promise<RawAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await client.send(raw);
    if (answer.status !== 503 || answer.headers['retry-after'] === undefined || attempt === 100) return answer;
    await pause(200);
  }
}

/** The headers of a JSON body with a bearer's credentials. */
export function jsonHeaders(bearer?: string): Record<string, string> {
  return { 'content-type': 'application/json', ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) };
}
