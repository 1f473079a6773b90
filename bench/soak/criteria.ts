import { median } from '../statistics.ts';
import type { Audit } from './audit.ts';
import type { Counts, Kind } from './ledger.ts';

/** Everything that a soak has seen. */
export interface Seen {
  readonly counts: Readonly<Record<Kind, Readonly<Counts>>>;
  readonly seconds: number;
  /** Arrivals a second: what the server could do in a closed loop, and what was then asked of it. */
  readonly capacity: number;
  readonly offered: number;
  /** Milliseconds to the reply of accepted messages. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Memory in bytes, evenly over the time; empty where the system does not tell. */
  readonly residentBytes: readonly number[];
  /** Milliseconds of somebody who talks alone: before the load and after it. */
  readonly aloneMs: { readonly before: number; readonly after: number };
  /** Seconds from the end of the load until somebody alone was served as before; null when that did not come. */
  readonly recoveredAfter: number | null;
  readonly leftOut: number;
  /** Null where the log of activities cannot be read, that is on another database than a SQLite file. */
  readonly audit: Audit | null;
}

/** How strict a soak is. */
export interface Limits {
  readonly p99Ms: number;
}

/** A criterion that was looked at. */
export interface Verdict {
  readonly criterion: string;
  readonly holds: boolean;
  readonly seen: string;
}

/**
 * An answer is wanted within two seconds, and the admission of the product is set so. Twice of it and a half is what a
 * person still waits for; a queue that grows passes it within seconds.
 */
export const P99_LIMIT_MS = 5000;
/** On a machine that does other work at the same time: still far below the 15 seconds after which a channel gives up. */
export const LENIENT_P99_LIMIT_MS = 12_000;
/** Connections that break under load; a client repeats such a message with its key. More of it is a fault. */
const MOST_FAILED = 0.001;
/** From the second fifth of the time on everything is loaded and compiled; what then grows by more leaks. */
const MOST_GROWTH = 1.2;
/** And growth below this is the collector's choice of when to run. */
const GROWTH_BYTES = 40 * 1024 * 1024;
/**
 * Over a shorter time the process still warms up, by some thirty megabytes. A load of ten seconds is some thousand messages,
 * of which one that leaves 50 kB behind passes this bound; smaller leaks need the long soak.
 */
const SECONDS_UNTIL_WARM = 240;
const GROWTH_BYTES_WHILE_WARMING_UP = 120 * 1024 * 1024;
/**
 * So many times the share of any other kind must be turned away of the new: equal shares are no preference. A few seconds on
 * a busy machine shed too little for that to show; there they must not be spared.
 */
const NEW_BEFORE_OTHERS = 1.2;
/** "Served as before": within this many times the milliseconds of before. */
export const RECOVERED_FACTOR = 3;
/** Work that was let in is done within the bounds of the latency, so a server has recovered soon after the load. */
export const RECOVERY_SECONDS = 10;

/** All criteria; the soak passes when each one holds. */
export function judgeSoak(seen: Seen, { p99Ms }: Limits): readonly Verdict[] {
  const kinds = Object.values(seen.counts);
  const sum = (part: keyof Counts) => kinds.reduce((total, counts) => total + counts[part], 0);
  const asked = sum('accepted') + sum('shed') + sum('failed');
  return [
    verdict('overload is shed with 429 or 503 and Retry-After', sum('shed') > 0, `${sum('shed')} of ${asked}`),
    verdict('most work is done all the same', sum('accepted') > 0, `${sum('accepted')} accepted`),
    verdict('nothing fails in another way', sum('failed') <= asked * MOST_FAILED, `${sum('failed')} of ${asked}`),
    newFirst(seen),
    verdict('the p99 of what was accepted is bounded', seen.p99Ms <= p99Ms, `${Math.round(seen.p99Ms)} ms`),
    ...memory(seen),
    verdict(
      `somebody alone is served as before within ${RECOVERY_SECONDS} s`,
      seen.recoveredAfter !== null && seen.recoveredAfter <= RECOVERY_SECONDS,
      `after ${seen.recoveredAfter ?? 'too many'} s; ${seen.aloneMs.before.toFixed(1)} ms before, ${seen.aloneMs.after.toFixed(1)} ms after`,
    ),
    verdict('the generator kept its rate', seen.leftOut === 0, `${seen.leftOut} arrivals left out`),
    ...(seen.audit ? [exactlyOnce(seen.audit)] : []),
  ];
}

function verdict(criterion: string, holds: boolean, seen: string): Verdict {
  return { criterion, holds, seen };
}

/**
 * A person who waits for an answer in a running conversation loses more than one who has not begun. A channel does not tell
 * which of its messages begin a conversation, so all of them count as running.
 */
function newFirst({ counts: { new: beginning, running, channel }, seconds }: Seen): Verdict {
  const factor = seconds < SECONDS_UNTIL_WARM ? 1 : NEW_BEFORE_OTHERS;
  const share = ({ accepted, shed }: Counts) => (accepted + shed === 0 ? 0 : shed / (accepted + shed));
  const percent = (counts: Counts) => `${(100 * share(counts)).toFixed(1)} %`;
  return verdict(
    'new conversations are shed before running ones',
    share(beginning) >= factor * Math.max(share(running), share(channel)),
    `${percent(beginning)} of the new, ${percent(running)} of the running, ${percent(channel)} through a channel`,
  );
}

function memory({ residentBytes, seconds }: Seen): readonly Verdict[] {
  const fifth = Math.floor(residentBytes.length / 5);
  if (fifth === 0) return [];
  const early = median(residentBytes.slice(fifth, 2 * fifth));
  const late = median(residentBytes.slice(-fifth));
  const megabytes = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;
  const told = `${megabytes(early)} in the second fifth, ${megabytes(late)} in the last`;
  const growth = late - early;
  return seconds < SECONDS_UNTIL_WARM
    ? [verdict('memory grows no more than in warming up', growth <= GROWTH_BYTES_WHILE_WARMING_UP, told)]
    : [verdict('memory is flat', late <= early * MOST_GROWTH || growth <= GROWTH_BYTES, told)];
}

function exactlyOnce({ stored, lost, unanswered, answeredTwice, takenAlthoughShed }: Audit): Verdict {
  return verdict(
    'every accepted message is answered exactly once, and no other is taken',
    lost + unanswered + answeredTwice + takenAlthoughShed === 0,
    `${stored} stored, ${lost} lost, ${unanswered} unanswered, ${answeredTwice} answered twice, ${takenAlthoughShed} taken although shed`,
  );
}
