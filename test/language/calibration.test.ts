import assert from 'node:assert/strict';
import { calibrate, chancesOf, type HeldOutScores } from '../../src/language/calibration.ts';
import { createRandom } from '../../src/language/random.ts';

const BACKGROUND = 2;

/** Texts of two topics and background; the class with the highest scores is right three times out of four. */
function simulated(count: number, background: number): HeldOutScores[] {
  const random = createRandom(5);
  const labels = [
    ...Array.from({ length: count }, (_, index) => index % 2),
    ...Array.from({ length: background }, () => BACKGROUND),
  ];
  return labels.map((label) => {
    const others = [0, 1, BACKGROUND].filter((other) => other !== label);
    const claimed = random() < 0.75 ? label : others[random() < 0.5 ? 0 : 1];
    const scores = (size: number) => Float64Array.from([0, 1, BACKGROUND], (own) => (own === claimed ? size : -size));
    return { label, regression: scores(4), margins: scores(1) };
  });
}

const claim = (label: number) => ({
  regression: Float64Array.from([0, 1, 2], (own) => (own === label ? 4 : -4)),
  margins: Float64Array.from([0, 1, 2], (own) => (own === label ? 1 : -1)),
});

describe('calibration', () => {
  it('turns scores into the share of right answers, of background too', () => {
    const calibration = calibrate(simulated(2_000, 1_000));
    for (const label of [0, 1, BACKGROUND]) {
      const chance = chancesOf(claim(label), calibration)[label] ?? 0;
      assert.ok(Math.abs(chance - 0.75) < 0.04, `${label}: ${chance}`);
    }
  });

  it('expects background as often as it comes', () => {
    const often = calibrate(simulated(1_000, 1_000)).background;
    assert.ok(calibrate(simulated(1_000, 100)).background < often);
    assert.ok(calibrate(simulated(1_000, 0)).background < -1);
  });

  it('shares one among all classes', () => {
    const chances = chancesOf(claim(1), calibrate(simulated(300, 100)));
    assert.ok(Math.abs(chances.reduce((sum, chance) => sum + chance, 0) - 1) < 1e-9);
  });

  it('stays finite when the learners make no error', () => {
    const sure: HeldOutScores[] = [0, 1, 0, 1].map((label) => ({
      label,
      regression: Float64Array.of(label === 0 ? 9 : -9, label === 0 ? -9 : 9, -9),
      margins: Float64Array.of(label === 0 ? 9 : -9, label === 0 ? -9 : 9, -9),
    }));
    for (const weight of Object.values(calibrate(sure))) assert.ok(Number.isFinite(weight));
  });
});
