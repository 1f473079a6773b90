import { connect, createServer, type Socket } from 'node:net';
import { findFreePort } from './server-process.ts';

/** A way to a server that can fall silent without ending any connection, as a network does whose cable was pulled. */
export interface SilentWay {
  /** The database through this way. */
  readonly url: string;
  /** From now on nothing gets through, in neither direction; connections stay open and new ones are taken. */
  swallowAll(): void;
  /** Lets new connections through; what was swallowed stays lost. */
  openAgain(): void;
  close(): Promise<void>;
}

/** Opens the way to the server of a database address. */
export async function startSilentWay(databaseUrl: string): Promise<SilentWay> {
  const target = new URL(databaseUrl);
  const port = await findFreePort();
  const sockets = new Set<Socket>();
  let isSilent = false;
  let isLost = new WeakSet<Socket>();
  const server = createServer((client) => {
    const instance = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, instance],
      [instance, client],
    ] as const) {
      sockets.add(from);
      if (isSilent) isLost.add(from);
      from.on('error', () => undefined);
      from.on('data', (data) => {
        if (!isLost.has(from)) to.write(data);
      });
      from.once('close', () => {
        if (!isLost.has(from)) to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: Object.assign(new URL(databaseUrl), { port: String(port) }).href,
    swallowAll: () => {
      isSilent = true;
      isLost = new WeakSet(sockets);
    },
    openAgain: () => {
      isSilent = false;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
