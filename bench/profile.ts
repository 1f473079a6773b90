import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BenchOptions, productEnvironment } from './bench.ts';
import { takeTurns } from './load/closed-loop.ts';
import { startLoadConnector } from './load/connector-double.ts';
import { createConnectorTurns } from './load/connector-turns.ts';
import { createSentences } from './load/sentences.ts';
import { type ProfileWindow, summarizeProfile } from './profile-summary.ts';
import type { Profile } from './results.ts';
import { type MeasuredServer, startProduct } from './server-process.ts';
import type { Side } from './side.ts';
import { rounded } from './statistics.ts';
import { createDirectlineSide } from './turn-directline.ts';

const ROOT = `${pathToFileURL(resolve(import.meta.dirname, '..')).href}/`;
const AT_ONCE = 16;
const TURNS = 3000;
/** Until the compiler has seen what there is to see. */
const WARM_UP_TURNS = 1500;
/** Smaller shares are told together: they are noise one by one. */
const LEAST_PERCENT = 0.5;

/** The two kinds of turns that are profiled, as their benchmarks are named. */
export const PROFILED = ['turn.connector', 'turn.directline'] as const;

/**
 * Runs the product under V8's profiler with the load of a turn benchmark, and tells which package and room takes how much.
 * A profiled server is slower than the one that is measured: the shares count, the milliseconds are an upper bound.
 */
export async function profileTurns(name: (typeof PROFILED)[number], options: BenchOptions): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), 'intake-bench-profile-'));
  const nodeOptions = ['--cpu-prof', `--cpu-prof-dir=${folder}`];
  const server = await startProduct({ nodeOptions, env: productEnvironment(options) });
  const { side, close } = await sideOf(name, server);
  let window: ProfileWindow;
  try {
    await takeFrom(side, 0, WARM_UP_TURNS);
    window = await takeFrom(side, WARM_UP_TURNS, TURNS);
  } finally {
    await close();
    // The profile is written when the process ends.
    await server.stop();
  }
  const [file = ''] = await readdir(folder);
  const shares = summarizeProfile(await readFile(join(folder, file), 'utf8'), ROOT, window, TURNS);
  await rm(folder, { recursive: true, force: true });
  options.progress(`${name}: ${TURNS} turns profiled`);
  return { bench: name, turns: TURNS, shares: withoutCrumbs(shares) };
}

async function sideOf(
  name: (typeof PROFILED)[number],
  server: MeasuredServer,
): Promise<{ readonly side: Side; close(): Promise<void> }> {
  const sentences = await createSentences();
  if (name === 'turn.directline') {
    const side = createDirectlineSide(server, sentences, AT_ONCE);
    return { side, close: async () => side.close() };
  }
  const connector = await startLoadConnector();
  const turns = createConnectorTurns(server, connector, { run: `p${Date.now()}`, atOnce: AT_ONCE, sentences });
  const close = async () => {
    turns.close();
    await connector.close();
  };
  return { side: { pid: server.pid, take: turns.take }, close };
}

/** Takes turns and tells when, by the clock of the profile: the start of the server and the opening of chats are no turns. */
async function takeFrom(side: Side, from: number, turns: number): Promise<ProfileWindow> {
  await side.prepare?.(from, turns);
  const begun = micros();
  await takeTurns(turns, AT_ONCE, (number) => side.take(from + number));
  return { from: begun, to: micros() };
}

const micros = () => Number(process.hrtime.bigint() / 1000n);

function withoutCrumbs(shares: ReturnType<typeof summarizeProfile>): Profile['shares'] {
  const large = shares.filter(({ percent }) => percent >= LEAST_PERCENT);
  const small = shares.filter(({ percent }) => percent < LEAST_PERCENT);
  const sum = (part: 'percent' | 'msPerTurn') => small.reduce((total, share) => total + share[part], 0);
  const rest = { name: `${small.length} others`, percent: sum('percent'), msPerTurn: sum('msPerTurn') };
  return [...large, rest].map(({ name, percent, msPerTurn }) => ({
    name,
    percent: Number(percent.toFixed(1)),
    msPerTurn: rounded(msPerTurn),
  }));
}
