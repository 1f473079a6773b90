import { isIntakeError } from '../domain/errors.ts';
import {
  isTooLate,
  type OutgoingMessages,
  type OutgoingOutcome,
  outgoingOutcome,
  type SendResult,
} from '../domain/outgoing.ts';
import type { Clock, Log, LoggedActivity, Store } from '../domain/ports.ts';

/** What the outgoing queue is made of. */
export interface OutgoingParts {
  readonly store: Pick<
    Store,
    'claimOutgoing' | 'settleOutgoing' | 'askOutgoingAgain' | 'forgetOutgoing' | 'listActivities' | 'loadConversation'
  >;
  /** Calls the channel that a conversation reference names; never rejects. */
  readonly send: (reference: unknown, rows: readonly LoggedActivity[]) => Promise<SendResult>;
  readonly clock: Clock;
  readonly log: Log;
  /** Told each attempt, for the metrics. */
  readonly onSent?: (result: OutgoingOutcome['result']) => void;
  /** Milliseconds between two looks when nothing was told; 1000. */
  readonly pollMs?: number;
}

/** Messages on their way to channels that have to be called. */
export interface Outgoing {
  /** Writes what an attempt of a turn that has just committed came to; what cannot be written is kept and written later. */
  settle(messages: OutgoingMessages, attempt: SendResult): Promise<void>;
  /** As `Store.askOutgoingAgain`, but never for messages of which it is known here what became of them. */
  readonly askAgain: Store['askOutgoingAgain'];
  /** Sends what is due, once; gives how many it took. @throws IntakeError `Unavailable` while the database is away */
  pass(): Promise<number>;
  /** Looks at once: something became due. */
  wake(): void;
  /** Begins to look by itself. */
  start(): void;
  /** Lets what is being sent end, gives back what is not, and begins nothing more; safe to repeat. */
  stop(): Promise<void>;
}

/** How long a claim holds; sending all messages of a turn takes less, or the channel is hopelessly slow. */
export const OUTGOING_CLAIM_MS = 60_000;

const SCOPE = { system: 'outgoing' } as const;
const BATCH = 20;
/** What was given up is shown to staff this long. */
const KEPT_MS = 30 * 24 * 3600 * 1000;
const FORGET_EVERY_MS = 3600 * 1000;
const POLL_MS = 1_000;

/** What became of messages while the database was away. */
interface Unwritten {
  readonly messages: OutgoingMessages;
  readonly outcome: OutgoingOutcome;
}

