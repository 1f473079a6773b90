import type { Readiness } from '../metrics.ts';
import { shareBriefly } from './brief-memory.ts';

/** What readiness is made of. */
export interface ReadinessParts {
  /** Named checks; each resolves when its part is ready to work and rejects when it is not. */
  readonly checks: Readonly<Record<string, () => Promise<void>>>;
  /** Checks of what is shown but takes no instance away: another one would see the same, and what held before still does. */
  readonly warnings?: Readonly<Record<string, () => Promise<void>>>;
  isStopping(): boolean;
  /** Milliseconds that one check may take; 2000. */
  readonly checkMs?: number;
  /** Milliseconds after which a check that never ended is forgotten and its part is asked anew; 20 000. */
  readonly forgetMs?: number;
  /** Milliseconds that what the checks said is kept at most; 500. Balancers ask every few seconds. */
  readonly keptMs?: number;
}

/**
 * Looks at all parts. Whoever asks while they are being looked at, or right after, gets the same answer, and a part whose check still hangs
 * is not asked again beside it: balancers and metrics may ask as often as they like.
 * @returns a function that never rejects
 */
export function createReadiness(parts: ReadinessParts): () => Promise<Readiness> {
  const { checkMs = 2000, forgetMs = 20_000, keptMs = 500 } = parts;
  const checks = Object.entries({ ...parts.checks, ...parts.warnings }).map(([name, check]) => {
    return { name, isReady: patientCheck(check, checkMs, forgetMs) };
  });
  const look = shareBriefly(async (): Promise<Record<string, boolean>> => {
    const states = await Promise.all(checks.map(async ({ name, isReady }) => [name, await isReady()] as const));
    return Object.fromEntries(states);
  }, keptMs);

  return async () => {
    const states = await look();
    const isReady = Object.keys(parts.checks).every((name) => states[name] === true);
    return { ready: isReady && !parts.isStopping(), parts: states };
  };
}

/** Whether a check succeeds in time; while one of its runs hangs, the answer is no and no other run begins. */
function patientCheck(check: () => Promise<void>, checkMs: number, forgetMs: number): () => Promise<boolean> {
  let hangingSince: number | null = null;
  return async () => {
    if (hangingSince !== null && performance.now() - hangingSince < forgetMs) return false;
    const begun = performance.now();
    hangingSince = begun;
    const late = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => late.resolve(false), checkMs);
    const ended = Promise.resolve()
      .then(check)
      .then(
        () => true,
        () => false,
      )
      .finally(() => {
        if (hangingSince === begun) hangingSince = null;
      });
    return Promise.race([ended, late.promise]).finally(() => clearTimeout(timer));
  };
}
