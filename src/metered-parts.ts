import { performance } from 'node:perf_hooks';
import type { IncomingTurn, TakeTurn, TurnResult } from './domain/incoming-turn.ts';
import type { Recogniser, Store } from './domain/ports.ts';
import { type Log, withLogFields } from './log.ts';
import type { Metrics, TurnOutcome } from './metrics.ts';

/**
 * Turns that are counted by channel and result, and timed; each leaves one line in the log, and every line that is written
 * while it runs tells its conversation.
 */
export function meteredTurn(takeTurn: TakeTurn, metrics: Metrics, log: Log): TakeTurn {
  async function take(incoming: IncomingTurn): Promise<TurnResult> {
    const started = performance.now();
    const report = (result: TurnOutcome, activityId: string | null) => {
      const seconds = (performance.now() - started) / 1000;
      metrics.turn(incoming.channel, result, seconds);
      log.info({ result, seconds: Number(seconds.toFixed(6)), activityId }, 'turn');
    };
    try {
      const result = await takeTurn(incoming);
      report(result.duplicate ? 'duplicate' : result.apologised ? 'apologised' : 'answered', result.activityId);
      return result;
    } catch (error) {
      // Why it failed is told by whoever has to answer for it.
      report('failed', null);
      throw error;
    }
  }
  return (incoming) => withLogFields({ conversationId: incoming.conversationId }, () => take(incoming));
}

/** A store whose commits are timed, failed ones as well, and in which it is counted what became of recognised messages. */
export function meteredStore(store: Store, metrics: Metrics): Store {
  return {
    ...store,
    async commitTurn(scope, turn) {
      const started = performance.now();
      try {
        const committed = await store.commitTurn(scope, turn);
        turn.recognitionEnds?.forEach(metrics.recognitionEnded);
        return committed;
      } finally {
        metrics.commit((performance.now() - started) / 1000);
      }
    },
  };
}

/** A recogniser whose decisions are counted: which one answered, and whether it found a topic. */
export function meteredRecogniser(recogniser: Recogniser, metrics: Metrics): Recogniser {
  return {
    async recognise(text, locale, author) {
      const understanding = await recogniser.recognise(text, locale, author);
      metrics.recognised(understanding.source, understanding.topic === 'none' ? 'none' : 'topic');
      return understanding;
    },
  };
}
