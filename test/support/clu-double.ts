import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A call that arrived. */
export interface CluCall {
  readonly method: string;
  readonly url: string;
  readonly key: string | undefined;
  readonly body: string;
}

/** Answers a call, or does to it what a server should not. */
export type CluRespond = (response: ServerResponse, call: CluCall) => void;

/** A language service on this machine that does what it is told. */
export interface CluDouble {
  readonly endpoint: string;
  readonly calls: CluCall[];
  /** What it does from now on. */
  respond(next: CluRespond): void;
  close(): void;
}

/** Starts a double that answers 200 and nothing until it is told otherwise. */
export async function startCluDouble(): Promise<CluDouble> {
  const calls: CluCall[] = [];
  let respond: CluRespond = (response) => void response.end();
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const key = request.headers['ocp-apim-subscription-key'];
    const call = {
      method: request.method ?? '',
      url: request.url ?? '',
      key: Array.isArray(key) ? key[0] : key,
      body,
    };
    calls.push(call);
    respond(response, call);
  };
  const server = createServer((request, response) => {
    // A client that gives up breaks its own request off; that is nothing to tell.
    handle(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address !== 'object') throw new Error('no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    calls,
    respond: (next) => {
      respond = next;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Answers with this body. */
export const answerJson =
  (status: number, body: string, headers: Readonly<Record<string, string>> = {}): CluRespond =>
  (response) => {
    // Not chained: restify, once loaded, replaces writeHead for all servers of the process by one that returns nothing.
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body);
  };

/** Begins an answer and breaks the connection in its middle. */
export const answerHalf =
  (body: string): CluRespond =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) });
    response.write(body.slice(0, body.length / 2), () => response.destroy());
  };

/** A prediction as the reference of the service shows it. */
export function prediction(topIntent: string, ...intents: readonly (readonly [string, number])[]): string {
  return JSON.stringify({
    kind: 'ConversationResult',
    result: {
      query: 'x',
      prediction: {
        topIntent,
        projectKind: 'Conversation',
        intents: intents.map(([category, confidenceScore]) => ({ category, confidenceScore })),
        entities: [],
      },
    },
  });
}
