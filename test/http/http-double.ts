import { connect } from 'node:net';
import { createHttpServer, type HttpServer, type HttpServerParts } from '../../src/http/server.ts';
import { createLog } from '../../src/log.ts';

export const silent = createLog({ level: 'silent' });

/** A server on a free port of this machine. */
export interface RunningServer {
  readonly http: HttpServer;
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a server with the routes of a test. */
export async function startServer(
  register: (http: HttpServer) => void | Promise<void>,
  parts: Partial<HttpServerParts> = {},
): Promise<RunningServer> {
  let number = 0;
  const http = createHttpServer({
    log: silent,
    newRequestId: () => {
      number += 1;
      return `made-${number}`;
    },
    ...parts,
  });
  await register(http);
  const port = await http.listen(0, '127.0.0.1');
  return {
    http,
    port,
    url: `http://127.0.0.1:${port}`,
    stop: () => http.stop({ drain: async () => {}, closeSockets: () => {} }),
  };
}

/** Sends bytes as they are and gives everything that comes back until the server closes. */
export function sendRaw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      received += chunk.toString('utf8');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
  });
}

/** Posts JSON. */
export function postJson(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}
