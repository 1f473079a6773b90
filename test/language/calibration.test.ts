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
    return { label, scores: [scores(4), scores(1)] };
  });
}

const claim = (label: number) => {
  const scores = (size: number) => Float64Array.from([0, 1, 2], (own) => (own === label ? size : -size));
  return [scores(4), scores(1)];
};

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

  it('listens to the learner that is right', () => {
    const random = createRandom(7);
    const noise = () => Float64Array.from([0, 1, 2], () => 9 * (random() < 0.5 ? 1 : -1));
    const texts = simulated(600, 300).map(({ label, scores: [right = noise()] }) => ({
      label,
      scores: [right, noise()],
    }));
    const [right = 0, wrong = 0] = calibrate(texts).learners;
    assert.ok(Math.abs(9 * wrong) < Math.abs(4 * right) / 2);
  });

  it('stays finite when the learners make no error', () => {
    const sure: HeldOutScores[] = [0, 1, 0, 1].map((label) => {
      const own = Float64Array.of(label === 0 ? 9 : -9, label === 0 ? -9 : 9, -9);
      return { label, scores: [own, own] };
    });
    const { learners, background } = calibrate(sure);
    for (const weight of [...learners, background]) assert.ok(Number.isFinite(weight));
  });
});
