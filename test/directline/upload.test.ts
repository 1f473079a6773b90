import assert from 'node:assert/strict';
import { type Activity, DirectLine } from 'botframework-directlinejs';
import sinon from 'sinon';
import { UPLOAD_LIMITS } from '../../src/directline/upload-body.ts';
import type { SentFile } from '../../src/domain/attachment.ts';
import { openRaw } from '../support/raw-connection.ts';
import { type Answered, BASE, call, type Endpoint, startEndpoint, startedFor } from './endpoint-double.ts';
import { FetchXmlHttpRequest } from './xml-http-request.ts';

const MEGABYTE = 1024 * 1024;

/** The files that the turn was given, bytes as text. */
function filesOf(endpoint: Endpoint): readonly unknown[] {
  const files: readonly SentFile[] = endpoint.bot.heard.at(-1)?.sentFiles ?? [];
  return files.map((file) =>
    'bytes' in file ? { name: file.name, text: Buffer.from(file.bytes.subarray(0, 40)).toString() } : file,
  );
}

describe('an upload', () => {
  let endpoint: Endpoint;
  let started: Answered;
  beforeEach(async () => {
    endpoint = await startEndpoint();
    started = await startedFor(endpoint);
  });
  afterEach(() => endpoint.stop());

  const path = (more = '') => `${BASE}/conversations/${started.conversationId}/upload?userId=me${more}`;

  async function upload(body: FormData | string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
    const response = await fetch(`${endpoint.url}${path()}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${started.token}`, ...headers },
      body,
    });
    return { status: response.status, text: await response.text() };
  }

  function form(files: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>, activity?: unknown): FormData {
    const body = new FormData();
    if (activity !== undefined) {
      body.append('activity', new Blob([JSON.stringify(activity)], { type: 'application/vnd.microsoft.activity' }));
    }
    for (const [name, content] of Object.entries(files)) body.append('file', new Blob([content]), name);
    return body;
  }

  it('is one message with its words and files, in order', async () => {
    const activity = { type: 'message', text: '看截图', from: { id: 'me' }, channelData: { clientActivityID: 'c1' } };
    const { status, text } = await upload(form({ '错误 截图.png': 'one', 'b.log': 'two' }, activity));
    assert.equal(status, 200);
    assert.match(text, /^\{"id":".+"\}$/);
    const turn = endpoint.bot.heard.at(-1);
    assert.equal(turn?.activity.text, '看截图');
    assert.equal(turn?.activity.from?.id, 'dl_contoso-admin');
    assert.equal(turn?.dedupeKey, 'c1');
    assert.deepEqual(filesOf(endpoint), [
      { name: '错误 截图.png', text: 'one' },
      { name: 'b.log', text: 'two' },
    ]);
  });

  it('without an activity is a message of the user in the address', async () => {
    const secret = await call(endpoint, 'POST', `${BASE}/conversations`, {
      token: 'a secret of at least thirty-two characters',
    });
    const response = await fetch(
      `${endpoint.url}${BASE}/conversations/${secret.conversationId}/upload?userId=somebody`,
      {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${secret.token}`,
          'Content-Type': 'image/png',
          'Content-Disposition': 'name="a.png"',
        },
        body: 'picture',
      },
    );
    assert.equal(response.status, 200, await response.text());
    assert.equal(endpoint.bot.heard.at(-1)?.activity.from?.id, 'somebody');
    assert.deepEqual(filesOf(endpoint), [{ name: 'a.png', text: 'picture' }]);
  });

  it('hands over what is too large or too many by name only, so that the bot can say so', async () => {
    const big = new Uint8Array(10 * MEGABYTE + 1);
    const { status } = await upload(form({ 'big.log': big, a: '1', b: '2', c: '3', d: '4', e: '5' }));
    assert.equal(status, 200);
    assert.deepEqual(filesOf(endpoint), [
      { name: 'big.log', problem: 'tooLarge' },
      ...['a', 'b', 'c', 'd'].map((name, at) => ({ name, text: String(at + 1) })),
      { name: 'e', problem: 'tooMany' },
    ]);
  });

  it('takes a file of exactly the largest size, and one of no bytes', async () => {
    await upload(form({ 'full.log': new Uint8Array(10 * MEGABYTE), 'empty.log': '' }));
    const sizes = (endpoint.bot.heard.at(-1)?.sentFiles ?? []).map((file) =>
      'bytes' in file ? file.bytes.length : -1,
    );
    assert.deepEqual(sizes, [10 * MEGABYTE, 0]);
  });

  const hostile: Readonly<Record<string, readonly [string, Record<string, string>, number]>> = {
    'without a boundary': ['--x\r\n', { 'Content-Type': 'multipart/form-data' }, 400],
    'with another boundary': ['--y\r\n\r\n--y--', { 'Content-Type': 'multipart/form-data; boundary=x' }, 400],
    'that ends in the middle of a part': [
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
      { 'Content-Type': 'multipart/form-data; boundary=x' },
      400,
    ],
    'of another kind of multipart': ['--x--', { 'Content-Type': 'multipart/mixed; boundary=x' }, 400],
    'without a file': ['--x--\r\n', { 'Content-Type': 'multipart/form-data; boundary=x' }, 400],
    'whose activity is no JSON': [
      '--x\r\nContent-Disposition: form-data; name="activity"\r\nContent-Type: application/vnd.microsoft.activity\r\n\r\n{\r\n--x--',
      { 'Content-Type': 'multipart/form-data; boundary=x' },
      400,
    ],
    'whose activity is no message': [
      '--x\r\nContent-Disposition: form-data; name="activity"\r\nContent-Type: application/vnd.microsoft.activity\r\n\r\n{"type":"conversationUpdate"}\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\na\r\n--x--',
      { 'Content-Type': 'multipart/form-data; boundary=x' },
      400,
    ],
  };
  for (const [name, [body, headers, expected]] of Object.entries(hostile)) {
    it(`${name} is refused in the error shape, and no turn is taken`, async () => {
      const before = endpoint.bot.heard.length;
      const { status, text } = await upload(body, headers);
      assert.equal(status, expected, text);
      assert.match(text, /^\{"error":\{"code":"BadArgument","message":".+"\}\}$/);
      assert.equal(endpoint.bot.heard.length, before);
    });
  }

  it('with hundreds of parts is read to its end and names the first of those that are too many', async () => {
    const body = new FormData();
    for (let part = 0; part < 500; part += 1) body.append('file', new Blob(['x']), `${part}.log`);
    assert.equal((await upload(body)).status, 200);
    assert.ok(filesOf(endpoint).length <= 30);
  });

  it('that says it is larger than a message may be is refused before it is read', async () => {
    const raw = openRaw(Number(new URL(endpoint.url).port));
    raw.write(
      `POST ${path()} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${started.token}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: ${UPLOAD_LIMITS.requestBytes + 1}\r\n\r\n`,
    );
    assert.match(await raw.closed, /^HTTP\/1\.1 413 [\s\S]*"PayloadTooLarge"/);
  });

  it('whose sender goes away in the middle gives its memory back and takes no turn', async () => {
    const before = endpoint.bot.heard.length;
    const raw = openRaw(Number(new URL(endpoint.url).port));
    raw.write(
      `POST ${path()} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${started.token}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 5000\r\n\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc`,
    );
    raw.reset();
    await raw.closed;
    assert.equal((await upload(form({ 'a.log': 'next' }))).status, 200);
    assert.equal(endpoint.bot.heard.length, before + 1);
  });

  it('without a token that counts, or of another conversation, is refused and not read', async () => {
    const { status, text } = await upload(form({ 'a.log': 'x' }), { Authorization: 'Bearer forged' });
    assert.equal(status, 403, text);
    const other = await startedFor(endpoint);
    const foreign = await fetch(`${endpoint.url}${path()}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${other.token}` },
      body: form({ 'a.log': 'x' }),
    });
    assert.equal(foreign.status, 403, await foreign.text());
  });
});

describe('uploads under limits', () => {
  it('count by their megabytes, for the conversation and for the address', async () => {
    const endpoint = await startEndpoint({ points: { upload: 3 } });
    const started = await startedFor(endpoint);
    const send = async () => {
      const response = await fetch(`${endpoint.url}${BASE}/conversations/${started.conversationId}/upload?userId=me`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${started.token}`, 'Content-Type': 'image/png' },
        body: new Uint8Array(2 * MEGABYTE + 1),
      });
      await response.arrayBuffer();
      return response;
    };
    assert.equal((await send()).status, 200);
    const refused = await send();
    assert.equal(refused.status, 429);
    assert.match(refused.headers.get('retry-after') ?? '', /^\d+$/);
    await endpoint.stop();
  });

  it('that dawdle are cut off with the time of any request', async () => {
    const endpoint = await startEndpoint({ http: { limits: { requestMs: 300, headersMs: 200, checkMs: 50 } } });
    const started = await startedFor(endpoint);
    const raw = openRaw(Number(new URL(endpoint.url).port));
    raw.write(
      `POST ${BASE}/conversations/${started.conversationId}/upload HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${started.token}\r\nContent-Type: image/png\r\nContent-Length: 50\r\n\r\nabc`,
    );
    assert.match(await raw.closed, /^HTTP\/1\.1 408 /);
    await endpoint.stop();
  });
});

describe('the client botframework-directlinejs with files', () => {
  before(() => {
    Object.assign(globalThis, { XMLHttpRequest: FetchXmlHttpRequest });
    sinon.stub(console, 'warn');
    sinon.stub(console, 'log');
  });
  after(() => {
    sinon.restore();
    Reflect.deleteProperty(globalThis, 'XMLHttpRequest');
  });

  it('sends them with the message', async () => {
    const endpoint = await startEndpoint();
    const { token } = await startedFor(endpoint);
    const line = new DirectLine({ domain: `${endpoint.url}${BASE}`, token });
    line.activity$.subscribe(
      () => {},
      () => {},
    );
    const contentUrl = `data:text/plain;base64,${Buffer.from('line one').toString('base64')}`;
    const message: Activity = {
      type: 'message',
      text: 'see the log',
      from: { id: 'me' },
      attachments: [{ contentType: 'text/plain', name: 'a.log', contentUrl }],
    };
    assert.notEqual(await line.postActivity(message).toPromise(), 'retry');
    assert.deepEqual(filesOf(endpoint), [{ name: 'a.log', text: 'line one' }]);
    line.end();
    await endpoint.stop();
  });
});
