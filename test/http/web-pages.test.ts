import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { socketOrigin } from '../../src/http/socket-origin.ts';
import { createStaticFiles } from '../../src/http/static-files.ts';
import { type DemoPerson, registerWebPages } from '../../src/http/web-pages.ts';
import { type RunningServer, sendRaw, startServer } from './http-double.ts';

const WIDGET = fileURLToPath(new URL('../../web/widget', import.meta.url));
const PEOPLE: readonly DemoPerson[] = [
  {
    id: 'dl_contoso-admin',
    name: 'A "quoted" </meta> & name',
    tenant: 'Contoso CN',
    operator: '21vianet',
    admin: true,
  },
];

async function startPages(folder: string, people: readonly DemoPerson[] | null): Promise<RunningServer> {
  const files = await createStaticFiles(folder);
  let number = 0;
  return startServer(({ routes }) => {
    files.register(routes);
    registerWebPages(routes, {
      files,
      people,
      widgetOrigins: ['https://intranet.example'],
      socketOrigin: socketOrigin(null),
      newNonce: () => {
        number += 1;
        return `nonce${number}`;
      },
    });
  });
}

describe('the web pages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'intake-web-'));
  const bundle = `globalThis.WebChat = {};${' '.repeat(5000)}`;
  let server: RunningServer;

  before(async () => {
    mkdirSync(join(folder, 'vendor'));
    writeFileSync(join(folder, 'vendor/webchat.js'), bundle);
    writeFileSync(join(folder, 'outside-type.exe'), 'MZ');
    const { cpSync } = await import('node:fs');
    cpSync(WIDGET, join(folder, 'widget'), { recursive: true });
    server = await startPages(folder, PEOPLE);
  });
  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  async function page(path = '/'): Promise<{ html: string; headers: Headers; status: number }> {
    const response = await fetch(`${server.url}${path}`);
    return { html: await response.text(), headers: response.headers, status: response.status };
  }

  async function bundleUrl(): Promise<string> {
    return /src="([^"]*webchat\.js)"/.exec((await page()).html)?.[1] ?? '';
  }

  it('carry a nonce of their own that the policy names', async () => {
    const first = await page();
    const second = await page();
    assert.equal(first.status, 200);
    const nonce = /nonce="(nonce\d+)"/.exec(first.html)?.[1];
    assert.ok(nonce);
    assert.match(first.headers.get('content-security-policy') ?? '', new RegExp(`script-src 'self' 'nonce-${nonce}'`));
    assert.doesNotMatch(second.html, new RegExp(`nonce="${nonce}"`));
  });

  it('allow nothing of a third party', async () => {
    const policy = (await page()).headers.get('content-security-policy') ?? '';
    assert.match(policy, new RegExp(`connect-src 'self' blob: ws://127.0.0.1:${server.port}(;|$)`));
    assert.doesNotMatch(policy, /unsafe-eval|https:|\*/);
    assert.doesNotMatch((await page()).html, /(?:src|href)="https?:/);
  });

  it('hold the data as text that cannot end its attribute', async () => {
    const { html } = await page();
    const content = /<meta name="support-intake" content="([^"]*)">/.exec(html)?.[1] ?? '';
    assert.doesNotMatch(content, /</);
    const decoded = content.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
    assert.deepEqual(JSON.parse(decoded).people, PEOPLE);
    assert.doesNotMatch(html, /\{\{/);
  });

  it('let only the named sites frame the widget, and nobody the demo page', async () => {
    const frame = (await page('/widget/frame')).headers;
    assert.match(frame.get('content-security-policy') ?? '', /frame-ancestors 'self' https:\/\/intranet\.example/);
    assert.equal(frame.get('x-frame-options'), null);
    assert.match((await page()).headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
    assert.equal((await page()).headers.get('x-frame-options'), 'DENY');
  });

  it('are without the demo page in production', async () => {
    const production = await startPages(folder, null);
    assert.equal((await fetch(`${production.url}/`)).status, 404);
    assert.equal((await fetch(`${production.url}/widget/frame`)).status, 200);
    await production.stop();
  });

  it('say what to do when Web Chat is missing', async () => {
    const bare = mkdtempSync(join(tmpdir(), 'intake-web-'));
    const { cpSync } = await import('node:fs');
    cpSync(WIDGET, join(bare, 'widget'), { recursive: true });
    const incomplete = await startPages(bare, PEOPLE);
    const response = await fetch(`${incomplete.url}/`);
    assert.equal(response.status, 503);
    assert.match(await response.text(), /npm ci/);
    await incomplete.stop();
    rmSync(bare, { recursive: true });
  });

  for (const encoding of ['br', 'gzip', 'identity']) {
    it(`serve the bundle as ${encoding}, cached for ever at its hashed address`, async () => {
      const response = await fetch(`${server.url}${await bundleUrl()}`, { headers: { 'accept-encoding': encoding } });
      assert.equal(response.headers.get('content-encoding'), encoding === 'identity' ? null : encoding);
      assert.match(response.headers.get('cache-control') ?? '', /immutable/);
      assert.match(response.headers.get('content-type') ?? '', /^text\/javascript/);
      assert.equal(await response.text(), bundle);
    });
  }

  it('do not use an encoding that is refused', async () => {
    const response = await fetch(`${server.url}${await bundleUrl()}`, {
      headers: { 'accept-encoding': 'br;q=0, gzip' },
    });
    assert.equal(response.headers.get('content-encoding'), 'gzip');
    await response.arrayBuffer();
  });

  it('answer 304 to a browser that has the file', async () => {
    const first = await fetch(`${server.url}/widget.js`);
    const etag = first.headers.get('etag') ?? '';
    assert.equal(first.headers.get('cache-control'), 'no-cache');
    assert.equal(first.headers.get('cross-origin-resource-policy'), 'cross-origin');
    await first.arrayBuffer();
    const again = await fetch(`${server.url}/widget.js`, { headers: { 'if-none-match': etag } });
    assert.equal(again.status, 304);
  });

  it('give a page of another version what there is, not to be kept', async () => {
    const response = await fetch(`${server.url}/web/0123456789/widget/notice.js`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'no-cache');
    await response.arrayBuffer();
  });

  for (const path of [
    '/web/x/../../package.json',
    '/web/x/..%2f..%2fpackage.json',
    '/web/x/%2e%2e/%2e%2e/package.json',
    '/web/x/widget/..\\..\\package.json',
    '/web/x//etc/passwd',
    '/web/x/widget/%00notice.js',
    '/web/x/outside-type.exe',
    '/web/x/widget',
    '/web/x/__proto__',
    '/web/x/',
  ]) {
    it(`give nothing at ${path}`, async () => {
      const answer = await sendRaw(server.port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      assert.match(answer, /^HTTP\/1\.1 40[04] /);
      assert.match(answer, /"error"/);
    });
  }
});

describe('the socket address', () => {
  const request = (host: string) => ({ headers: { host }, socket: {} });

  it('is the public one when that was set', () => {
    const of = socketOrigin('https://support.contoso.example');
    assert.equal(Reflect.apply(of, undefined, [request('internal:3978')]), 'wss://support.contoso.example');
  });

  it('is the host that was asked for on the developer’s machine', () => {
    const of = socketOrigin('http://localhost:3978');
    assert.equal(Reflect.apply(of, undefined, [request('127.0.0.1:4000')]), 'ws://127.0.0.1:4000');
  });
});
