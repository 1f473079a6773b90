import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Runs a file of this folder in a Node of its own, where nothing is warm, and gives the number that it prints.
 * @throws Error when it fails or prints no number
 */
export async function numberOf(file: string): Promise<number> {
  const { stdout } = await run(process.execPath, [resolve(import.meta.dirname, file)]);
  const value = Number(stdout.trim() || Number.NaN);
  if (Number.isFinite(value)) return value;
  throw new Error(`${file} printed no number: ${stdout.slice(0, 200)}`);
}
