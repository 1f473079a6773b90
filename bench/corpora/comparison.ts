import { scopeSeparation } from '../../src/language/reliability.ts';
import type { Ask, Contender } from './contender.ts';
import type { Task, Trial } from './tasks.ts';

/** Percent to a tenth for a task of intents; for one of scope the area under the curve to a thousandth, and percent. */
type Scores = readonly number[];
const DECIMALS = { intent: [1], scope: [3, 1] } as const;

/** What a recogniser reaches on a task, and how long it took to learn and answer. */
export interface Result {
  /** In the order of {@link measuresOf}; means over the trials. */
  readonly scores: Scores;
  readonly seconds: number;
}

/** What is measured on a task, in words. */
export function measuresOf({ name, kind }: Task): readonly string[] {
  return kind === 'intent' ? [name] : [`${name}, AUROC`, `${name}, rejected at 95 % accepted`];
}

async function rightIntents(ask: Ask, { test }: Trial): Promise<Scores> {
  let right = 0;
  for (const sample of test) if ((await ask(sample)).intent === sample.intent) right += 1;
  return [(100 * right) / test.length];
}

async function separation(ask: Ask, { test }: Trial): Promise<Scores> {
  const inside: number[] = [];
  const outside: number[] = [];
  for (const sample of test) (sample.intent === null ? outside : inside).push((await ask(sample)).inScope);
  const { auroc, rejected } = scopeSeparation(inside, outside);
  return [auroc, 100 * rejected];
}

/** Lets a recogniser learn and answer each trial of a task anew. */
export async function measure(task: Task, contender: Contender): Promise<Result> {
  const from = performance.now();
  const trials: Scores[] = [];
  for (const trial of task.trials) {
    const ask = await contender.learn(trial.train);
    trials.push(await (task.kind === 'intent' ? rightIntents : separation)(ask, trial));
  }
  const scores = measuresOf(task).map((_, index) => {
    const mean = trials.reduce((sum, scores) => sum + (scores[index] ?? 0), 0) / trials.length;
    return Number(mean.toFixed(DECIMALS[task.kind][index]));
  });
  return { scores, seconds: (performance.now() - from) / 1000 };
}
