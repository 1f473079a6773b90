import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { findFreePort } from './server-process.ts';

const run = promisify(execFile);
const START_DEADLINE_MS = 20_000;
/** Debian keeps each major version in a folder of its own. */
const DEBIAN = '/usr/lib/postgresql';

/** A PostgreSQL server of the tests. */
export interface PostgresServer {
  /** Makes an empty database and gives its address. */
  createDatabase(): Promise<string>;
  /**
   * Ends the server as a crash would and starts it again at the same address, once what is to be seen meanwhile was seen;
   * null where the server is not ours to end.
   */
  readonly restart: ((whileDown?: () => Promise<void>) => Promise<void>) | null;
  stop(): Promise<void>;
}

/**
 * Starts a throw-away server from the binaries of this machine, or uses the one that `TEST_DATABASE_URL` names (an address
 * whose user may create databases).
 * @returns null where there is neither
 */
export async function startPostgres(): Promise<PostgresServer | null> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { createDatabase: () => createDatabase(given), restart: null, stop: async () => undefined };
  const binaries = findBinaries();
  return binaries === null ? null : startOwn(binaries);
}

function findBinaries(): string | null {
  if (!existsSync(DEBIAN)) return null;
  const newest = readdirSync(DEBIAN).toSorted((a, b) => Number(b) - Number(a))[0];
  const folder = join(DEBIAN, newest ?? '', 'bin');
  return existsSync(join(folder, 'initdb')) ? folder : null;
}

async function startOwn(binaries: string): Promise<PostgresServer> {
  const data = await mkdtemp(join(tmpdir(), 'intake-postgres-'));
  const port = await findFreePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await chmod(data, 0o700);
  const owner = await asServerUser(data);
  const [command, ...first] = owner(join(binaries, 'initdb'));
  await run(command, [...first, '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']);
  const launch = async () => {
    const options = { listen_addresses: '127.0.0.1', unix_socket_directories: data, port: String(port), fsync: 'off' };
    const settings = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const [program, ...before] = owner(join(binaries, 'postgres'));
    const child = spawn(program, [...before, '-D', data, ...settings], { stdio: 'ignore' });
    await ready(url, child);
    return child;
  };
  let child = await launch();
  // A test run that is cut off must not leave servers behind.
  const abandon = () => void child.kill('SIGQUIT');
  process.once('exit', abandon);
  const end = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    // Immediate shutdown: what a crash leaves is recovered at the next start.
    child.kill('SIGQUIT');
    await ended;
  };
  return {
    createDatabase: () => createDatabase(url),
    restart: async (whileDown) => {
      await end();
      await whileDown?.();
      child = await launch();
    },
    stop: async () => {
      process.off('exit', abandon);
      await end();
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** The server refuses to run as root; then the folder and the programs are given to the user that its package made. */
async function asServerUser(folder: string): Promise<(program: string) => [string, ...string[]]> {
  if (process.getuid?.() !== 0) return (program) => [program];
  await run('chown', ['postgres', folder]);
  // setpriv becomes the program, so that a signal reaches the server itself.
  return (program) => ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', program];
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const started = performance.now();
  while (performance.now() - started < START_DEADLINE_MS && child.exitCode === null) {
    if (await answers(url)) return;
    await pause(20);
  }
  throw new Error('the PostgreSQL server did not start');
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(serverUrl: string): Promise<string> {
  const name = `intake_${randomBytes(8).toString('hex')}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
