import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../scripts/evaluate-facts.ts', import.meta.url));

describe('npm run evaluate:facts', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'evaluate-facts-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, [SCRIPT, ...args], { encoding: 'utf8' });
  let written = 0;
  const fileOf = (...lines: string[]): string => {
    const file = join(folder, `texts-${++written}.jsonl`);
    writeFileSync(file, lines.join('\n'));
    return file;
  };

  const DOWN =
    '{"text":"全公司收不到邮件","lang":"zh-CN","part":"one","facts":{"serviceState":"unavailable","affected":"organization"}}';
  const NOT_TOLD = '{"text":"hello","lang":"en-US","part":"two","facts":{"workaround":true}}';

  it('prints one object with --json', () => {
    const { status, stdout } = run(fileOf(DOWN, '', NOT_TOLD), '--json');
    assert.equal(status, 0);
    const figures = JSON.parse(stdout);
    assert.equal(figures.count, 2);
    assert.equal(figures.byLang['zh-CN'].rightShare, 1);
    assert.equal(figures.byFact.workaround.rightShare, 0);
    assert.equal(figures.wrongShare, 0);
  });

  it('measures one part of a file', () => {
    const { stdout } = run(fileOf(DOWN, NOT_TOLD), '--part', 'two', '--json');
    assert.equal(JSON.parse(stdout).count, 1);
  });

  it('prints a page for people, and the texts that came out otherwise', () => {
    const file = fileOf(DOWN, NOT_TOLD);
    const page = run(file).stdout;
    for (const part of ['2 texts', 'stated and right', 'zh-CN', 'serviceState']) assert.ok(page.includes(part), part);
    const { stdout } = run(file, '--wrong');
    assert.match(stdout, /workaround: true -> -\n {4}hello\n/);
    assert.doesNotMatch(stdout, /全公司/);
  });

  const WRONG: readonly (readonly [string, string, RegExp])[] = [
    ['a line that is no JSON', '{"text":', /line 2: no JSON/],
    ['a fact of another value', '{"text":"x","lang":"en-US","facts":{"affected":"all"}}', /line 2: facts\.affected/],
    ['a fact of another name', '{"text":"x","lang":"en-US","facts":{"level":"A"}}', /line 2: facts/],
    ['a line without facts', '{"text":"x","lang":"en-US"}', /line 2: facts/],
  ];
  for (const [what, line, message] of WRONG) {
    it(`names ${what} and exits with 2`, () => {
      const { status, stdout, stderr } = run(fileOf(DOWN, line), '--json');
      assert.equal(status, 2);
      assert.match(stderr, message);
      assert.equal(stdout, '');
    });
  }

  it('exits with 2 without a file, with a missing one, an empty one, an unknown part or option', () => {
    const calls = [
      [],
      [join(folder, 'nowhere.jsonl')],
      [fileOf('')],
      [fileOf(DOWN), '--part', 'x'],
      ['--yaml', fileOf(DOWN)],
    ];
    for (const args of calls) {
      const { status, stderr } = run(...args);
      assert.equal(status, 2);
      assert.notEqual(stderr, '');
    }
  });
});
