import { LRUCache } from 'lru-cache';

/** How long a failure keeps further questions back, and whether those about everything or about the same key only. */
export interface Hold {
  readonly milliseconds: number;
  readonly isForAll: boolean;
}

/** What a memory of answers is made of; times in milliseconds. */
export interface RememberedParts<Value> {
  readonly read: (key: string) => Promise<Value>;
  /** How long an answer is taken for true. */
  readonly keepMs: number;
  /** How long an answer still stands in for one that failed, from when it was given; 0 for never. */
  readonly staleMs: number;
  /** The most keys. */
  readonly max: number;
  readonly holdOf: (failure: unknown) => Hold;
  /** A clock that only goes forward. */
  readonly nowMs: () => number;
}

/** Answers of a slow service. */
export interface Remembered<Value> {
  /**
   * @param fresh asks anew unless the answer is younger than ten seconds, so that nobody makes it a flood
   * @throws whatever `read` threw, also for a while after it failed, without asking again
   */
  get(key: string, fresh: boolean): Promise<Value>;
}

interface Answer<Value> {
  readonly value: Value;
  readonly at: number;
}

interface Failure {
  readonly failure: unknown;
  readonly until: number;
}

/** Younger than this, an answer is fresh enough for whoever wants it fresh. */
const FRESH_MS = 10_000;

/** A memory of answers that asks once at a time for each key and gives a failing service time to recover. */
export function createRemembered<Value>(parts: RememberedParts<Value>): Remembered<Value> {
  const { read, keepMs, staleMs, max, holdOf, nowMs } = parts;
  const answers = new LRUCache<string, Answer<Value>>({ max });
  const failures = new LRUCache<string, Failure>({ max });
  const flights = new Map<string, Promise<Value>>();
  let general: Failure | null = null;

  async function ask(key: string): Promise<Value> {
    try {
      const value = await read(key);
      answers.set(key, { value, at: nowMs() });
      failures.delete(key);
      general = null;
      return value;
    } catch (failure) {
      const { milliseconds, isForAll } = holdOf(failure);
      const held = { failure, until: nowMs() + milliseconds };
      if (isForAll) general = held;
      else failures.set(key, held);
      return insteadOf(key, failure);
    } finally {
      flights.delete(key);
    }
  }

  /** @throws the failure when there is nothing to put in its place */
  function insteadOf(key: string, failure: unknown): Value {
    const answer = answers.get(key);
    if (answer && nowMs() - answer.at < staleMs) return answer.value;
    throw failure;
  }

  return {
    async get(key, fresh) {
      const now = nowMs();
      const answer = answers.get(key);
      if (answer && now - answer.at < (fresh ? Math.min(FRESH_MS, keepMs) : keepMs)) return answer.value;
      const underWay = flights.get(key);
      if (underWay) return underWay;
      const held = [general, failures.get(key)].find((one) => one && now < one.until);
      if (held && !fresh) return insteadOf(key, held.failure);
      const flight = ask(key);
      flights.set(key, flight);
      return flight;
    },
  };
}
