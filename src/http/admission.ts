/** How much is going on: `busy` begins nothing new, `full` lets what goes on wait as well. */
export type Level = 'normal' | 'busy' | 'full';

/** What a request asks for, as far as overload goes. */
export type Asked = 'new' | 'running';

/** Where a level begins and, lower, where it ends: in between it stays what it was, so that it does not flap. */
export interface Threshold {
  readonly from: number;
  readonly until: number;
}

/** The thresholds of one measure. */
export interface Thresholds {
  readonly busy: Threshold;
  readonly full: Threshold;
}

/** The thresholds of all measures. */
export interface AdmissionLimits {
  /** Requests in work, whose bodies have arrived. */
  readonly inFlight: Thresholds;
  /** Milliseconds that who comes now will wait for a turn. */
  readonly waitMs: Thresholds;
  /** Milliseconds by which the event loop is late. */
  readonly lagMs: Thresholds;
}

/** The gate before all work. */
export interface Admission {
  /** Whether a request may go on now. */
  admits(asked: Asked): boolean;
  /** A request's work begins. */
  begin(): void;
  /** A request's work has ended. */
  end(): void;
  /** Takes a measurement of how late the event loop is. */
  sample(lagMs: number): void;
  level(): Level;
  inFlight(): number;
}

/** What the admission reads. */
export interface AdmissionSources {
  readonly waitMs: () => number;
  readonly nowMs: () => number;
}

/**
 * An answer within two seconds is the aim. What waits for the processor is known by its wait, whatever the machine can do;
 * what waits for a database or a cloud service is known by how many do.
 */
export const ADMISSION_LIMITS: AdmissionLimits = {
  inFlight: { busy: { from: 200, until: 120 }, full: { from: 500, until: 350 } },
  waitMs: { busy: { from: 300, until: 100 }, full: { from: 1000, until: 700 } },
  lagMs: { busy: { from: 150, until: 50 }, full: { from: 600, until: 250 } },
};

const LEVELS = ['normal', 'busy', 'full'] as const;
const SAMPLES = 3;
/** A wait below `full` that is over sooner is a crowd at the door, such as an office in the morning, and no overload. */
const CROWD_MS = 700;

function next(level: number, rises: number, falls: number, { busy, full }: Thresholds): number {
  if (rises >= full.from || (level === 2 && falls >= full.until)) return 2;
  return rises >= busy.from || (level > 0 && falls >= busy.until) ? 1 : 0;
}

/**
 * Decides by three measures, the worst one counts: requests in work, at once; the wait for a turn, at once where it is long
 * and after a while where it is not; and the lag of the event loop, over three samples, because a single pause (the garbage
 * collector, a library that is loaded) is no overload.
 * @param sources.waitMs how long who comes now will wait for a turn
 * @param sources.nowMs milliseconds that never go back
 */
export function createAdmission(
  { waitMs, nowMs }: AdmissionSources = { waitMs: () => 0, nowMs: () => performance.now() },
): Admission {
  const limits = ADMISSION_LIMITS;
  let inFlight = 0;
  let byWork = 0;
  let byWait = 0;
  let byLag = 0;
  let longSince: number | null = null;
  let lags: readonly number[] = Array.from({ length: SAMPLES }, () => 0);

  function weigh(): number {
    const wait = waitMs();
    if (wait < limits.waitMs.busy.from) longSince = null;
    else longSince ??= nowMs();
    const isCrowd = wait < limits.waitMs.full.from && longSince !== null && nowMs() - longSince < CROWD_MS;
    byWait = next(byWait, isCrowd ? 0 : wait, wait, limits.waitMs);
    byWork = next(byWork, inFlight, inFlight, limits.inFlight);
    return Math.max(byWork, byWait, byLag);
  }

  return {
    admits: (asked) => weigh() < (asked === 'new' ? 1 : 2),
    begin: () => {
      inFlight += 1;
      weigh();
    },
    end: () => {
      inFlight -= 1;
      weigh();
    },
    sample: (lagMs) => {
      lags = [...lags.slice(1), lagMs];
      byLag = next(byLag, Math.min(...lags), Math.max(...lags), limits.lagMs);
    },
    level: () => LEVELS[weigh()] ?? 'full',
    inFlight: () => inFlight,
  };
}
