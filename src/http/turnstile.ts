import { AsyncResource } from 'node:async_hooks';

/** Lets requests to their work one after the other. */
export interface Turnstile {
  /** Told each connection that was accepted. */
  arrived(): void;
  /**
   * Runs the work: at once where nobody is before it, else when its turn comes.
   * @param work told whether it waited for longer than anybody waits for an answer
   */
  pass(work: (isLate: boolean) => void): void;
  /** Milliseconds that who comes now will wait, as fast as it goes at the moment; 0 when nobody waits. */
  waitMs(): number;
}

/** What a turnstile can be told otherwise. */
export interface TurnstileOptions {
  readonly nowMs?: () => number;
  /** Runs something in the next round of the event loop. */
  readonly later?: (look: () => void) => void;
}

interface Waiting {
  readonly since: number;
  readonly work: (isLate: boolean) => void;
}

/** Work waits this long for connections that are being accepted, then it is its turn: a flood of them must not stop it. */
const ACCEPT_MS = 5;
/** Who has waited this long is answered 503; with its own work it would be beyond the two seconds that are the aim. */
const MOST_WAIT_MS = 1500;

/** The newest of so many pieces of work decide how fast it goes. */
const PACE_OVER = 16;
/** A single long pause, such as a library that is loaded, says no more than this about how fast it goes. */
const LONGEST_MS = 100;

/**
 * One piece of work in each round of the event loop. The event loop accepts one new connection a round (libuv since 1.46):
 * were all requests that are ready worked on in the same round, new ones would wait in the queue of the operating system,
 * for many seconds and seen by nobody, while the server looks idle. Here they wait where they are counted, health checks
 * are answered in between, and work of an older request comes before that of a newer one.
 */
export function createTurnstile(options: TurnstileOptions = {}): Turnstile {
  const { nowMs = () => performance.now(), later = setImmediate } = options;
  const waiting: Waiting[] = [];
  let isLooking = false;
  let hasRun = false;
  let hasArrived = false;
  let acceptUntil = 0;
  let ranAt = 0;
  let paceMs = 0;

  function lookLater(): void {
    if (isLooking) return;
    isLooking = true;
    later(look);
  }

  function run({ since, work }: Waiting): void {
    const now = nowMs();
    paceMs += (Math.min(now - ranAt, LONGEST_MS) - paceMs) / PACE_OVER;
    ranAt = now;
    hasRun = true;
    work(now - since > MOST_WAIT_MS);
  }

  function look(): void {
    isLooking = false;
    const now = nowMs();
    if (hasRun) acceptUntil = now + ACCEPT_MS;
    const isAccepting = hasArrived && now < acceptUntil;
    hasRun = false;
    hasArrived = false;
    if (waiting.length === 0) return;
    lookLater();
    if (isAccepting) return;
    const first = waiting.shift();
    if (first) run(first);
  }

  return {
    arrived: () => {
      hasArrived = true;
    },
    pass: (work) => {
      lookLater();
      if (waiting.length === 0 && !hasRun && !hasArrived) {
        hasRun = true;
        ranAt = nowMs();
        return work(false);
      }
      if (waiting.length === 0 && !hasRun) ranAt = nowMs();
      // It runs in a round that another request began, and must not take over that one's fields of the log.
      waiting.push({ since: nowMs(), work: AsyncResource.bind(work) });
    },
    waitMs: () => waiting.length * paceMs,
  };
}
