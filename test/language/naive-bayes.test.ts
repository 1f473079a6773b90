import assert from 'node:assert/strict';
import { classScores } from '../../src/language/logistic-regression.ts';
import { trainNaiveBayes } from '../../src/language/naive-bayes.ts';

const row = (...columns: number[]) => ({
  columns: Int32Array.from(columns),
  values: Float64Array.from(columns, () => 1 / Math.sqrt(columns.length)),
});
/** Columns 0 and 1 stand in class 0, 2 in class 1, 3 in both. */
const ROWS = [row(0, 3), row(1, 3), row(0, 1), row(2, 3)];
const CLASSES = Int32Array.of(0, 0, 0, 1);
const trained = (smoothing: number) => trainNaiveBayes(ROWS, CLASSES, 2, 4, { smoothing });

describe('naive Bayes', () => {
  it('prefers the class whose texts hold the features', () => {
    const weights = trained(0.1);
    const [first = 0, second = 0] = classScores(weights, row(0, 1), 2);
    assert.ok(first > second);
    const [other = 0, own = 0] = classScores(weights, row(2), 2);
    assert.ok(own > other);
  });

  it('weighs a feature by its share inside over its share outside', () => {
    const [inside, outside] = [Math.SQRT1_2, 2 * Math.SQRT1_2];
    const [total, rest] = [2 * Math.SQRT1_2, 6 * Math.SQRT1_2];
    const expected = Math.log((inside + 0.5) / (total + 2) / ((outside + 0.5) / (rest + 2)));
    assert.ok(Math.abs((trained(0.5)[3 * 2 + 1] ?? 0) - expected) < 1e-6);
  });

  it('is surer that a class does without a feature the less it is smoothed', () => {
    const strange = (smoothing: number) => trained(smoothing)[2 * 2] ?? 0;
    assert.ok(strange(0.001) < strange(0.1));
    assert.ok(Number.isFinite(strange(0.001)));
  });

  it('begins with nothing for any class', () => {
    assert.deepEqual([...trained(0.1).slice(-2)], [0, 0]);
  });
});
