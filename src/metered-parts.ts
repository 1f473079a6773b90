import { performance } from 'node:perf_hooks';
import type { Recogniser, Store, TakeTurn } from './domain/ports.ts';
import type { Metrics } from './metrics.ts';

/** Turns that are counted by channel and result, and timed. */
export function meteredTurn(takeTurn: TakeTurn, metrics: Metrics): TakeTurn {
  return async (incoming) => {
    const started = performance.now();
    const seconds = () => (performance.now() - started) / 1000;
    try {
      const result = await takeTurn(incoming);
      metrics.turn(incoming.channel, result.duplicate ? 'duplicate' : 'answered', seconds());
      return result;
    } catch (error) {
      metrics.turn(incoming.channel, 'failed', seconds());
      throw error;
    }
  };
}

/** A store whose commits are timed, failed ones as well. */
export function meteredStore(store: Store, metrics: Metrics): Store {
  return {
    ...store,
    async commitTurn(scope, turn) {
      const started = performance.now();
      try {
        await store.commitTurn(scope, turn);
      } finally {
        metrics.commit((performance.now() - started) / 1000);
      }
    },
  };
}

/** A recogniser whose decisions are counted: which one answered, and whether it found a topic. */
export function meteredRecogniser(recogniser: Recogniser, metrics: Metrics): Recogniser {
  return {
    async recognise(text, locale) {
      const understanding = await recogniser.recognise(text, locale);
      metrics.recognised(understanding.source, understanding.topic === 'none' ? 'none' : 'topic');
      return understanding;
    },
  };
}
