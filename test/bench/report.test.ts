import assert from 'node:assert/strict';
import type { Machine } from '../../bench/machine.ts';
import { measurementOf } from '../../bench/measurement.ts';
import { renderReport } from '../../bench/report.ts';
import { addResults, type NewResults } from '../../bench/results.ts';

const machine: Machine = { cpu: 'Some CPU', cores: 2, memoryGb: 24, node: 'v24.0.0', os: 'Linux 6 x86_64' };

const turn = (value: number, database = 'sqlite') =>
  measurementOf({
    bench: 'turn',
    figures: { database, turnsPerSecond: 800 * value, cpuMsPerTurn: null },
    ratio: value,
    criteria: [{ what: 'turns/s', value, better: 'higher', floor: 0.7, goal: 1 }],
    notes: ['A note.'],
  });

const run = (changes: Partial<NewResults>): NewResults => ({
  machine,
  measuredAt: '2026-03-02',
  measurements: [],
  profiles: [],
  ...changes,
});

const shares = [{ name: 'src/storage', percent: 60.04, msPerTurn: 1.2 }];

describe('the results of benchmarks', () => {
  it('replaces a figure and keeps the others with their day', () => {
    const profiles = [{ bench: 'turn', turns: 10, shares }];
    const first = addResults(null, run({ measurements: [turn(0.5)], profiles }));
    const second = addResults(first, run({ measurements: [turn(0.9)], measuredAt: '2026-03-09' }));
    assert.equal(second.measurements.turn?.ratio, 0.9);
    assert.equal(second.measurements.turn?.measuredAt, '2026-03-09');
    assert.equal(second.profiles.turn?.measuredAt, '2026-03-02');
  });

  it('keeps the figures of two databases apart', () => {
    const results = addResults(null, run({ measurements: [turn(0.9), turn(0.8, 'postgresql')] }));
    assert.deepEqual(Object.keys(results.measurements), ['turn', 'turn (postgresql)']);
  });

  it('drops the figures of another machine', () => {
    const first = addResults(null, run({ measurements: [turn(0.5)] }));
    const other = { ...machine, node: 'v26.0.0' };
    assert.deepEqual(addResults(first, run({ machine: other })).measurements, {});
  });
});

describe('the page of figures', () => {
  const results = addResults(
    null,
    run({ measurements: [turn(0.8)], profiles: [{ bench: 'turn', turns: 10, shares }] }),
  );
  const page = renderReport(results, [
    { name: 'turn', work: 'a turn' },
    { name: 'search', work: 'a search' },
  ]);

  it('tells machine, yardstick, figures with floor and goal, and what was not measured', () => {
    assert.match(page, /Some CPU, 2 cores, 24 GB of memory, Linux 6 x86_64, Node v24\.0\.0/);
    assert.match(page, /no app id on both sides/);
    assert.match(page, /\| `turn` +\| turns\/s +\| 0\.8 +\| ≥ 0\.7 \| ≥ 1 +\| floor reached \| 2026-03-02 \|/);
    assert.match(page, /\| `search` +\|.*not measured/);
    assert.match(page, /\| `cpuMsPerTurn` +\| unknown +\|/);
  });

  it('tells where a turn spends its time', () => {
    assert.match(page, /### turn, by package\n\n10 turns, 2026-03-02\./);
    assert.match(page, /\| `src\/storage` \| 60\.0 \| 1\.200 +\|/);
  });

  it('shows figures of several side by side, the best of a row in bold', () => {
    const comparison = { columns: ['own', 'other'], rows: [{ what: 'a task', values: [91.2, 80] }] };
    const measured = measurementOf({ bench: 'turn', figures: {}, comparison, ratio: null, criteria: [], notes: [] });
    const compared = renderReport(addResults(null, run({ measurements: [measured] })), [{ name: 'turn', work: 'x' }]);
    assert.match(compared, /\| +\| own +\| other \|\n.*\n\| a task \| \*\*91\.2\*\* \| 80 +\|/);
  });

  it('has tables whose rows are all of one width', () => {
    const tables = page
      .trimEnd()
      .split('\n\n')
      .filter((part) => part.startsWith('|'));
    assert.equal(tables.length, 3);
    for (const table of tables) assert.equal(new Set(table.split('\n').map((line) => line.length)).size, 1);
  });
});
