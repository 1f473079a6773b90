import { readFileSync } from 'node:fs';

/** Clock ticks a second in which Linux tells CPU times to programs (proc(5), USER_HZ: 100 on every architecture Node runs on). */
const TICKS_PER_SECOND = 100;

/**
 * CPU time that a process has used in user and system mode, all of its threads, in milliseconds; steps of 10 ms.
 * @returns null where there is no `/proc`, that is anywhere but on Linux
 */
export function cpuMs(pid: number): number | null {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The name of the program stands in brackets and may hold spaces and brackets itself; utime and stime are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

/** Memory of a process that is in RAM (RSS), in bytes; null anywhere but on Linux. */
export function residentBytes(pid: number): number | null {
  const status = read(`/proc/${pid}/status`);
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status ?? '') ?? [];
  return kibibytes === undefined ? null : Number(kibibytes) * 1024;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
