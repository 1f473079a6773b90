import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { type Bench, type BenchOptions, productEnvironment } from './bench.ts';
import { type Chat, createChats, openChat } from './load/directline-chats.ts';
import { speaker } from './load/sentences.ts';
import { type Measurement, measurementOf } from './measurement.ts';
import { DIRECTLINE_SECRET, type MeasuredServer, startProduct } from './server-process.ts';

const SOCKETS = 5000;
/** Opened and closed before the base is taken: what the first chats load and compile is no cost of a connection. */
const WARM_UP_SOCKETS = 500;
const OPENED_AT_ONCE = 16;
/** Until what the openings left behind has been dealt with: closed requests, timers, a flush of the log. */
const SETTLE_MS = 5000;
const GOAL_KB = 40;

const COLLECTOR = resolve(import.meta.dirname, 'collect-garbage.ts');
const collectedSchema = z.object({ collected: z.object({ resident: z.number(), used: z.number() }) });

/** Bytes in RAM, and bytes of them that hold something. */
type Memory = z.infer<typeof collectedSchema>['collected'];

/** What an idle person at the widget costs. */
export const sockets: Bench = {
  name: 'sockets',
  work: '5 000 idle chats of the widget (token, conversation, welcome, WebSocket): memory of the server above the one before, for each',
  run,
};

async function run(options: BenchOptions): Promise<Measurement> {
  const nodeOptions = ['--expose-gc', '--import', pathToFileURL(COLLECTOR).href];
  const server = await startProduct({ nodeOptions, env: productEnvironment(options) });
  const chats = createChats(server, DIRECTLINE_SECRET, OPENED_AT_ONCE);
  const openAll = async (count: number): Promise<Chat[]> => {
    const open: Chat[] = [];
    let next = 0;
    const worker = async () => {
      while (next < count) {
        next += 1;
        open.push(await openChat(chats, speaker(next)));
      }
    };
    await Promise.all(Array.from({ length: OPENED_AT_ONCE }, worker));
    return open;
  };
  try {
    for (const chat of await openAll(WARM_UP_SOCKETS)) chat.close();
    const before = await collected(server);
    const open = await openAll(SOCKETS);
    options.progress(`${open.length} sockets are open`);
    const after = await collected(server);
    for (const chat of open) chat.close();
    return toMeasurement(before, after, open.length);
  } finally {
    chats.close();
    await server.stop();
  }
}

async function collected(server: MeasuredServer): Promise<Memory> {
  await pause(SETTLE_MS);
  server.signal('SIGUSR2');
  await pause(SETTLE_MS);
  const line = server
    .output()
    .split('\n')
    .findLast((one) => one.startsWith('{"collected"'));
  return collectedSchema.parse(JSON.parse(line ?? 'null')).collected;
}

function toMeasurement(before: Memory, after: Memory, count: number): Measurement {
  const kbEach = (part: keyof Memory) => (after[part] - before[part]) / 1024 / count;
  // Room that the openings before the base left free is used again and does not show in RSS: the larger figure counts.
  const worse = Math.max(kbEach('resident'), kbEach('used'));
  const megabytes = (bytes: number) => bytes / 1024 / 1024;
  return measurementOf({
    bench: sockets.name,
    figures: {
      sockets: count,
      residentKbEach: kbEach('resident'),
      usedKbEach: kbEach('used'),
      residentMbBefore: megabytes(before.resident),
      residentMbAfter: megabytes(after.resident),
    },
    ratio: null,
    criteria: [{ what: 'KB of memory for each socket', value: worse, better: 'lower', floor: null, goal: GOAL_KB }],
    notes: [
      'Memory after a forced collection of garbage, before and with the sockets: resident (RSS), and in use (heap and external). The larger one is judged.',
    ],
  });
}
