import { createHash, randomFillSync } from 'node:crypto';
import type { Clock, Hash, Ids } from './domain/ports.ts';

/** The time of this machine. */
export const systemClock: Clock = { now: () => new Date().toISOString() };

/** SHA-256 of node:crypto. */
export const systemHash: Hash = { sha256: (text) => createHash('sha256').update(text).digest('hex') };

/**
 * UUIDs version 7 (RFC 9562, 5.7): 48 bits of milliseconds, then a counter of 12 bits that starts anew each millisecond
 * (method 1 of 6.2), then 62 random bits. They grow with each call, so rows that are keyed by them are written in order.
 */
export function createIds(clock: Clock, fillRandom: (bytes: Uint8Array) => void = createRandomPool()): Ids {
  let last = 0;
  let counter = 0;
  return {
    uuid() {
      const now = Date.parse(clock.now());
      counter = now > last ? 0 : counter + 1;
      // A full counter, or a clock that was set back, borrows the next millisecond rather than repeat itself.
      last = counter > 0xfff ? last + 1 : Math.max(now, last);
      counter &= 0xfff;
      return format(last, counter, fillRandom);
    },
  };
}

/** Random bytes drawn from the system in advance: asking it for sixteen takes as long as asking it for four thousand. */
function createRandomPool(size = 4096): (bytes: Uint8Array) => void {
  const pool = Buffer.alloc(size);
  let used = size;
  return (bytes) => {
    if (used + bytes.length > size) {
      randomFillSync(pool);
      used = 0;
    }
    bytes.set(pool.subarray(used, used + bytes.length));
    // Nobody who reads the memory later learns an id that was given out.
    pool.fill(0, used, used + bytes.length);
    used += bytes.length;
  };
}

function format(milliseconds: number, counter: number, fillRandom: (bytes: Uint8Array) => void): string {
  fillRandom(RANDOM);
  RANDOM[0] = 0x80 | ((RANDOM[0] ?? 0) & 0x3f);
  const time = milliseconds.toString(16).padStart(12, '0');
  let random = '';
  for (const octet of RANDOM) random += HEX[octet];
  const version = (0x7000 | counter).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${random.slice(0, 4)}-${random.slice(4)}`;
}

const RANDOM = new Uint8Array(8);
/** Every octet in hex: several ids are made in each turn. */
const HEX: readonly string[] = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'));