/** The queue of messages that a channel did not take at first, or that are said without being asked. */
export function createOutgoing(parts: OutgoingParts): Outgoing {
  const { store, clock, log, pollMs = POLL_MS } = parts;
  /** What became of messages and is not written yet, by their id. */
  const unwritten = new Map<string, Unwritten>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRunning = false;
  let isStopped = false;
  let isWoken = false;
  let running: Promise<void> = Promise.resolve();
  let forgotAt = 0;

  async function settle(messages: OutgoingMessages, attempt: SendResult): Promise<void> {
    const outcome = outgoingOutcome(messages, attempt, clock.now());
    const { conversationId, id } = messages;
    if (outcome.result !== 'sent') {
      log.warn({ conversationId, id, result: outcome.result, error: outcome.error }, 'messages were not sent');
    }
    parts.onSent?.(outcome.result);
    await write({ messages, outcome });
  }

  async function write(known: Unwritten): Promise<void> {
    const { id, conversationId } = known.messages;
    try {
      await store.settleOutgoing(SCOPE, id, known.outcome);
    } catch (err) {
      log.error({ err, conversationId, id }, 'what became of messages could not be written; it is tried again');
      unwritten.set(id, known);
      // Where nothing is sent from the queue, nobody else would come to write it.
      if (!isRunning && timer === undefined) plan(pollMs);
    }
  }

  /** Before anything is claimed, or messages whose claim ran out meanwhile would count as unclear. */
  async function writeAgain(): Promise<void> {
    for (const [id, known] of [...unwritten]) {
      try {
        await store.settleOutgoing(SCOPE, id, known.outcome);
      } catch (err) {
        if (isIntakeError(err, 'Unavailable')) throw err;
        log.error({ err, id }, 'what became of messages cannot be written; they count as unclear');
      }
      if (unwritten.get(id) === known) unwritten.delete(id);
    }
  }

  async function send(messages: OutgoingMessages): Promise<void> {
    const { conversationId, sentSeq, lastSeq } = messages;
    const unsent = (error: string) => settle(messages, { result: 'later', sentSeq, afterMs: null, error });
    if (isTooLate(messages, clock.now())) return unsent('too-late');
    const read = Promise.all([
      store.loadConversation(SCOPE, conversationId),
      store.listActivities(SCOPE, conversationId, sentSeq, Math.max(1, lastSeq - sentSeq)),
    ]);
    const found = await read.catch((err: unknown) => {
      log.error({ err, conversationId }, 'messages could not be read to be sent');
      return null;
    });
    if (found === null) return unsent('not-read');
    if (isStopped) return giveBack(messages);
    const [conversation, rows] = found;
    await settle(messages, await parts.send(conversation?.reference ?? null, rows));
  }

  /** For another instance, or for this one when it is started again. */
  function giveBack(messages: OutgoingMessages): Promise<void> {
    const now = clock.now();
    const error = messages.lastError ?? 'instance-stopped';
    const { sentSeq } = messages;
    return write({ messages, outcome: { result: 'retry', sentSeq, nextAttemptAt: now, putOffAt: now, error } });
  }

  async function pass(): Promise<number> {
    await writeAgain();
    if (isStopped) return 0;
    const now = clock.now();
    const until = new Date(Date.parse(now) + OUTGOING_CLAIM_MS).toISOString();
    const claimed = await store.claimOutgoing(SCOPE, { now, until, limit: BATCH });
    await Promise.all(claimed.map((messages) => (isStopped ? giveBack(messages) : send(messages))));
    return claimed.length;
  }

  async function forget(): Promise<void> {
    const now = Date.parse(clock.now());
    // Also when the clock was set back.
    if (Math.abs(now - forgotAt) < FORGET_EVERY_MS) return;
    forgotAt = now;
    await store.forgetOutgoing(SCOPE, new Date(now - KEPT_MS).toISOString());
  }

  async function work(): Promise<void> {
    try {
      if (!isRunning) return await writeAgain();
      do {
        isWoken = false;
      } while (((await pass()) >= BATCH || isWoken) && isRunning);
      if (isRunning) await forget();
    } catch (err) {
      log.warn({ err }, 'messages that wait could not be looked at; they are later');
    }
  }

  function plan(milliseconds: number): void {
    clearTimeout(timer);
    timer = undefined;
    if (isStopped || !(isRunning || unwritten.size > 0)) return;
    timer = setTimeout(() => {
      timer = undefined;
      running = work().finally(() => plan(isWoken && isRunning ? 0 : pollMs));
    }, milliseconds);
    timer.unref();
  }

  return {
    settle,
    askAgain: async (scope, conversationId, incomingSeq, now) => {
      const isKnown = [...unwritten.values()].some(
        ({ messages }) => messages.conversationId === conversationId && messages.firstSeq === incomingSeq + 1,
      );
      return !isKnown && store.askOutgoingAgain(scope, conversationId, incomingSeq, now);
    },
    pass,
    wake: () => {
      isWoken = true;
      // Without a timer it is at work and looks again by itself.
      if (isRunning && timer) plan(0);
    },
    start: () => {
      isStopped = false;
      isRunning = true;
      plan(0);
    },
    stop: async () => {
      isRunning = false;
      isStopped = true;
      clearTimeout(timer);
      timer = undefined;
      await running;
      await writeAgain().catch((err: unknown) => {
        log.error({ err, messages: unwritten.size }, 'what became of messages could not be written');
      });
    },
  };
}
