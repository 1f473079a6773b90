import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findFreePort } from '../test/support/server-process.ts';

const START_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 60_000;
/** Between two looks whether a server is ready; it is part of what `start` measures, so it is short. */
const LOOK_EVERY_MS = 5;

const PRODUCT = resolve(import.meta.dirname, '../src/main.ts');
const ECHO_BOT = resolve(import.meta.dirname, 'echo-bot.ts');

/** Secrets of a server that runs on this machine for minutes. */
export const DIRECTLINE_SECRET = 'directline-secret-of-the-benchmarks-0123456789';
export const STAFF_API_KEY = 'staff-key-of-the-benchmarks-0123456789abcdef';

/** A server under measurement, in a process of its own. */
export interface MeasuredServer {
  /** For instance `http://127.0.0.1:40123`. */
  readonly url: string;
  readonly pid: number;
  /** Milliseconds from the start of the process to the first 200 of `/readyz`. */
  readonly startedInMs: number;
  /** What it wrote to standard output and standard error so far. */
  output(): string;
  signal(name: NodeJS.Signals): void;
  /** Ends it (SIGTERM) and waits. */
  end(): Promise<void>;
  /** Ends it where it still runs, and removes its folder. */
  stop(): Promise<void>;
}

/** How a server is started. */
export interface StartOptions {
  /** Options of Node itself, for instance `--cpu-prof`. */
  readonly nodeOptions?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts the product as `npm start` does, on a SQLite file in a temporary folder unless `env` names another database.
 * Its log is at the level of a fresh installation and goes to a file.
 */
export function startProduct({ nodeOptions = [], env = {} }: StartOptions = {}): Promise<MeasuredServer> {
  return start(PRODUCT, nodeOptions, { DIRECTLINE_SECRET, STAFF_API_KEY, ...LIMITS_OUT_OF_THE_WAY, ...env });
}

/** Starts the yardstick. */
export function startEchoBot({ nodeOptions = [], env = {} }: StartOptions = {}): Promise<MeasuredServer> {
  return start(ECHO_BOT, nodeOptions, env);
}

/** All load comes from one address, which no person does: the limits by address are not what is measured. */
const LIMITS_OUT_OF_THE_WAY: Readonly<Record<string, string>> = {
  RATE_FACTOR: '0',
  MAX_CONNECTIONS: '20000',
  MAX_CONNECTIONS_PER_ADDRESS: '20000',
  MAX_STREAMS_PER_ADDRESS: '20000',
};

async function start(
  script: string,
  nodeOptions: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<MeasuredServer> {
  const folder = await mkdtemp(join(tmpdir(), 'intake-bench-'));
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(folder, 'output.log');
  const log = openSync(logFile, 'w');
  const { PATH = '' } = process.env;
  const begun = performance.now();
  const child = spawn(process.execPath, [...nodeOptions, script], {
    cwd: folder,
    env: { PATH, PORT: String(port), ...env },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const output = () => readFileSync(logFile, 'utf8');
  const stop = async () => {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  };
  while (!(await isReady(url))) {
    if (child.exitCode !== null || child.signalCode !== null || performance.now() - begun > START_DEADLINE_MS) {
      const said = output();
      await stop();
      throw new Error(`${script} did not start\n${said}`);
    }
    await pause(LOOK_EVERY_MS);
  }
  const startedInMs = performance.now() - begun;
  const signal = (name: NodeJS.Signals) => void child.kill(name);
  return { url, pid: child.pid ?? 0, startedInMs, output, signal, end: () => end(child), stop };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
  await exited;
  clearTimeout(late);
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    return false;
  }
}
