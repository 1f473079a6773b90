import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';

const SOAK = resolve(import.meta.dirname, '../../bench/soak.ts');
const DEADLINE_MS = 120_000;

describe('the product under twice the load that it can carry', function () {
  this.timeout(DEADLINE_MS + 5000);

  it('sheds, answers everything that it accepted exactly once, and recovers', async () => {
    const { code, output } = await new Promise<{ code: unknown; output: string }>((done) => {
      const options = { cwd: join(SOAK, '..'), timeout: DEADLINE_MS };
      execFile(process.execPath, [SOAK, '--seconds', '10', '--lenient'], options, (error, stdout, stderr) => {
        done({ code: error?.code ?? (error ? error.signal : 0), output: `${stderr}\n${stdout}` });
      });
    });
    assert.equal(code, 0, output);
  });
});
