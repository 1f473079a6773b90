import { type Stage, setStage } from './dialog-stage.ts';
import { openTemporaryStore, type TemporaryStore } from './store-temporary.ts';

/** What {@link useEnglishTexts} gives the tests of a `describe`. */
export interface EnglishTexts {
  /** A conversation with one of the sample people, on a Tuesday morning in Beijing, by text alone. */
  readonly stage: (person: string) => Promise<Stage>;
  /** What the bot answered, with its buttons. */
  readonly said: (talk: Stage, words: string) => Promise<string>;
  /** The store of the test that runs. */
  readonly store: () => TemporaryStore['store'];
}

/** Conversations in English for the tests of the `describe` in which it is called, each with a store of its own. */
export function useEnglishTexts(): EnglishTexts {
  let kept: TemporaryStore;
  beforeEach(async () => {
    kept = await openTemporaryStore();
  });
  afterEach(() => kept.remove());
  return {
    store: () => kept.store,
    stage: (person) =>
      setStage({ store: kept.store, person, now: '2026-03-03T02:30:00.000Z', cards: false, locale: 'en-US' }),
    said: async (talk, words) => {
      const answers = await talk.send(words, 'en-US');
      return answers
        .map(({ text, suggestedActions }) => `${text} ${JSON.stringify(suggestedActions ?? '')}`)
        .join('\n');
    },
  };
}
