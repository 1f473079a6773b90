import assert from 'node:assert/strict';
import { stackedScores } from '../../../src/language/compact-weights.ts';
import { CLASS_COUNT, classOf, FACT_CLASSES, type StatedFacts } from '../../../src/language/facts/fact-classes.ts';
import { decideFacts } from '../../../src/language/facts/fact-decision.ts';
import { compactFacts } from '../../../src/language/facts/fact-model.ts';
import {
  calibrateFacts,
  type FactExample,
  featuresOf,
  leaveWritersOut,
  stackFacts,
  trainFacts,
} from '../../../src/language/facts/fact-training.ts';
import { classScores } from '../../../src/language/logistic-regression.ts';
import { toRow } from '../../../src/language/sparse-rows.ts';

const by = (writer: string, ...lines: readonly (readonly [string, StatedFacts])[]): FactExample[] =>
  lines.map(([text, facts]) => ({ text, facts, writer, calibrates: writer !== 'base' }));

const EXAMPLES: readonly FactExample[] = [
  ...by('base', ['everybody is locked out', { serviceState: 'unavailable', affected: 'organization' }]),
  ...by('base', ['how do I add a user', { serviceState: 'working' }], ['hello', {}]),
  ...by('ann', ['nobody can open it', { serviceState: 'unavailable', affected: 'organization' }], ['hello there', {}]),
  ...by(
    'bob',
    ['how do I open it', { serviceState: 'working' }],
    ['everybody locked out', { serviceState: 'unavailable' }],
  ),
];
const CERTAIN = { serviceState: 0.5, affected: 0.5, deadlineAtRisk: 0.5, workaround: 0.5 };

describe('training of the facts', () => {
  it('gives the same weights for the same texts, bit by bit', () => {
    assert.deepEqual(trainFacts(EXAMPLES).learners, trainFacts(EXAMPLES).learners);
  });

  it('scores the texts of the writers that calibrate, each by a model that has seen nothing of them', () => {
    const heldOut = leaveWritersOut(EXAMPLES);
    assert.deepEqual(
      heldOut.map(({ example }) => example.writer),
      ['ann', 'ann', 'bob', 'bob'],
    );
    const others = EXAMPLES.filter(({ writer }) => writer !== 'ann');
    const [alone] = leaveWritersOut([...others.map((one) => ({ ...one, calibrates: false })), ...EXAMPLES.slice(3, 4)]);
    assert.deepEqual(heldOut[0]?.scores, alone?.scores);
  });

  it('stacks each fact by its own calibration, and makes one matrix of both learners', () => {
    const trained = trainFacts(EXAMPLES);
    const calibrations = FACT_CLASSES.map((_, place) => ({ learners: [1 + place, 0.1], background: place }));
    const row = toRow(featuresOf('everybody is locked out'), trained.vocabulary);
    const scores = trained.learners.map((own) => classScores(own, row, CLASS_COUNT));
    const own = stackedScores(compactFacts(trained, calibrations), row);
    for (const [label, score] of stackFacts(scores, calibrations).entries()) {
      assert.ok(Math.abs(score - (own[label] ?? 0)) < 0.1, `${label}: ${score} ${own[label]}`);
    }
  });

  it('gives each fact a calibration of finite numbers', () => {
    const calibrations = calibrateFacts(leaveWritersOut(EXAMPLES));
    assert.equal(calibrations.length, FACT_CLASSES.length);
    for (const { learners, background } of calibrations) {
      for (const weight of [...learners, background]) assert.ok(Number.isFinite(weight));
    }
  });
});

describe('decision of the facts', () => {
  /** Scores that speak for one class of each fact. */
  function scoresFor(facts: StatedFacts): Float64Array {
    const scores = new Float64Array(CLASS_COUNT).fill(-5);
    let offset = 0;
    for (const fact of FACT_CLASSES) {
      scores[offset + classOf(fact, facts)] = 5;
      offset += fact.values.length + 1;
    }
    return scores;
  }

  it('takes the likeliest value, and none where the text does not tell', () => {
    for (const facts of [
      { serviceState: 'unavailable', affected: 'one-user', deadlineAtRisk: false, workaround: true },
      { serviceState: 'degraded', deadlineAtRisk: true },
      { affected: 'many-users', workaround: false },
      {},
    ] satisfies StatedFacts[]) {
      assert.deepEqual(decideFacts(scoresFor(facts), CERTAIN), facts);
    }
  });

  it('takes no value that is not sure enough', () => {
    const scores = scoresFor({ serviceState: 'degraded', affected: 'one-user' });
    assert.deepEqual(decideFacts(scores, { ...CERTAIN, affected: 1.01 }), { serviceState: 'degraded' });
  });

  it('leaves nobody affected, and nothing to work around, where nothing fails', () => {
    const scores = scoresFor({
      serviceState: 'working',
      affected: 'one-user',
      deadlineAtRisk: true,
      workaround: true,
    });
    assert.deepEqual(decideFacts(scores, CERTAIN), { serviceState: 'working', deadlineAtRisk: true });
  });
});
