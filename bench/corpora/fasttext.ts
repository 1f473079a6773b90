import type { Ask, Contender } from './contender.ts';
import { hanApart } from './han-apart.ts';
import type { Sample } from './tasks.ts';

/** What we use of fasttext.wasm.js. */
export interface FastTextPackage {
  getFastTextModule(): Promise<unknown>;
  getFastTextClass(options: { getFastTextModule(): Promise<unknown> }): Promise<new () => FastText>;
}

interface FastText {
  trainSupervised(url: string, settings: object, callback: () => void): Promise<FastTextModel>;
}

interface FastTextModel {
  /** Labels with their probabilities, best first; a list that lives outside of the collected memory. */
  predict(text: string, count: number, threshold: number): Predictions;
}

interface Predictions {
  size(): number;
  get(index: number): readonly [number, string];
  delete(): void;
}

/**
 * Chosen on held-out parts of the training texts: pairs of words, which did better than subwords, and as many epochs as
 * make so many steps in all.
 */
const SETTINGS = { lr: 0.5, dim: 50, wordNgrams: 2, bucket: 50_000, loss: 'softmax' };
const STEPS = 100_000;
const LEAST_EPOCHS = 25;
const LABEL = '__label__';

/**
 * fastText in WebAssembly; Han characters are words. In scope is the probability of the best intent.
 */
export function createFastText({ getFastTextModule, getFastTextClass }: FastTextPackage): Contender {
  async function learn(train: readonly Sample[]): Promise<Ask> {
    // A module of its own each time: what a model takes of the module's memory is never given back.
    const Trainer = await getFastTextClass({ getFastTextModule });
    const intents = [...new Set(train.map(({ intent }) => intent))];
    const lines = train.map(({ text, intent }) => `${LABEL}${intents.indexOf(intent)} ${hanApart(text)}\n`);
    const url = `data:text/plain;base64,${Buffer.from(lines.join('')).toString('base64')}`;
    const epoch = Math.max(LEAST_EPOCHS, Math.round(STEPS / train.length));
    const model = await new Trainer().trainSupervised(url, { ...SETTINGS, epoch, seed: 1, verbose: 0 }, () => {});
    return async ({ text }) => {
      const found = model.predict(`${hanApart(text)}\n`, 2, 0);
      const best = Array.from({ length: found.size() }, (_, index) => {
        const [chance, label] = found.get(index);
        return { chance, intent: intents[Number(label.slice(LABEL.length))] ?? null };
      });
      found.delete();
      return { intent: best[0]?.intent ?? null, inScope: best.find(({ intent }) => intent !== null)?.chance ?? 0 };
    };
  }
  return { name: 'fastText', learn };
}
