import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { Request, Response as RestifyResponse } from 'restify';
import { IntakeError } from '../../src/domain/errors.ts';
import { createHttpServer, type SeenRequest } from '../../src/http/server.ts';
import { postJson, type RunningServer, sendRaw, silent, startServer } from './http-double.ts';

const SECRET_WORDS = 'the password of the database is swordfish';

async function errorOf(response: Response): Promise<{ code: string; message: string }> {
  const body: unknown = await response.json();
  assert.ok(typeof body === 'object' && body !== null && 'error' in body, JSON.stringify(body));
  assert.deepEqual(Object.keys(body), ['error']);
  const { error } = body;
  assert.ok(typeof error === 'object' && error !== null && 'code' in error && 'message' in error);
  assert.ok(typeof error.code === 'string' && typeof error.message === 'string');
  return { code: error.code, message: error.message };
}

describe('the HTTP server', () => {
  let server: RunningServer;
  const seen: SeenRequest[] = [];

  before(async () => {
    server = await startServer(
      ({ routes }) => {
        routes.post('/echo', async (req: Request, res: RestifyResponse) => {
          res.send(200, { body: req.body ?? null });
        });
        routes.get('/query', async (req: Request, res: RestifyResponse) => {
          res.send(200, req.query);
        });
        routes.get('/things/:id', async (req: Request, res: RestifyResponse) => {
          res.send(200, { id: req.params.id });
        });
        routes.get('/broken', async () => {
          throw new Error(SECRET_WORDS);
        });
        routes.get('/not-an-error', async () => {
          throw SECRET_WORDS;
        });
        routes.get('/silent', async () => {});
        routes.get('/late-error', async (_req: Request, res: RestifyResponse) => {
          res.send(200, { done: true });
          throw new Error(SECRET_WORDS);
        });
        routes.get('/refused/:code', async (req: Request) => {
          const codes = [
            'Conflict',
            'PolicyViolation',
            'InvalidInput',
            'NotFound',
            'Unavailable',
            'InvalidConfiguration',
          ] as const;
          const code = codes.find((one) => one === req.params.code) ?? 'Conflict';
          throw new IntakeError(code, `words of ${code}`, { cause: new Error(SECRET_WORDS) });
        });
      },
      { observe: (one) => seen.push(one) },
    );
  });
  after(() => server.stop());

  it('hands a JSON body to the route', async () => {
    const response = await postJson(`${server.url}/echo`, { text: '全公司' });
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), { body: { text: '全公司' } });
  });

  it('takes a missing body as none', async () => {
    const response = await fetch(`${server.url}/echo`, { method: 'POST' });
    assert.deepEqual(await response.json(), { body: null });
  });

  it('does not let a body change the prototype of anything', async () => {
    await fetch(`${server.url}/echo`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"__proto__":{"polluted":true}}',
    });
    await fetch(`${server.url}/query?__proto__[polluted]=1&constructor[prototype][polluted]=1`);
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });

  for (const [what, body] of [
    ['half an object', '{"text":'],
    ['a bare word', 'hello'],
    ['bytes that are no UTF-8', new Uint8Array([0x22, 0xff, 0xfe, 0x22])],
  ] as const) {
    it(`answers 400 to ${what} and does not repeat it`, async () => {
      const response = await fetch(`${server.url}/echo`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body,
      });
      assert.equal(response.status, 400);
      const { code, message } = await errorOf(response);
      assert.equal(code, 'MalformedJson');
      assert.doesNotMatch(message, /position|token|hello/i);
    });
  }

  it('answers 413 to a body of 1 MB, declared or not', async () => {
    const big = JSON.stringify({ text: 'x'.repeat(1024 * 1024) });
    assert.equal(
      (
        await fetch(`${server.url}/echo`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: big,
        })
      ).status,
      413,
    );
    const response = await fetch(`${server.url}/echo`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: new Blob([big]).stream(),
      duplex: 'half',
    });
    assert.equal(response.status, 413);
    assert.equal((await errorOf(response)).code, 'PayloadTooLarge');
  });

  it('takes a body just under the limit', async () => {
    const response = await postJson(`${server.url}/echo`, 'x'.repeat(256 * 1024 - 2));
    assert.equal(response.status, 200);
  });

  it('answers 415 to other and to compressed content', async () => {
    const form = await fetch(`${server.url}/echo`, { method: 'POST', body: new URLSearchParams({ a: 'b' }) });
    assert.equal(form.status, 415);
    assert.equal((await errorOf(form)).code, 'UnsupportedMediaType');
    const zipped = await fetch(`${server.url}/echo`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
      body: gzipSync('{}'),
    });
    assert.equal(zipped.status, 415);
  });

  it('answers unknown addresses and methods in the error shape', async () => {
    const missing = await fetch(`${server.url}/nowhere`);
    assert.equal(missing.status, 404);
    assert.equal((await errorOf(missing)).code, 'NotFound');
    const method = await fetch(`${server.url}/echo`, { method: 'DELETE' });
    assert.equal(method.status, 405);
    assert.equal((await errorOf(method)).code, 'MethodNotAllowed');
  });

  for (const path of ['broken', 'not-an-error', 'silent']) {
    it(`says nothing of the cause when a route goes wrong (${path})`, async () => {
      const response = await fetch(`${server.url}/${path}`);
      assert.equal(response.status, 500);
      const text = await response.text();
      assert.doesNotMatch(text, /swordfish|Error:|\.ts|handler chain/);
      assert.match(text, /"code":"InternalError"/);
    });
  }

  it('survives a route that fails after its answer', async () => {
    assert.equal((await fetch(`${server.url}/late-error`)).status, 200);
    assert.equal((await fetch(`${server.url}/query`)).status, 200);
  });

  for (const [code, status] of [
    ['InvalidInput', 400],
    ['NotFound', 404],
    ['Conflict', 409],
    ['PolicyViolation', 422],
    ['Unavailable', 503],
  ] as const) {
    it(`answers ${status} with its words to ${code}`, async () => {
      const response = await fetch(`${server.url}/refused/${code}`);
      assert.equal(response.status, status);
      assert.deepEqual(await errorOf(response), { code, message: `words of ${code}` });
    });
  }

  it('keeps a configuration error to itself', async () => {
    const response = await fetch(`${server.url}/refused/InvalidConfiguration`);
    assert.equal(response.status, 500);
    assert.equal((await errorOf(response)).code, 'InternalError');
  });

  it('does not tell what it runs on and sets the security headers', async () => {
    const { headers } = await fetch(`${server.url}/query`);
    assert.equal(headers.get('server'), null);
    assert.equal(headers.get('x-powered-by'), null);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(headers.get('strict-transport-security'), null);
  });

  it('keeps a sane request id and replaces any other', async () => {
    const id = async (given: string) =>
      (await fetch(`${server.url}/query`, { headers: { 'x-request-id': given } })).headers.get('x-request-id');
    assert.equal(await id('abc-123'), 'abc-123');
    assert.match((await id('<script>')) ?? '', /^made-/);
    assert.match((await id('x'.repeat(101))) ?? '', /^made-/);
  });

  for (const [what, head] of [
    ['a Host header that is no host', 'GET /query HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n'],
    ['a Host header with a path', 'GET /query HTTP/1.1\r\nHost: evil/x?y#z\r\nConnection: close\r\n\r\n'],
    ['a port that is none', 'GET /query HTTP/1.1\r\nHost: localhost:99999\r\nConnection: close\r\n\r\n'],
    ['a broken percent escape', 'GET /things/%E0%A4%A HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'],
    ['no HTTP at all', 'hello there\r\n\r\n'],
    ['two lengths', 'POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
  ] as const) {
    it(`answers 400 to ${what}`, async () => {
      const answer = await sendRaw(server.port, head);
      assert.match(answer, /^HTTP\/1\.1 400 /);
      assert.match(answer, /"code":"BadRequest"/);
    });
  }

  it('answers 431 to endless headers', async () => {
    const answer = await sendRaw(
      server.port,
      `GET /query HTTP/1.1\r\nHost: localhost\r\nX-Big: ${'x'.repeat(40_000)}\r\n\r\n`,
    );
    assert.match(answer, /^HTTP\/1\.1 431 /);
  });

  for (const target of [
    '//evil.example/query',
    '/../../etc/passwd',
    '/things/..%2f..%2fetc',
    'http://other.example/query',
    '*',
  ]) {
    it(`goes on after the odd target ${target}`, async () => {
      const answer = await sendRaw(
        server.port,
        `GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      );
      assert.match(answer, /^HTTP\/1\.1 [234]\d\d /);
      assert.equal((await fetch(`${server.url}/query`)).status, 200);
    });
  }

  it('reports the route and never the address', async () => {
    await fetch(`${server.url}/things/SR-1?t=secret`);
    await fetch(`${server.url}/query`);
    const one = seen.find(({ route }) => route === '/things/:id');
    assert.equal(one?.status, 200);
    assert.doesNotMatch(JSON.stringify(seen), /SR-1|secret/);
  });

  it('tells when its port is taken', async () => {
    const second = createHttpServer({ log: silent, newRequestId: () => 'id' });
    await assert.rejects(second.listen(server.port, '127.0.0.1'), { code: 'EADDRINUSE' });
  });
});
