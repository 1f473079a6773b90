import { type OutgoingMessages, type OutgoingOutcome, outgoingOutcome, type SendResult } from '../domain/outgoing.ts';
import type { Clock, Log, LoggedActivity, Store } from '../domain/ports.ts';

/** What the outgoing queue is made of. */
export interface OutgoingParts {
  readonly store: Pick<
    Store,
    'claimOutgoing' | 'settleOutgoing' | 'forgetOutgoing' | 'listActivities' | 'loadConversation'
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
  /** Writes what an attempt of a turn that has just committed came to. */
  settle(messages: OutgoingMessages, attempt: SendResult): Promise<void>;
  /** Sends what is due, once; gives how many it took. */
  pass(): Promise<number>;
  /** Looks at once: something became due. */
  wake(): void;
  /** Begins to look by itself. */
  start(): void;
  /** Lets what is being sent end and begins nothing more. */
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

/** The queue of messages that a channel did not take at first, or that are said without being asked. */
export function createOutgoing(parts: OutgoingParts): Outgoing {
  const { store, clock, log } = parts;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isRunning = false;
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
    try {
      await store.settleOutgoing(SCOPE, id, outcome);
    } catch (err) {
      // The claim runs out and the messages count as unclear: better than to show them twice.
      log.error({ err, conversationId, id }, 'what became of messages could not be written');
    }
  }

  async function send(messages: OutgoingMessages): Promise<void> {
    const { conversationId, sentSeq, lastSeq } = messages;
    const conversation = await store.loadConversation(SCOPE, conversationId);
    const rows = await store.listActivities(SCOPE, conversationId, sentSeq, Math.max(1, lastSeq - sentSeq));
    await settle(messages, await parts.send(conversation?.reference ?? null, rows));
  }

  async function pass(): Promise<number> {
    const now = clock.now();
    const until = new Date(Date.parse(now) + OUTGOING_CLAIM_MS).toISOString();
    const claimed = await store.claimOutgoing(SCOPE, { now, until, limit: BATCH });
    await Promise.all(
      claimed.map((messages) =>
        send(messages).catch((err: unknown) => {
          log.error({ err, conversationId: messages.conversationId }, 'messages could not be read to be sent');
        }),
      ),
    );
    return claimed.length;
  }

  async function forget(): Promise<void> {
    const now = Date.parse(clock.now());
    if (now - forgotAt < FORGET_EVERY_MS) return;
    forgotAt = now;
    await store.forgetOutgoing(SCOPE, new Date(now - KEPT_MS).toISOString());
  }

  async function work(): Promise<void> {
    try {
      do {
        isWoken = false;
      } while ((await pass()) === BATCH || isWoken);
      await forget();
    } catch (err) {
      log.warn({ err }, 'messages that wait could not be looked at; they are later');
    }
  }

  function plan(milliseconds: number): void {
    clearTimeout(timer);
    if (!isRunning) return;
    timer = setTimeout(() => {
      timer = undefined;
      running = work().finally(() => plan(isWoken ? 0 : (parts.pollMs ?? POLL_MS)));
    }, milliseconds);
    timer.unref();
  }

  return {
    settle,
    pass,
    wake: () => {
      isWoken = true;
      // Without a timer it is at work and looks again by itself.
      if (timer) plan(0);
    },
    start: () => {
      isRunning = true;
      plan(0);
    },
    stop: async () => {
      isRunning = false;
      clearTimeout(timer);
      await running;
    },
  };
}
