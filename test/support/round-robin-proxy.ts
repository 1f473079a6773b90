import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import { findFreePort } from './server-process.ts';

/** A balancer in front of several instances. */
export interface RoundRobinProxy {
  /** For instance `http://127.0.0.1:40123`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts a balancer as dumb as one can be: each request and each upgrade goes to the next port in turn, whether somebody
 * listens there or not, and where nobody answers the client's connection is cut. It keeps connections to the instances.
 */
export async function startRoundRobinProxy(ports: readonly number[]): Promise<RoundRobinProxy> {
  const agent = new Agent({ keepAlive: true });
  const tunnels = new Set<Duplex>();
  const portOfRequest = inTurn(ports);
  // A line of their own: a client asks for an address and opens it, and would meet the same instance for ever.
  const portOfUpgrade = inTurn(ports);
  const server = createServer((incoming, answer) => pass(incoming, answer, portOfRequest(), agent));
  server.on('upgrade', (incoming: IncomingMessage, client: Duplex, head: Buffer) => {
    tunnels.add(client.once('close', () => tunnels.delete(client)));
    tunnel(incoming, client, head, portOfUpgrade());
  });
  const port = await findFreePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const client of tunnels) client.destroy();
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}

function inTurn(ports: readonly number[]): () => number {
  let turn = 0;
  return () => {
    turn += 1;
    return ports[turn % ports.length] ?? 0;
  };
}

function pass(incoming: IncomingMessage, answer: ServerResponse, port: number, agent: Agent): void {
  const { method, url: path, headers } = incoming;
  const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent }, (received) => {
    answer.writeHead(received.statusCode ?? 502, received.headers);
    pipeline(received, answer, () => undefined);
  });
  outgoing.on('error', () => answer.destroy());
  pipeline(incoming, outgoing, () => undefined);
}

/** Hands an upgrade over as it came; what follows is nobody's business. */
function tunnel(incoming: IncomingMessage, client: Duplex, head: Buffer, port: number): void {
  const instance = connect(port, '127.0.0.1', () => {
    const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`];
    for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
      lines.push(`${incoming.rawHeaders[at]}: ${incoming.rawHeaders[at + 1]}`);
    }
    instance.write(`${lines.join('\r\n')}\r\n\r\n`);
    instance.write(head);
    pipeline(client, instance, client, () => undefined);
  });
  instance.on('error', () => client.destroy());
  client.on('error', () => instance.destroy());
}
