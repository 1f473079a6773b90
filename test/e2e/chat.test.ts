import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createDataFolder, type DataFolder, type ServerProcess, startServer } from '../support/server-process.ts';

const CHAT = resolve(import.meta.dirname, '../../scripts/chat.ts');

/** Runs the terminal client with these lines as its whole input. */
async function chat(url: string, lines: readonly string[], options: readonly string[] = []) {
  const child = spawn(process.execPath, [CHAT, '--url', url, ...options], { stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.end(lines.map((line) => `${line}\n`).join(''));
  const code = await new Promise<number | null>((done) => {
    child.once('close', done);
  });
  return { code, stdout, stderr };
}

describe('the terminal client', function () {
  this.timeout(60_000);
  let data: DataFolder;
  let server: ServerProcess;
  before(async () => {
    data = await createDataFolder();
    server = await startServer({ data });
  });
  after(async () => {
    await server.stop();
    await data.remove();
  });

  it('is greeted, asks, is answered in order, and ends with its input', async () => {
    const { code, stdout, stderr } = await chat(server.url, ['从今天早上开始，全公司都收不到外部邮件。', '联系支持']);
    assert.equal(code, 0, stderr);
    const [greeting = '', answer = '', form = ''] = stdout.split(/^> /m);
    assert.match(greeting, /Contoso 管理员/);
    assert.match(answer, /^从今天早上/);
    assert.match(answer, /邮件/);
    assert.match(form, /同意/);
  });

  it('speaks for another person in another language and sends the text of a numbered suggestion', async () => {
    const options = ['--person', 'dl_northwind-admin', '--locale', 'en-US'];
    const { code, stdout } = await chat(server.url, ['1'], options);
    assert.equal(code, 0);
    assert.match(stdout, /Northwind Admin/);
    assert.match(stdout, /^1\. Contact support$/m);
  });

  it('says what is wrong when no bot runs there', async () => {
    const { code, stderr } = await chat('http://localhost:1', []);
    assert.equal(code, 1);
    assert.match(stderr, /Is the bot running at http:\/\/localhost:1\?/);
  });
});
