import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A reply as the connector received it; `body` is JSON that nobody has parsed yet. */
export interface Reply {
  readonly conversationId: string;
  readonly body: string;
}

/** A Bot Framework connector on this machine that takes replies. */
export interface LoadConnector {
  /** Goes into `serviceUrl` of activities. */
  readonly serviceUrl: string;
  /** Is told each reply. */
  onReply(listener: (reply: Reply) => void): void;
  close(): Promise<void>;
}

const PATH = /^\/v3\/conversations\/([^/]+)\/activities/;

/** Starts a connector that answers every reply with 200 and looks at as little as it can: it shares the cores with the servers. */
export async function startLoadConnector(): Promise<LoadConnector> {
  const listeners: ((reply: Reply) => void)[] = [];
  let taken = 0;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      taken += 1;
      response.setHeader('content-type', 'application/json');
      response.end(`{"id":"reply-${taken}"}`);
      const [, conversation = ''] = PATH.exec(request.url ?? '') ?? [];
      for (const listener of listeners) listener({ conversationId: decodeURIComponent(conversation), body });
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('The connector has no port.');
  return {
    serviceUrl: `http://127.0.0.1:${address.port}`,
    onReply: (listener) => void listeners.push(listener),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
