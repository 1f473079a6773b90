import assert from 'node:assert/strict';
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeFinding, examine } from '../../scripts/doctor/examination.ts';
import type { Rule } from '../../scripts/doctor/rule.ts';
import { withTree } from './temporary-tree.ts';

const SCRIPTS = join(import.meta.dirname, '../../scripts');

const rule = (name: string, check: Rule['check']): Rule => ({
  name,
  what: 'A is b.',
  why: 'Else c.',
  fix: 'Do d.',
  check,
});

describe('an examination', () => {
  it('runs every rule, also after one that is broken and one that throws', async () => {
    const findings = await withTree({}, (tree) =>
      examine(tree, [
        rule('broken', async () => ['here:1']),
        rule('throwing', async () => tree.read('nothing').split('\n')),
        rule('kept', async () => []),
      ]),
    );
    assert.deepEqual(
      findings.map(({ rule: { name }, problems }) => [name, problems.length]),
      [
        ['broken', 1],
        ['throwing', 1],
        ['kept', 0],
      ],
    );
    assert.match(findings[1]?.problems[0] ?? '', /^cannot be checked: .*ENOENT/);
  });

  it('says what is broken, where, why it matters and what to do', () => {
    const text = describeFinding({ rule: rule('broken', async () => []), problems: ['here:1', 'there:2'] });
    for (const part of ['broken: A is b.', '- here:1', '- there:2', 'why: Else c.', 'fix: Do d.'])
      assert.ok(text.includes(part), part);
  });

  it('says one line of a kept promise', () => {
    assert.equal(describeFinding({ rule: rule('kept', async () => []), problems: [] }), 'ok      kept');
  });
});

describe('npm run doctor', () => {
  let run: SpawnSyncReturns<string>;

  before(function () {
    // It reads the whole project, as slowly as the machine is busy.
    this.timeout(180_000);
    run = spawnSync(process.execPath, [join(SCRIPTS, 'doctor.ts')], { encoding: 'utf8' });
  });

  it('examines every rule there is', () => {
    const names = readdirSync(join(SCRIPTS, 'doctor')).flatMap((file) =>
      [...readFileSync(join(SCRIPTS, 'doctor', file), 'utf8').matchAll(/^ +name: '([a-z-]+)'/gm)].map(
        ([, name]) => name,
      ),
    );
    assert.ok(names.length >= 14);
    for (const name of names) assert.match(run.stdout, new RegExp(`^(ok|BROKEN) +${name}`, 'm'));
  });

  it('fails exactly when something is broken', () => {
    assert.equal(run.status, /^BROKEN/m.test(run.stdout) ? 1 : 0);
  });
});
