import { createHash } from 'node:crypto';
import { connect, createServer, type Socket } from 'node:net';
import { findFreePort } from './server-process.ts';

/** A way to a PostgreSQL server that can lose what the server answers. */
export interface AnswerCutter {
  /** The database through this way. */
  readonly url: string;
  /** Lets the next commits arrive, and cuts their connections before the answer comes back. */
  cutCommits(many: number): void;
  /** How many were cut so far. */
  cuts(): number;
  close(): Promise<void>;
}

/** The name under which the pool has prepared the statement. */
const COMMIT = `s${createHash('sha1').update('commit').digest('hex').slice(0, 24)}`;

/** Opens the way. The worst moment of all, when nobody can tell whether a turn was written, comes when it is asked for. */
export async function startAnswerCutter(databaseUrl: string): Promise<AnswerCutter> {
  const target = new URL(databaseUrl);
  const port = await findFreePort();
  const sockets = new Set<Socket>();
  let wanted = 0;
  let cuts = 0;
  const server = createServer((client) => {
    const instance = connect(Number(target.port), target.hostname);
    let isDoomed = false;
    for (const [from, to] of [
      [client, instance],
      [instance, client],
    ] as const) {
      sockets.add(from.on('error', () => undefined).once('close', () => to.destroy()));
    }
    client.on('data', (data) => {
      if (wanted > 0 && data.includes(COMMIT)) {
        wanted -= 1;
        isDoomed = true;
      }
      instance.write(data);
    });
    instance.on('data', (data) => {
      if (!isDoomed) return void client.write(data);
      cuts += 1;
      client.destroy();
      instance.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const url = Object.assign(new URL(databaseUrl), { port: String(port) }).href;
  return {
    url,
    cutCommits: (many) => {
      wanted += many;
    },
    cuts: () => cuts,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
