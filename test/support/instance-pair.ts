import { type ChatClient, generateToken, startChat } from './chat-client.ts';
import { type RoundRobinProxy, startRoundRobinProxy } from './round-robin-proxy.ts';
import {
  createDataFolder,
  findFreePort,
  type ServerOptions,
  type ServerProcess,
  startServer,
} from './server-process.ts';
import { until } from './until.ts';

/** Two instances of the product on one database, and a balancer in front of them. */
export interface InstancePair {
  /** Both through the balancer. */
  readonly url: string;
  readonly directLineSecret: string;
  readonly staffApiKey: string;
  /** Starts a chat through the balancer; an instance that has only just begun may ask to come again. */
  chat(user: string, locale?: string): Promise<ChatClient>;
  /** A token for a chat that a client starts by itself. */
  token(user: string): Promise<string>;
  /** The one of the two as it runs at the moment. */
  instance(which: 0 | 1): ServerProcess;
  /** Starts one again at the same address after it ended; one that runs goes on. */
  startAgain(which: 0 | 1): Promise<void>;
  /** Starts one more, beside the balancer; whoever adds it ends it. */
  add(env: ServerOptions['env']): Promise<ServerProcess>;
  stop(): Promise<void>;
}

/**
 * Starts two instances with the same secrets on a database.
 * @param env settings of both; of one, where it is an array
 */
export async function startInstancePair(
  databaseUrl: string,
  env: readonly [ServerOptions['env'], ServerOptions['env']] = [{}, {}],
): Promise<InstancePair> {
  const data = await createDataFolder();
  const ports = [await findFreePort(), await findFreePort()] as const;
  const proxy: RoundRobinProxy = await startRoundRobinProxy(ports);
  // Hundreds of messages of one address in a few seconds are an attack, or this test.
  const common = { DATABASE_URL: databaseUrl, PUBLIC_URL: proxy.url, RATE_FACTOR: '0' };
  const start = (which: 0 | 1) => startServer({ data, port: ports[which], env: { ...common, ...env[which] } });
  const add = (own: ServerOptions['env']) => startServer({ data, env: { ...common, ...own } });
  const running = await Promise.all([start(0), start(1)]);
  const { directLineSecret, staffApiKey } = running[0];
  const address = { url: proxy.url, directLineSecret };
  return {
    ...address,
    staffApiKey,
    chat: (user, locale) => until('the chat begins', () => startChat(address, user, locale)),
    token: (user) => until('a token is given', () => generateToken(address, user)),
    instance: (which) => running[which],
    startAgain: async (which) => {
      if (running[which].hasEnded()) running[which] = await start(which);
    },
    add,
    stop: async () => {
      await Promise.all(running.map((server) => server.stop()));
      await Promise.all([proxy.close(), data.remove()]);
    },
  };
}
