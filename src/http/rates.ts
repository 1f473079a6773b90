import { createRateLimit, type Rate, type RateLimit } from './rate-limit.ts';

/**
 * Every rate of the product, each for one instance: two instances let twice as much through. The measure is an office of
 * fifty admins behind one address, all of whom open the chat in the same minute, write every five seconds and read every
 * second: in ten seconds they are 100 messages, 500 reads and some 300 requests of their start.
 */
export const RATES = {
  /** Requests of one address, but health, metrics, files and `/api/messages`: five times the office. */
  request: { points: 5000, seconds: 10 },
  /** Anonymous tokens of one address: the office, everyone three times. Each one may become a stored conversation. */
  visitor: { points: 150, seconds: 60 },
  /** Conversations that one address begins with an anonymous token: as many as there are tokens. */
  start: { points: 150, seconds: 60 },
  /** Messages in one conversation: nobody writes six a second, a program that runs wild does. */
  message: { points: 60, seconds: 10 },
  /** Messages of one address: ten offices. One address gets a tenth of what an instance can answer. */
  messageOfAddress: { points: 1000, seconds: 10 },
  /** Messages of one organisation, from wherever: six offices. One customer must not push out the others. */
  messageOfTenant: { points: 600, seconds: 10 },
  /** Reads and fresh tokens of one conversation: three pages of a client that polls as fast as Direct Line allows. */
  read: { points: 300, seconds: 10 },
  /** Megabytes of files in one conversation in an hour: two full requests. */
  upload: { points: 200, seconds: 3600 },
  /** Megabytes of files of one address in an hour: twenty conversations that send all they may. */
  uploadOfAddress: { points: 4000, seconds: 3600 },
  /** Texts of metrics for one address: thirty a second, where a scraper asks a few times a minute. */
  metrics: { points: 300, seconds: 10 },
  /** Wrong staff keys of one address. */
  wrongStaffKey: { points: 60, seconds: 60 },
  /** Calls of `/api/messages` from one address that were turned away; one that was answered makes up for all before. */
  refusedActivity: { points: 300, seconds: 60 },
} as const satisfies Readonly<Record<string, Rate>>;

/** A line of {@link RATES}. */
export type RateName = keyof typeof RATES;

/** All rates in force. */
export interface Rates {
  /**
   * Counts one more, or as many as it weighs.
   * @returns 0 to go on, or whole seconds to wait
   */
  take(rate: RateName, key: string, weight?: number): number;
  /** The seconds that this key has to wait now, without counting. */
  waitOf(rate: RateName, key: string): number;
  /** Forgets what was counted for this key. */
  forget(rate: RateName, key: string): void;
}

/**
 * The limits of {@link RATES}.
 * @param options.factor multiplies every rate; 0 switches all of them off
 * @param options.onRefused told each refusal
 * @param options.onExhausted told once a window that a key has used it up
 */
export function createRates(options: {
  readonly factor: number;
  readonly nowMs?: () => number;
  onRefused?(rate: RateName): void;
  onExhausted?(rate: RateName, key: string): void;
}): Rates {
  const { factor, nowMs, onRefused, onExhausted } = options;
  if (factor === 0) return { take: () => 0, waitOf: () => 0, forget: () => {} };
  const limitOf = (name: RateName): RateLimit => {
    const { points, seconds } = RATES[name];
    const rate = { points: Math.max(1, Math.round(points * factor)), seconds };
    return createRateLimit(rate, { ...(nowMs ? { nowMs } : {}), onExhausted: (key) => onExhausted?.(name, key) });
  };
  const limits: Readonly<Record<RateName, RateLimit>> = {
    request: limitOf('request'),
    visitor: limitOf('visitor'),
    start: limitOf('start'),
    message: limitOf('message'),
    messageOfAddress: limitOf('messageOfAddress'),
    messageOfTenant: limitOf('messageOfTenant'),
    read: limitOf('read'),
    upload: limitOf('upload'),
    uploadOfAddress: limitOf('uploadOfAddress'),
    metrics: limitOf('metrics'),
    wrongStaffKey: limitOf('wrongStaffKey'),
    refusedActivity: limitOf('refusedActivity'),
  };
  const told = (rate: RateName, wait: number): number => {
    if (wait > 0) onRefused?.(rate);
    return wait;
  };
  return {
    take: (rate, key, weight) => told(rate, limits[rate].take(key, weight)),
    waitOf: (rate, key) => told(rate, limits[rate].waitOf(key)),
    forget: (rate, key) => limits[rate].forget(key),
  };
}
