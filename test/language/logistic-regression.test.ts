import assert from 'node:assert/strict';
import { classScores, softmax, trainLogisticRegression } from '../../src/language/logistic-regression.ts';
import { createRandom } from '../../src/language/random.ts';
import type { SparseRow } from '../../src/language/sparse-rows.ts';

const row = (column: number): SparseRow => ({ columns: Int32Array.of(column), values: Float64Array.of(1) });
const OPTIONS = { ridge: 1e-3, epochs: 200, rate: 2 };

describe('logistic regression', () => {
  it('learns the shares of classes that look the same', () => {
    const rows = Array.from({ length: 400 }, () => row(0));
    const classes = Int32Array.from(rows, (_, index) => (index % 4 === 0 ? 1 : 0));
    const weights = trainLogisticRegression(
      rows,
      classes,
      2,
      1,
      { ridge: 1e-4, epochs: 300, rate: 0.02 },
      createRandom(3),
    );
    const [first = 0] = softmax(classScores(weights, row(0), 2));
    assert.ok(Math.abs(first - 0.75) < 0.03, `${first}`);
  });

  it('tells classes apart', () => {
    const rows = [row(0), row(1), row(2)];
    const weights = trainLogisticRegression(rows, Int32Array.of(0, 1, 2), 3, 3, OPTIONS, createRandom(3));
    rows.forEach((own, label) => {
      assert.ok((softmax(classScores(weights, own, 3))[label] ?? 0) > 0.9);
    });
  });

  it('leaves out rows of other classes and columns beyond its width', () => {
    const rows = [row(0), row(1), row(5)];
    const weights = trainLogisticRegression(rows, Int32Array.of(0, 1, 2), 2, 2, OPTIONS, createRandom(3));
    assert.equal(weights.length, 6);
    const [left = 0, right = 0] = classScores(weights, row(5), 2);
    assert.equal(left, weights[4]);
    assert.equal(right, weights[5]);
  });

  it('keeps the softmax finite', () => {
    assert.deepEqual([...softmax(Float64Array.of(1e6, 1e6, -1e6))], [0.5, 0.5, 0]);
  });
});
