import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import {
  createDataFolder,
  type DataFolder,
  findFreePort,
  runToItsEnd,
  startServer,
} from '../support/server-process.ts';

describe('the start', function () {
  this.timeout(60_000);
  let data: DataFolder;
  beforeEach(async () => {
    data = await createDataFolder();
  });
  afterEach(() => data.remove());

  it('answers on its health routes, counts, and ends with 0 when it is asked to', async () => {
    const server = await startServer({ data });
    const paths = ['/readyz', '/healthz', '/metrics'];
    const answers = await Promise.all(paths.map((path) => fetch(`${server.url}${path}`)));
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    assert.match((await answers[2]?.text()) ?? '', /turns_total/);
    assert.deepEqual(await server.stop(), { code: 0, signal: null });
  });

  it('needs no setting, and prints its address and the keys that it made in one short block', async () => {
    const server = await startServer({ data, env: { STAFF_API_KEY: '', DIRECTLINE_SECRET: '', LOG_LEVEL: 'info' } });
    const block = server.output().stdout.trim();
    assert.ok(block.split('\n').length <= 6, block);
    assert.match(block, new RegExp(`http://localhost:${server.port} `));
    const [, key = ''] = /Staff API key +(\S+)/.exec(block) ?? [];
    const listed = await fetch(`${server.url}/api/staff/requests`, { headers: { authorization: `Bearer ${key}` } });
    assert.equal(listed.status, 200);
    assert.ok(!server.output().stderr.includes(key));
    await server.stop();
    assert.equal((await stat(join(data.path, 'data', 'dev-keys.json'))).mode & 0o777, 0o600);
    const again = await startServer({ data, env: { STAFF_API_KEY: '', DIRECTLINE_SECRET: '' } });
    assert.ok(again.output().stdout.includes(key));
    await again.stop();
  });

  it('listens on this machine only in development', async () => {
    const server = await startServer({ data });
    await assert.doesNotReject(fetch(`http://127.0.0.1:${server.port}/healthz`));
    await assert.rejects(fetch(`http://127.0.0.2:${server.port}/healthz`));
    await server.stop();
  });

  it('refuses wrong settings with all problems at once and 78', async () => {
    const end = await runToItsEnd({ NODE_ENV: 'production', PORT: 'x', LOG_LEVEL: 'loud' }, data.path);
    assert.equal(end.code, 78);
    for (const name of [
      'PORT',
      'LOG_LEVEL',
      'MicrosoftAppId',
      'DIRECTLINE_SECRET',
      'STAFF_API_KEY',
      'PUBLIC_URL',
      'DIRECTORY_FILE',
    ]) {
      assert.match(end.stderr, new RegExp(`^ {2}- ${name}: `, 'm'));
    }
    assert.doesNotMatch(end.stderr, /\n {4}at /);
    assert.equal(end.stdout, '');
  });

  it('refuses a directory that it cannot use with 78', async () => {
    const end = await runToItsEnd(
      { DIRECTORY_FILE: join(data.path, 'none.json'), PORT: String(await findFreePort()) },
      data.path,
    );
    assert.equal(end.code, 78);
    assert.match(end.stderr, /none\.json cannot be read/);
  });

  it('says so when the port is taken', async () => {
    const port = await findFreePort();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    const end = await runToItsEnd({ PORT: String(port) }, data.path);
    assert.equal(end.code, 1);
    assert.match(end.stderr, /port is taken/);
    await new Promise((resolve) => other.close(resolve));
  });

  it('begins again on the same data after it was killed', async () => {
    const first = await startServer({ data });
    assert.deepEqual(await first.kill(), { code: null, signal: 'SIGKILL' });
    const second = await startServer({ data, port: first.port });
    assert.equal(second.url, first.url);
    await second.stop();
  });

  it('shows no demo page and hands out no demo token in production', async () => {
    const env = {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      MicrosoftAppId: '11111111-2222-4333-8444-555555555555',
      MicrosoftAppPassword: 'a secret of the registration',
      MicrosoftAppType: 'SingleTenant',
      MicrosoftAppTenantId: '11111111-2222-4333-8444-555555555555',
      PUBLIC_URL: 'https://support.contoso.example',
      DIRECTORY_FILE: join(data.path, 'directory.json'),
    };
    const { writeFile } = await import('node:fs/promises');
    await writeFile(env.DIRECTORY_FILE, JSON.stringify({ tenants: [], people: [] }));
    const server = await startServer({ data, env });
    const page = await fetch(`${server.url}/`);
    const token = await fetch(`${server.url}/demo/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person: 'dl_contoso-admin' }),
    });
    const bot = await fetch(`${server.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        type: 'message',
        channelId: 'webchat',
        serviceUrl: 'https://webchat.botframework.com/',
        from: { id: 'dl_contoso-admin' },
        conversation: { id: 'c' },
        text: 'hello',
      }),
    });
    assert.deepEqual([page.status, token.status, bot.status], [404, 404, 401]);
    assert.equal(server.output().stdout, '');
    await server.stop();
  });
});
