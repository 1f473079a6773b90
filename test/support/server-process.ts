import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const MAIN = resolve(import.meta.dirname, '../../src/main.ts');
const START_DEADLINE_MS = 30_000;
const PAUSE_MS = 20;

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A folder that outlives its servers, so that one can be killed and another started on the same data. */
export interface DataFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** A bot in a process of its own. */
export interface ServerProcess {
  /** For instance `http://localhost:40123`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly staffApiKey: string;
  readonly directLineSecret: string;
  /** Milliseconds from the start of the process to the first 200 of `/readyz`. */
  readonly startedInMs: number;
  /** All that was written to standard output and standard error so far. */
  output(): { readonly stdout: string; readonly stderr: string };
  /** Asks it to end (SIGTERM) and waits. */
  stop(): Promise<Exit>;
  /** Ends it at once (SIGKILL), as a crash would, and waits. */
  kill(): Promise<Exit>;
  readonly exited: Promise<Exit>;
  hasEnded(): boolean;
}

/** What a start may be told. */
export interface ServerOptions {
  readonly data: DataFolder;
  readonly env?: Readonly<Record<string, string>>;
  /** Another port than a free one, for a restart under the same address. */
  readonly port?: number;
}

/** A fresh folder; the server runs inside it, so nothing of the working tree (a `.env`, `data/`) is touched or read. */
export async function createDataFolder(): Promise<DataFolder> {
  const path = await mkdtemp(join(tmpdir(), 'intake-server-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** A port of this machine that nobody listens on at the moment. */
export function findFreePort(): Promise<number> {
  return new Promise((resolvePort, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = z.object({ port: z.number() }).parse(server.address());
      server.close(() => resolvePort(port));
    });
  });
}

/** Runs `src/main.ts` until it ends by itself, for starts that must fail. */
export async function runToItsEnd(env: Readonly<Record<string, string>>, cwd: string) {
  const { child, exited, output } = launch(env, cwd);
  const timer = setTimeout(() => child.kill('SIGKILL'), START_DEADLINE_MS);
  const exit = await exited;
  clearTimeout(timer);
  return { ...exit, ...output() };
}

/**
 * Starts `src/main.ts` and waits until `/readyz` says 200.
 * @throws Error with the output when the process ends or is not ready within 30 seconds
 */
export async function startServer({ data, env = {}, port: wanted }: ServerOptions): Promise<ServerProcess> {
  const port = wanted ?? (await findFreePort());
  const url = `http://localhost:${port}`;
  const staffApiKey = 'staff-key-of-the-tests-0123456789abcdef';
  const directLineSecret = 'directline-secret-of-the-tests-0123456789';
  const settings = { STAFF_API_KEY: staffApiKey, DIRECTLINE_SECRET: directLineSecret, LOG_LEVEL: 'warn', ...env };
  const started = performance.now();
  const { child, exited, output } = launch({ PORT: String(port), ...settings }, data.path);
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return exited;
  };
  while (!(await isReady(url))) {
    const late = performance.now() - started > START_DEADLINE_MS;
    if (child.exitCode !== null || child.signalCode !== null || late) {
      if (late) await end('SIGKILL');
      throw new Error(`the server did not start\n${output().stdout}\n${output().stderr}`);
    }
    await pause(PAUSE_MS);
  }
  const startedInMs = performance.now() - started;
  const secrets = { staffApiKey: settings.STAFF_API_KEY, directLineSecret: settings.DIRECTLINE_SECRET };
  return {
    url,
    port,
    pid: child.pid ?? 0,
    ...secrets,
    startedInMs,
    output,
    exited,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

function launch(env: Readonly<Record<string, string>>, cwd: string) {
  const { PATH = '' } = process.env;
  // Coverage of the child counts as well where the caller collects it; code from the compile cache would blur it.
  const { NODE_V8_COVERAGE } = process.env;
  const coverage = NODE_V8_COVERAGE ? { NODE_V8_COVERAGE, NODE_DISABLE_COMPILE_CACHE: '1' } : {};
  const child: ChildProcess = spawn(process.execPath, [MAIN], {
    cwd,
    env: { PATH, ...coverage, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exited = new Promise<Exit>((resolveExit) => {
    child.once('close', (code, signal) => resolveExit({ code, signal }));
  });
  return { child, exited, output: () => ({ stdout, stderr }) };
}

async function isReady(url: string): Promise<boolean> {
  try {
    const { status } = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2000) });
    return status === 200;
  } catch {
    return false;
  }
}
