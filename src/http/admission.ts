/** How much is going on: `busy` begins nothing new, `full` lets what goes on wait as well. */
export type Level = 'normal' | 'busy' | 'full';

/** What a request asks for, as far as overload goes. */
export type Asked = 'new' | 'running';

/** Where a level begins and, lower, where it ends: in between it stays what it was, so that it does not flap. */
export interface Threshold {
  readonly from: number;
  readonly until: number;
}

/** The thresholds of both measures. */
export interface AdmissionLimits {
  /** Requests in work, whose bodies have arrived. */
  readonly inFlight: { readonly busy: Threshold; readonly full: Threshold };
  /** Milliseconds by which the event loop is late. */
  readonly lagMs: { readonly busy: Threshold; readonly full: Threshold };
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

/**
 * An answer within two seconds is the aim. An instance on one core answers some hundred turns a second, so more than that
 * many at once wait for longer; a loop that is half a second late makes each turn wait several times as long.
 */
export const ADMISSION_LIMITS: AdmissionLimits = {
  inFlight: { busy: { from: 200, until: 100 }, full: { from: 500, until: 350 } },
  lagMs: { busy: { from: 150, until: 50 }, full: { from: 600, until: 250 } },
};

const LEVELS = ['normal', 'busy', 'full'] as const;
const SAMPLES = 3;

function next(level: number, rises: number, falls: number, busy: Threshold, full: Threshold): number {
  if (rises >= full.from || (level === 2 && falls >= full.until)) return 2;
  return rises >= busy.from || (level > 0 && falls >= busy.until) ? 1 : 0;
}

/**
 * Decides by two measures, the worse one counts: requests in work, at once; and the lag of the event loop, over three
 * samples, because a single pause (the garbage collector, a library that is loaded) is no overload.
 */
export function createAdmission(limits: AdmissionLimits = ADMISSION_LIMITS): Admission {
  let inFlight = 0;
  let byWork = 0;
  let byLag = 0;
  let lags: readonly number[] = Array.from({ length: SAMPLES }, () => 0);

  function weigh(): void {
    byWork = next(byWork, inFlight, inFlight, limits.inFlight.busy, limits.inFlight.full);
  }

  return {
    admits: (asked) => Math.max(byWork, byLag) < (asked === 'new' ? 1 : 2),
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
      byLag = next(byLag, Math.min(...lags), Math.max(...lags), limits.lagMs.busy, limits.lagMs.full);
    },
    level: () => LEVELS[Math.max(byWork, byLag)] ?? 'full',
    inFlight: () => inFlight,
  };
}
