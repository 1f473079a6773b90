import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../scripts/evaluate.ts', import.meta.url));

describe('npm run evaluate', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'evaluate-'));
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

  const RENEW = '{"text":"续订订阅","lang":"zh-CN","topic":"billing.renew"}';
  const JOKE = '{"text":"tell me a joke","lang":"en-US","topic":"none"}';

  it('prints one object with --json', () => {
    const { status, stdout } = run(fileOf(RENEW, '', JOKE), '--json');
    assert.equal(status, 0);
    const figures = JSON.parse(stdout);
    assert.equal(figures.accuracy, 1);
    assert.equal(figures.macroF1, 1);
    assert.equal(figures.byLang['zh-CN'].accuracy, 1);
    assert.equal(figures.noneRecall, 1);
    assert.equal(figures.noneFalseAccept, 0);
  });

  it('prints a page for people', () => {
    const { status, stdout } = run(fileOf(RENEW, JOKE));
    assert.equal(status, 0);
    for (const part of ['accuracy', 'macro-F1', 'billing.renew', 'Out of scope', 'Worst confusions']) {
      assert.ok(stdout.includes(part), part);
    }
  });

  const WRONG: readonly (readonly [string, string, RegExp])[] = [
    ['a line that is no JSON', '{"text":', /line 2: no JSON/],
    ['a line without a text', '{"lang":"en-US","topic":"none"}', /line 2: text/],
    ['an unknown topic', '{"text":"x","lang":"en-US","topic":"billing.nothing"}', /line 2: topic/],
    ['a line that is no object', '[]', /line 2: /],
  ];
  for (const [what, line, message] of WRONG) {
    it(`names ${what} and exits with 2`, () => {
      const { status, stdout, stderr } = run(fileOf(RENEW, line), '--json');
      assert.equal(status, 2);
      assert.match(stderr, message);
      assert.equal(stdout, '');
    });
  }

  it('exits with 2 without a file, with a missing one, an empty one, or an unknown option', () => {
    for (const args of [[], [join(folder, 'nowhere.jsonl')], [fileOf('')], ['--yaml', fileOf(RENEW)]]) {
      const { status, stderr } = run(...args);
      assert.equal(status, 2);
      assert.notEqual(stderr, '');
    }
  });
});
