import assert from 'node:assert/strict';
import { type SvmOptions, trainBinarySvm, trainLinearSvm } from '../../src/language/linear-svm.ts';
import { createRandom } from '../../src/language/random.ts';
import type { SparseRow } from '../../src/language/sparse-rows.ts';

const OPTIONS: SvmOptions = { cost: 1, positiveFactor: 1, loss: 'squared', maxEpochs: 2_000, tolerance: 1e-6 };

const row = (...cells: (readonly [number, number])[]): SparseRow => ({
  columns: Int32Array.from(cells, ([column]) => column),
  values: Float64Array.from(cells, ([, value]) => value),
});

const close = (actual: number | undefined, expected: number): void =>
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) < 1e-3, `${actual} is not ${expected}`);

describe('linear support vector machine', () => {
  // Two points at +1 and -1: by symmetry the bias is 0 and w minimises w^2 / 2 + 2 C loss(1 - w).
  const twoPoints = [row([0, 1]), row([0, -1])];

  it('finds the optimum of the L2-loss: w = 4C / (1 + 4C)', () => {
    for (const cost of [0.25, 1, 10]) {
      const weights = trainBinarySvm(twoPoints, Uint8Array.of(1, 0), 1, { ...OPTIONS, cost }, createRandom(1));
      close(weights[0], (4 * cost) / (1 + 4 * cost));
      close(weights[1], 0);
    }
  });

  it('finds the optimum of the L1-loss: w = min(1, 2C)', () => {
    for (const cost of [0.1, 0.25, 1]) {
      const options: SvmOptions = { ...OPTIONS, cost, loss: 'hinge' };
      const weights = trainBinarySvm(twoPoints, Uint8Array.of(1, 0), 1, options, createRandom(1));
      close(weights[0], Math.min(1, 2 * cost));
    }
  });

  it('gives every class its own machine', () => {
    const rows = [row([0, 1]), row([1, 1]), row([2, 1]), row([0, 1]), row([1, 1]), row([2, 1])];
    const weights = trainLinearSvm(
      rows,
      Int32Array.of(0, 1, 2, 0, 1, 2),
      3,
      3,
      { ...OPTIONS, cost: 10 },
      createRandom(1),
    );
    for (let column = 0; column < 3; column++) {
      for (let label = 0; label < 3; label++) {
        const margin = (weights[column * 3 + label] ?? 0) + (weights[9 + label] ?? 0);
        assert.equal(margin > 0, column === label);
      }
    }
  });

  it('gives the same weights for the same seed', () => {
    const once = trainBinarySvm(twoPoints, Uint8Array.of(1, 0), 1, OPTIONS, createRandom(7));
    assert.deepEqual(trainBinarySvm(twoPoints, Uint8Array.of(1, 0), 1, OPTIONS, createRandom(7)), once);
  });
});
