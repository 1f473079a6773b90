import assert from 'node:assert/strict';
import { type Criterion, measurementOf, NO_FLOOR, toLine } from '../../bench/measurement.ts';

const measured = (...criteria: readonly Criterion[]) =>
  measurementOf({ bench: 'turn', figures: { turnsPerSecond: 812.345 }, ratio: 0.98765, criteria, notes: [] });
const rate = (value: number): Criterion => ({ what: 'rate', value, better: 'higher', floor: 0.7, goal: 1 });
const delay = (value: number, floor: number | null): Criterion => ({
  what: 'delay',
  value,
  better: 'lower',
  floor,
  goal: 2,
});

describe('a measurement of a benchmark', () => {
  it('is judged by floor and goal, the limits included', () => {
    assert.deepEqual(
      [0.69, 0.7, 0.99, 1].map((value) => measured(rate(value)).met),
      ['missed', 'floor', 'floor', 'goal'],
    );
    assert.deepEqual(
      [5.1, 5, 2].map((value) => measured(delay(value, 5)).met),
      ['missed', 'floor', 'goal'],
    );
  });

  it('misses a goal that has nothing below it, unless the goal is a wish', () => {
    assert.equal(measured(delay(3, null)).met, 'missed');
    assert.equal(measured(delay(3, NO_FLOOR)).met, 'floor');
  });

  it('is judged before it is rounded', () => {
    assert.equal(measured(rate(0.69999)).met, 'missed');
    assert.equal(measured(rate(0.69999)).criteria[0]?.value, 0.7);
  });

  it('is as good as its worst criterion', () => {
    assert.equal(measured(rate(1), delay(3, 5)).met, 'floor');
    assert.equal(measured(rate(0.1), delay(1, 5)).met, 'missed');
  });

  it('keeps figures of several side by side, rounded', () => {
    const comparison = { columns: ['own', 'other'], rows: [{ what: 'a task', values: [91.2345, 80] }] };
    const found = measurementOf({ bench: 'tasks', figures: {}, comparison, ratio: null, criteria: [], notes: [] });
    const expected = { columns: ['own', 'other'], rows: [{ what: 'a task', values: [91.2, 80] }] };
    assert.deepEqual(found.comparison, expected);
    assert.deepEqual(JSON.parse(toLine(found)).comparison, expected);
  });

  it('is told on one line with the limits of its first criterion', () => {
    assert.deepEqual(JSON.parse(toLine(measured(rate(0.8)))), {
      bench: 'turn',
      turnsPerSecond: 812,
      ratio: 0.988,
      floor: 0.7,
      goal: 1,
      met: 'floor',
    });
    const { also } = JSON.parse(toLine(measured(rate(0.8), delay(1, NO_FLOOR))));
    assert.deepEqual(also, [{ what: 'delay', value: 1, better: 'lower', floor: null, goal: 2, met: 'goal' }]);
  });
});
