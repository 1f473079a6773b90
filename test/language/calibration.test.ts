import assert from 'node:assert/strict';
import { calibrate, type HeldOutScores, scopeChance, topicChances } from '../../src/language/calibration.ts';
import { createRandom } from '../../src/language/random.ts';

/** Texts of two topics whose scores are right three times out of four, and background with a high margin of its own. */
function simulated(count: number, background: number): HeldOutScores[] {
  const random = createRandom(5);
  const inScope = Array.from({ length: count }, (_, index): HeldOutScores => {
    const label = index % 2;
    const claimed = random() < 0.75 ? label : 1 - label;
    const scores = (size: number): number[] => [0, 1].map((topic) => (topic === claimed ? size : -size));
    return { label, regression: Float64Array.from(scores(4)), margins: Float64Array.of(...scores(1), -1) };
  });
  const outside = Array.from({ length: background }, (): HeldOutScores => {
    const margin = random() < 0.9 ? 1 : -1;
    return { label: 2, regression: Float64Array.of(3, -3), margins: Float64Array.of(-0.5, -0.8, margin) };
  });
  return [...inScope, ...outside];
}

describe('calibration', () => {
  it('turns scores into the share of right answers', () => {
    const texts = simulated(2_000, 400);
    const calibration = calibrate(texts);
    const claim = { regression: Float64Array.of(4, -4), margins: Float64Array.of(1, -1, -1) };
    assert.ok(Math.abs((topicChances(claim, calibration)[0] ?? 0) - 0.75) < 0.03);
  });

  it('tells background by both margins', () => {
    const calibration = calibrate(simulated(2_000, 400));
    assert.ok(scopeChance(Float64Array.of(1, -1, -1), calibration) > 0.9);
    assert.ok(scopeChance(Float64Array.of(-0.5, -0.8, 1), calibration) < 0.2);
  });

  it('accepts every text when no background was there to learn from', () => {
    const calibration = calibrate(simulated(200, 0));
    assert.ok(scopeChance(Float64Array.of(-5, -5, 5), calibration) > 0.99);
  });

  it('stays finite when the learners make no error', () => {
    const sure: HeldOutScores[] = [0, 1, 0, 1].map((label) => ({
      label,
      regression: Float64Array.of(label === 0 ? 9 : -9, label === 0 ? -9 : 9),
      margins: Float64Array.of(label === 0 ? 9 : -9, label === 0 ? -9 : 9, -9),
    }));
    for (const weight of Object.values(calibrate(sure))) assert.ok(Number.isFinite(weight));
  });
});
