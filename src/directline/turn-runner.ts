import { isIntakeError } from '../domain/errors.ts';
import type { IncomingTurn, TakeTurn, TurnResult } from '../domain/incoming-turn.ts';
import type { Log } from '../log.ts';

/** What became of a turn, as far as the client has waited for it. */
export type TurnOutcome =
  | { readonly kind: 'done'; readonly result: TurnResult }
  | { readonly kind: 'late' }
  | { readonly kind: 'crowded' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Turns of one conversation that may wait for the one before; a person waits for an answer long before that. */
const MOST_WAITING = 20;

/** Runs turns and knows which are running. */
export interface TurnRunner {
  /**
   * Resolves when the turn is done or the client has waited long enough, and at once with `crowded` when too many turns of
   * this conversation wait already; never rejects.
   */
  run(turn: IncomingTurn): Promise<TurnOutcome>;
  /** Resolves when no turn is running any more. */
  settled(): Promise<void>;
}

/**
 * A runner that lets nobody wait longer than the bot may take: the turn itself goes on, and what it says is published
 * once it is done.
 * @param parts.turnMs milliseconds; 15 s when not given (Direct Line API 3.0)
 */
export function createTurnRunner(parts: {
  readonly takeTurn: TakeTurn;
  readonly log: Log;
  readonly turnMs?: number;
}): TurnRunner {
  const { takeTurn, log } = parts;
  const running = new Set<Promise<TurnOutcome>>();
  const unfinished = new Map<string, number>();

  function count(conversationId: string, change: 1 | -1): void {
    const now = (unfinished.get(conversationId) ?? 0) + change;
    if (now > 0) unfinished.set(conversationId, now);
    else unfinished.delete(conversationId);
  }

  async function settle(turn: IncomingTurn): Promise<TurnOutcome> {
    try {
      return { kind: 'done', result: await takeTurn(turn) };
    } catch (error) {
      // A client's mistake must not page anyone.
      if (!isIntakeError(error, 'InvalidInput') && !isIntakeError(error, 'PolicyViolation')) {
        log.error({ err: error, conversationId: turn.conversationId }, 'turn failed');
      }
      return { kind: 'failed', error };
    }
  }

  return {
    run: async (turn) => {
      if ((unfinished.get(turn.conversationId) ?? 0) > MOST_WAITING) return { kind: 'crowded' };
      count(turn.conversationId, 1);
      const work = settle(turn);
      running.add(work);
      const late = Promise.withResolvers<TurnOutcome>();
      const timer = setTimeout(() => {
        log.warn({ conversationId: turn.conversationId }, 'turn takes longer than the client waits');
        late.resolve({ kind: 'late' });
      }, parts.turnMs ?? 15_000);
      const ended = work.finally(() => {
        clearTimeout(timer);
        running.delete(work);
        count(turn.conversationId, -1);
      });
      return Promise.race([ended, late.promise]);
    },
    settled: async () => {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
