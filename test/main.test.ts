import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const CHECK = resolve(import.meta.dirname, '../src/node-version.mjs');

/** Runs the check as if this were another Node. */
function startOn(version: string) {
  const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`;
  const preload = `data:text/javascript,${encodeURIComponent(pretend)}`;
  return spawnSync(process.execPath, ['--import', preload, CHECK], { encoding: 'utf8' });
}

describe('the check of the Node version, which main runs before anything else', () => {
  it('tells somebody with an older Node in one sentence what to do', () => {
    for (const version of ['12.22.12', '20.20.2', '22.23.3', '23.11.0']) {
      const { status, stderr } = startOn(version);
      assert.equal(status, 78, version);
      assert.ok(stderr.startsWith(`Support Intake Bot needs Node 24 or newer; this is Node ${version}.`), stderr);
      assert.match(stderr, /npm start/);
      assert.equal(stderr.trim().split('\n').length, 1);
    }
  });

  it('lets Node 24 and newer ones pass in silence', () => {
    for (const version of ['24.0.0', '26.1.0', '30.0.0']) {
      const { status, stderr, stdout } = startOn(version);
      assert.deepEqual([status, stderr, stdout], [0, '', ''], version);
    }
  });

  it('is written so that a Node which knows no TypeScript can run it', () => {
    const { status } = spawnSync(process.execPath, ['--check', CHECK]);
    assert.equal(status, 0);
  });
});
