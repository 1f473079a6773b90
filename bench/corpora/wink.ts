import type { Ask, Contender } from './contender.ts';
import { hanApart } from './han-apart.ts';
import type { Sample } from './tasks.ts';

/** What we use of wink, which has no types of its own. */
export interface WinkPackages {
  createClassifier(): Classifier;
  readonly utils: {
    readonly string: { tokenize(text: string): string[] };
    readonly tokens: { stem(tokens: readonly string[]): string[] };
  };
}

interface Classifier {
  defineConfig(settings: { readonly considerOnlyPresence: boolean; readonly smoothingFactor: number }): void;
  learn(tokens: readonly string[], intent: string): void;
  consolidate(): void;
  /** Intents with the logarithm of their odds, best first; only `unknown` for a text without one known word. */
  computeOdds(tokens: readonly string[]): readonly (readonly [string, number])[];
}

/** Chosen on held-out parts of the training texts; its own values are false and 1. */
const SETTINGS = { considerOnlyPresence: true, smoothingFactor: 0.1 };
const UNKNOWN = 'unknown';

/** The naive Bayes classifier of wink over stems of words and single Han characters. In scope are the best odds. */
export function createWink({ createClassifier, utils }: WinkPackages): Contender {
  // Handed in as tokens: as a task of its own the classifier would do it once for each intent.
  const tokensOf = (text: string) => utils.tokens.stem(utils.string.tokenize(hanApart(text)));
  async function learn(train: readonly Sample[]): Promise<Ask> {
    const classifier = createClassifier();
    classifier.defineConfig(SETTINGS);
    // Numbers for names: an intent of a corpus could be called as the answer that there is none.
    const intents = [...new Set(train.map(({ intent }) => intent))];
    for (const { text, intent } of train) classifier.learn(tokensOf(text), String(intents.indexOf(intent)));
    classifier.consolidate();
    return async ({ text }) => {
      const odds = classifier.computeOdds(tokensOf(text)).filter(([name]) => name !== UNKNOWN);
      const intentOf = (name: string | undefined) => intents[Number(name ?? -1)] ?? null;
      const inside = odds.find(([name]) => intentOf(name) !== null);
      return { intent: intentOf(odds[0]?.[0]), inScope: inside?.[1] ?? Number.NEGATIVE_INFINITY };
    };
  }
  return { name: 'wink', learn };
}
