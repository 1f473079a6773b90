import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { takeTurns } from './load/closed-loop.ts';
import { startLoadConnector } from './load/connector-double.ts';
import { seededRandom } from './load/random-numbers.ts';
import { createSentences } from './load/sentences.ts';
import { residentBytes } from './process-figures.ts';
import { type MeasuredServer, startProduct } from './server-process.ts';
import { auditMessages } from './soak/audit.ts';
import { createChannelPeople } from './soak/channel-people.ts';
import { type ChatPeople, createChatPeople } from './soak/chat-people.ts';
import {
  judgeSoak,
  LENIENT_P99_LIMIT_MS,
  P99_LIMIT_MS,
  RECOVERED_FACTOR,
  RECOVERY_SECONDS,
  type Seen,
} from './soak/criteria.ts';
import { createLedger, type Ledger } from './soak/ledger.ts';
import { openLoop } from './soak/open-loop.ts';
import { median, percentile } from './statistics.ts';

// Usage: npm run soak -- [--minutes N | --seconds N] [--lenient] [--database URL]. Loads the product with twice of what it
// can do, and exits with 1 when it does not shed, bound, recover and keep its promises. One JSON line tells what was seen.

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seconds: { type: 'string' },
    database: { type: 'string' },
    lenient: { type: 'boolean', default: false },
  },
});

/** Of a hundred arrivals; the rest come through a channel. */
const MIX = { new: 0.15, running: 0.45 };
const SEED = 20_260_302;
const OVERLOAD = 2;
const AT_ONCE = 16;
/** What comes before the load: chats that are open, arrivals that warm up, arrivals from which the capacity is told. */
const BEFORE = { chats: 200, warmUp: 1000, capacity: 1500 };
/** The same before a load of less than a minute, which should not be the smaller part of it. */
const BEFORE_SHORT = { chats: 60, warmUp: 300, capacity: 500 };
const TURNS_ALONE = 30;
const SAMPLE_MS = 500;

interface People {
  readonly chats: ChatPeople;
  arrive(): Promise<void>;
}

const progress = (text: string): void => console.error(`soak: ${text}`);

async function soak(seconds: number): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'intake-soak-'));
  const file = join(folder, 'intake.db');
  const connector = await startLoadConnector();
  const server = await startProduct({ env: { DATABASE_URL: options.database ?? `file:${file}` } });
  try {
    const ledger = createLedger();
    const sentences = await createSentences();
    const chats = createChatPeople(server, ledger, sentences);
    const run = `soak${Date.now().toString(36)}`;
    const channel = createChannelPeople(server, connector, { run, ledger, sentences });
    const random = seededRandom(SEED);
    const arrive = async (): Promise<void> => {
      const share = random();
      if (share < MIX.new) return chats.openNew();
      if (share >= MIX.new + MIX.running || (await chats.write(random())) === 'nobody') await channel.write();
    };
    const seen = await load(server, { chats, arrive }, ledger, seconds);
    chats.close();
    channel.close();
    await server.end();
    const audit = options.database === undefined ? auditMessages(file, ledger) : null;
    return report({ ...seen, audit }, ledger);
  } finally {
    await server.stop();
    await connector.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function load(
  server: MeasuredServer,
  { chats, arrive }: People,
  ledger: Ledger,
  seconds: number,
): Promise<Omit<Seen, 'audit'>> {
  const first = seconds < 60 ? BEFORE_SHORT : BEFORE;
  await chats.begin(first.chats);
  await takeTurns(first.warmUp, AT_ONCE, arrive);
  const before = await alone(chats);
  const closed = await takeTurns(first.capacity, AT_ONCE, arrive);
  const capacity = closed.turns / closed.seconds;
  progress(`${capacity.toFixed(0)} arrivals a second are what it can do, ${before.toFixed(1)} ms for somebody alone`);
  ledger.startAnew();
  const memory: number[] = [];
  const sampling = setInterval(() => {
    const bytes = residentBytes(server.pid);
    if (bytes !== null) memory.push(bytes);
  }, SAMPLE_MS);
  const loaded = await openLoop(OVERLOAD * capacity, seconds, arrive);
  clearInterval(sampling);
  progress(`${loaded.begun} arrivals in ${loaded.seconds.toFixed(0)} s`);
  const counts = structuredClone(ledger.counts());
  const latencies = [...ledger.latencies()];
  const recovery = await recover(chats, before);
  return {
    counts,
    seconds: loaded.seconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    capacity,
    offered: OVERLOAD * capacity,
    residentBytes: memory,
    aloneMs: { before, after: recovery.ms },
    recoveredAfter: recovery.seconds,
    leftOut: loaded.leftOut,
  };
}

/** The middle of some messages of one person while nobody else writes. @throws Error when one is turned away */
async function alone(chats: ChatPeople): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < TURNS_ALONE; turn += 1) {
    const ms = await chats.write(0);
    if (typeof ms !== 'number') throw new Error('Somebody who talks alone was not answered.');
    times.push(ms);
  }
  return median(times);
}

async function recover(
  chats: ChatPeople,
  before: number,
): Promise<{ readonly ms: number; readonly seconds: number | null }> {
  const from = performance.now();
  const elapsed = () => Math.round((performance.now() - from) / 100) / 10;
  let ms = Number.POSITIVE_INFINITY;
  while (elapsed() <= RECOVERY_SECONDS) {
    ms = await alone(chats).catch(() => Number.POSITIVE_INFINITY);
    if (ms <= before * RECOVERED_FACTOR) return { ms, seconds: elapsed() };
    await pause(SAMPLE_MS);
  }
  return { ms, seconds: null };
}

function report(seen: Seen, ledger: Ledger): boolean {
  const verdicts = judgeSoak(seen, { p99Ms: options.lenient ? LENIENT_P99_LIMIT_MS : P99_LIMIT_MS });
  const { residentBytes: memory, ...figures } = seen;
  const holds = verdicts.every((one) => one.holds);
  for (const { criterion, holds: held, seen: what } of verdicts)
    progress(`${held ? 'holds ' : 'FAILED'}  ${criterion}: ${what}`);
  for (const failure of ledger.failures()) progress(`a failure: ${failure}`);
  const megabytes = memory.map((bytes) => Math.round(bytes / 1024 / 1024));
  console.log(
    JSON.stringify({ soak: holds ? 'passed' : 'failed', ...figures, megabytes: everyTenth(megabytes), verdicts }),
  );
  return holds;
}

/** At most some dozens of samples, evenly over the time. */
function everyTenth(samples: readonly number[]): readonly number[] {
  const step = Math.max(1, Math.ceil(samples.length / 40));
  return samples.filter((_, index) => index % step === 0);
}

const seconds = Number(options.seconds ?? Number(options.minutes) * 60);
if (!Number.isFinite(seconds) || seconds <= 0) throw new Error('--minutes and --seconds take a number above 0.');
process.exitCode = (await soak(seconds)) ? 0 : 1;
