import {
  ConsecutiveBreaker,
  ConstantBackoff,
  circuitBreaker,
  handleWhen,
  isBrokenCircuitError,
  retry,
} from 'cockatiel';
import type { Log } from '../domain/ports.ts';
import { GraphFailure } from './graph-failure.ts';

/** Time as the client needs it; tests pass it by hand. */
export interface GraphTime {
  /** Milliseconds of the date, to read a date that an answer names. */
  wallMs(): number;
  /** Milliseconds that never go back. */
  steadyMs(): number;
  pause(ms: number): Promise<void>;
}

/** How long a call may try. */
export interface GraphLimits {
  /** Milliseconds after which nothing is tried again, pauses included: a person waits for the answer. 5000. */
  readonly budgetMs: number;
  /** Milliseconds before the second try where the service names none; doubled for the third. 150. */
  readonly backoffMs: number;
  /** So many calls in a row without an answer stop the calls, so that an outage does not cost every turn its patience. 5. */
  readonly breakAfter: number;
  /** Milliseconds for which they stay stopped. 30000. */
  readonly breakMs: number;
}

const MOST_RETRIES = 2;
/** When a service that turns calls away does not tell how long. */
const UNNAMED_WAIT_MS = 1_000;
/** Timers may fire a little early. */
const TIMER_SLACK_MS = 20;

/** Runs calls so that what passes is tried again, and a service that asks for rest gets it from everybody. */
export interface GraphRetries {
  /** @throws GraphFailure, and whatever else the work throws */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Retries, the rest after a 429 and the breaker of one client. */
export function createGraphRetries(parts: {
  readonly log: Log;
  readonly time: GraphTime;
  readonly limits: Partial<GraphLimits>;
}): GraphRetries {
  const { log, time } = parts;
  const { budgetMs = 5_000, backoffMs = 150, breakAfter = 5, breakMs = 30_000 } = parts.limits;
  const breaker = circuitBreaker(
    handleWhen((error) => error instanceof GraphFailure && error.kind === 'unavailable'),
    { halfOpenAfter: breakMs, breaker: new ConsecutiveBreaker(breakAfter) },
  );
  let heldUntil = 0;

  const hold = (failure: GraphFailure): void => {
    const waitMs = failure.retryAfterMs ?? UNNAMED_WAIT_MS;
    heldUntil = Math.max(heldUntil, time.steadyMs() + waitMs);
    log.warn({ waitMs }, 'Microsoft Graph turns calls away; none are made until the time it named');
  };

  const persist = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const started = time.steadyMs();
    let pauseMs = 0;
    const another = (error: unknown): boolean => {
      if (!(error instanceof GraphFailure)) return false;
      return mayPass(error) && time.steadyMs() - started + pauseMs <= budgetMs;
    };
    // The pause is made below, by the time that was handed in, and not by the library.
    const policy = retry(handleWhen(another), { maxAttempts: MOST_RETRIES, backoff: new ConstantBackoff(0) });
    return policy.execute(async ({ attempt }) => {
      if (attempt > 0) await time.pause(pauseMs);
      try {
        return await work();
      } catch (error) {
        if (error instanceof GraphFailure) {
          if (error.kind === 'throttled') hold(error);
          pauseMs = error.retryAfterMs ?? (error.kind === 'throttled' ? UNNAMED_WAIT_MS : backoffMs * 2 ** attempt);
        }
        throw error;
      }
    });
  };

  return {
    async run(work) {
      const restMs = heldUntil - time.steadyMs();
      if (restMs > TIMER_SLACK_MS) {
        throw new GraphFailure('throttled', 'calls are held back as the service asked', { retryAfterMs: restMs });
      }
      try {
        return await breaker.execute(() => persist(work));
      } catch (error) {
        if (!isBrokenCircuitError(error)) throw error;
        throw new GraphFailure('unavailable', 'calls are stopped for a moment, because none of the last was answered');
      }
    },
  };
}

function mayPass({ kind }: GraphFailure): boolean {
  return kind === 'throttled' || kind === 'unavailable';
}
