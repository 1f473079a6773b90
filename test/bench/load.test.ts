import assert from 'node:assert/strict';
import { takeTurns } from '../../bench/load/closed-loop.ts';
import { varyArticles } from '../../bench/load/many-articles.ts';
import { seededRandom } from '../../bench/load/random-numbers.ts';
import { createSentences } from '../../bench/load/sentences.ts';
import { interleave } from '../../bench/side.ts';
import { BUILT_IN_ARTICLES, loadArticles } from '../../src/knowledge/article-store.ts';

describe('the load of the benchmarks', () => {
  it('has a fixed number of turns under way in a closed loop, and takes each number once', async () => {
    const taken: number[] = [];
    let underWay = 0;
    let most = 0;
    const round = await takeTurns(20, 4, async (number) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await Promise.resolve();
      underWay -= 1;
      taken.push(number);
    });
    assert.equal(most, 4);
    assert.deepEqual(
      taken.toSorted((one, other) => one - other),
      Array.from({ length: 20 }, (_, index) => index),
    );
    assert.equal(round.latencies.length, 20);
  });

  it('lets the sides take turns, and throws the first round of each away', async () => {
    const order: string[] = [];
    const side = (name: string) => ({
      pid: process.pid,
      take: async (number: number) => void order.push(`${name}${number}`),
    });
    const sides = [side('a'), side('b')];
    const rounds = await interleave(sides, { rounds: 2, turns: 1, atOnce: 1, progress: () => undefined });
    assert.deepEqual(order, ['a0', 'b0', 'a1', 'b1', 'a2', 'b2']);
    assert.deepEqual(
      rounds.map((one) => one.length),
      [2, 2],
    );
  });

  it('never says the same sentence twice in a run, in both languages', async () => {
    const sentence = await createSentences();
    const said = Array.from({ length: 20_000 }, (_, number) => sentence(number));
    assert.equal(new Set(said.map(({ text }) => text)).size, said.length);
    assert.equal(new Set(said.map(({ locale }) => locale)).size, 2);
  });

  it('makes the same large collection of articles every time, with ids of their own', () => {
    const real = loadArticles(BUILT_IN_ARTICLES);
    const many = varyArticles(real, 500);
    assert.deepEqual(many.slice(0, real.length), real);
    assert.equal(new Set(many.map(({ id }) => id)).size, 500);
    assert.deepEqual(varyArticles(real, 500), many);
    for (const { steps } of many) assert.equal(steps['zh-CN'].length, steps['en-US'].length);
  });

  it('repeats its random numbers and spreads them', () => {
    const numbers = (seed: number) => Array.from({ length: 1000 }, seededRandom(seed));
    assert.deepEqual(numbers(7), numbers(7));
    assert.notDeepEqual(numbers(7), numbers(8));
    const mean = numbers(7).reduce((sum, number) => sum + number, 0) / 1000;
    assert.ok(mean > 0.45 && mean < 0.55, String(mean));
    assert.ok(numbers(7).every((number) => number >= 0 && number < 1));
  });
});
