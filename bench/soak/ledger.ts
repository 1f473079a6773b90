import type { Answer } from '../load/keep-alive-client.ts';

/** Who asked: somebody new at the widget, somebody who is talking there, or a channel of the Bot Framework. */
export const KINDS = ['new', 'running', 'channel'] as const;
export type Kind = (typeof KINDS)[number];

/** What became of a request. */
export type Outcome = 'accepted' | 'shed' | 'failed';

/** Counts of one kind. */
export interface Counts {
  accepted: number;
  /** Turned away with 429 or 503 and a `Retry-After` that says when to come back. */
  shed: number;
  /** Anything else: another status, no `Retry-After`, a broken connection, no answer to the request in time. */
  failed: number;
}

/** The books of a soak: what was asked, what the server said to it, and which replies arrived. */
export interface Ledger {
  /** Notes an answer. @param key by which the message is stored; null for what is no message */
  answered(kind: Kind, key: string | null, answer: Answer): Outcome;
  /** Notes a request that got no answer: the message may have been taken or not. */
  broken(kind: Kind, key: string | null, error: unknown): void;
  /** Notes that an accepted message got no reply in time. */
  silent(kind: Kind, key: string): void;
  /** Notes a reply of the bot to the activity with this id. */
  replied(replyToId: string): void;
  /** Milliseconds from a message to its reply. */
  took(ms: number): void;
  counts(): Readonly<Record<Kind, Readonly<Counts>>>;
  latencies(): readonly number[];
  /** What was said to a message; undefined for one that nobody noted, null for one whose answer is not known. */
  outcomeOf(key: string): Outcome | null | undefined;
  accepted(): Iterable<string>;
  repliesTo(id: string): number;
  /** Some of the failures, in words. */
  failures(): readonly string[];
  /** Forgets the latencies and counts so far, and keeps the messages. */
  startAnew(): void;
}

/** Failures kept in words; the rest is counted. */
const KEPT_FAILURES = 10;

const noCounts = (): Record<Kind, Counts> => ({
  new: { accepted: 0, shed: 0, failed: 0 },
  running: { accepted: 0, shed: 0, failed: 0 },
  channel: { accepted: 0, shed: 0, failed: 0 },
});

/** Empty books. */
export function createLedger(): Ledger {
  const outcomes = new Map<string, Outcome | null>();
  const replies = new Map<string, number>();
  const failures: string[] = [];
  let counts = noCounts();
  let latencies: number[] = [];

  const fail = (words: string) => {
    if (failures.length < KEPT_FAILURES) failures.push(words);
  };

  return {
    answered: (kind, key, answer) => {
      const outcome = outcomeOf(answer);
      counts[kind][outcome] += 1;
      if (outcome === 'failed') fail(`${kind}: ${answer.status} ${answer.text.slice(0, 200)}`);
      // A message that failed may stand in the log all the same.
      if (key !== null) outcomes.set(key, outcome === 'failed' ? null : outcome);
      return outcome;
    },
    broken: (kind, key, error) => {
      counts[kind].failed += 1;
      fail(`${kind}: ${error instanceof Error ? error.message : String(error)}`);
      if (key !== null) outcomes.set(key, null);
    },
    silent: (kind, key) => fail(`${kind}: ${key} was accepted, and no reply came in time`),
    replied: (replyToId) => void replies.set(replyToId, (replies.get(replyToId) ?? 0) + 1),
    took: (ms) => void latencies.push(ms),
    counts: () => counts,
    latencies: () => latencies,
    outcomeOf: (key) => outcomes.get(key),
    accepted: () => [...outcomes].filter(([, outcome]) => outcome === 'accepted').map(([key]) => key),
    repliesTo: (id) => replies.get(id) ?? 0,
    failures: () => failures,
    startAnew: () => {
      counts = noCounts();
      latencies = [];
      failures.length = 0;
    },
  };
}

function outcomeOf({ status, retryAfter }: Answer): Outcome {
  if (status >= 200 && status < 300) return 'accepted';
  const saysWhen = retryAfter !== null && /^\d+$/.test(retryAfter);
  return (status === 429 || status === 503) && saysWhen ? 'shed' : 'failed';
}
