import assert from 'node:assert/strict';
import type { Request, Response as RestifyResponse } from 'restify';
import { ADMISSION_LIMITS, createAdmission } from '../../src/http/admission.ts';
import { createGuard } from '../../src/http/guard.ts';
import { RATES } from '../../src/http/rates.ts';
import { createHttpServer } from '../../src/http/server.ts';
import type { Log } from '../../src/log.ts';
import { postJson, type RunningServer, sendRaw, silent, startServer } from './http-double.ts';

const SITE = 'https://intranet.example';
const POINTS = 5;

/** A log that keeps the fields of its lines. */
function keepingLog(lines: object[]): Log {
  const keep = (fields: object, words: string): void => void lines.push({ ...fields, words });
  const log: Log = { ...silent, info: keep, warn: keep, child: () => log };
  return log;
}

describe('the limits of the HTTP server', () => {
  const lines: object[] = [];
  const refused: string[] = [];
  const admission = createAdmission();
  let server: RunningServer;
  let handled = 0;

  beforeEach(async () => {
    lines.length = 0;
    refused.length = 0;
    handled = 0;
    const log = keepingLog(lines);
    server = await startServer(
      ({ routes }) => {
        const answer = async (req: Request, res: RestifyResponse) => {
          handled += 1;
          res.send(200, { body: req.body ?? null });
        };
        routes.get('/healthz', answer);
        routes.get('/v3/directline/thing', answer);
        routes.post('/v3/directline/conversations', answer);
        routes.post('/v3/directline/conversations/:id/activities', answer);
      },
      {
        log,
        widgetOrigins: [SITE],
        guard: createGuard({
          log,
          admission,
          rateFactor: POINTS / RATES.request.points,
          trustedProxies: ['loopback'],
          onRefused: (limit) => refused.push(limit),
        }),
      },
    );
  });
  afterEach(() => server.stop());

  const ask = (address: string, path = '/v3/directline/thing', init: RequestInit = {}) =>
    fetch(`${server.url}${path}`, { ...init, headers: { 'x-forwarded-for': address, ...init.headers } });

  async function hammer(address: string): Promise<void> {
    for (let number = 0; number < POINTS; number += 1) assert.equal((await ask(address)).status, 200);
  }

  it('answer 429 to an address that hammers, and serve the others', async () => {
    await hammer('198.51.100.7');
    for (let number = 0; number < 50; number += 1) {
      const response = await ask('198.51.100.7');
      assert.equal(response.status, 429);
      const wait = response.headers.get('retry-after') ?? '';
      assert.match(wait, /^[1-9]\d*$/);
      assert.ok(Number(wait) <= RATES.request.seconds);
      assert.deepEqual(await response.json(), {
        error: { code: 'TooManyRequests', message: `Too many requests. Try again in ${wait} s.` },
      });
    }
    assert.equal((await ask('198.51.100.8')).status, 200);
    assert.equal(handled, POINTS + 1);
    assert.equal(refused.length, 50);
  });

  it('count the addresses of one IPv6 network together', async () => {
    for (let number = 1; number <= POINTS; number += 1) {
      assert.equal((await ask(`2001:db8:1:2::${number}`)).status, 200);
    }
    assert.equal((await ask('2001:db8:1:2:ffff::')).status, 429);
    assert.equal((await ask('2001:db8:1:3::1')).status, 200);
  });

  it('are not escaped by a header that nobody vouches for', async () => {
    const untrusting = await startServer(
      ({ routes }) => {
        routes.get('/thing', async (_req: Request, res: RestifyResponse) => {
          res.send(200, {});
        });
      },
      { guard: createGuard({ rateFactor: POINTS / RATES.request.points }) },
    );
    const statuses: number[] = [];
    for (let number = 0; number <= POINTS; number += 1) {
      const response = await fetch(`${untrusting.url}/thing`, {
        headers: { 'x-forwarded-for': `198.51.100.${number}` },
      });
      statuses.push(response.status);
    }
    assert.deepEqual(statuses, [...Array.from({ length: POINTS }, () => 200), 429]);
    await untrusting.stop();
  });

  it('refuse with the headers of every answer, readable for the page that asked', async () => {
    await hammer('198.51.100.7');
    const response = await ask('198.51.100.7', undefined, { headers: { origin: SITE, 'x-request-id': 'abc' } });
    assert.equal(response.status, 429);
    assert.equal(response.headers.get('content-type'), 'application/json');
    assert.equal(response.headers.get('x-request-id'), 'abc');
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('access-control-allow-origin'), SITE);
    assert.match(response.headers.get('access-control-expose-headers') ?? '', /Retry-After/);
    const preflight = await ask('198.51.100.7', undefined, { method: 'OPTIONS', headers: { origin: SITE } });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get('access-control-allow-methods'), 'GET, POST');
    const head = await ask('198.51.100.7', undefined, { method: 'HEAD' });
    assert.equal(head.status, 429);
    assert.equal(await head.text(), '');
  });

  it('tell the log who was refused, once, and who asked', async () => {
    await hammer('198.51.100.7');
    for (let number = 0; number < 10; number += 1) await ask('198.51.100.7');
    const told = lines.filter((line) => 'limit' in line);
    assert.deepEqual(told, [
      { limit: 'request', caller: '198.51.100.7', words: 'a limit is reached; what comes now is refused' },
    ]);
    const requests = lines.filter((line) => 'route' in line);
    assert.equal(requests.length, POINTS);
    assert.ok(requests.every((line) => 'address' in line && line.address === '198.51.100.7'));
  });

  it('turn an upgrade away as well', async () => {
    await hammer('198.51.100.7');
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\nX-Forwarded-For: 198.51.100.7\r\n';
    const answer = await sendRaw(server.port, `GET /v3/directline/thing HTTP/1.1\r\nHost: localhost\r\n${upgrade}\r\n`);
    assert.match(answer, /^HTTP\/1\.1 429 Too Many Requests\r\n/);
    assert.match(answer, /\r\nRetry-After: \d+\r\n/);
    assert.match(answer, /"code":"TooManyRequests"/);
  });

  describe('in overload', () => {
    const begin = (times: number) => {
      for (let number = 0; number < times; number += 1) admission.begin();
    };
    afterEach(() => {
      while (admission.inFlight() > 0) admission.end();
    });

    it('turn new conversations away first and keep running ones', async () => {
      begin(ADMISSION_LIMITS.inFlight.busy.from);
      const started = await postJson(`${server.url}/v3/directline/conversations`, {}, { origin: SITE });
      assert.equal(started.status, 503);
      assert.match(started.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
      assert.equal(started.headers.get('access-control-allow-origin'), SITE);
      assert.match(await started.text(), /^\{"error":\{"code":"Busy","message":"[^"]+"\}\}$/);
      assert.equal((await postJson(`${server.url}/v3/directline/conversations/a/activities`, {})).status, 200);
    });

    it('turn running ones away when full, before their bodies are read, and answer health', async () => {
      begin(ADMISSION_LIMITS.inFlight.full.from);
      const head = 'POST /v3/directline/conversations/a/activities HTTP/1.1\r\nHost: localhost\r\n';
      const answer = await sendRaw(server.port, `${head}Connection: close\r\nContent-Length: 0\r\n\r\n`);
      assert.match(answer, /^HTTP\/1\.1 503 Service Unavailable\r\n/);
      assert.match(answer, /"code":"Busy"/);
      assert.equal((await ask('198.51.100.9', '/healthz')).status, 200);
      assert.equal(handled, 1);
    });
  });

  it('let go of work that is done, failed or abandoned', async () => {
    const own = createAdmission();
    let release = (): void => {};
    const http = createHttpServer({ log: silent, newRequestId: () => 'id', guard: createGuard({ admission: own }) });
    http.routes.get('/fine', async (_req: Request, res: RestifyResponse) => {
      assert.equal(own.inFlight(), 1);
      res.send(200, {});
      assert.equal(own.inFlight(), 0);
    });
    http.routes.get('/broken', async () => {
      throw new Error('inner');
    });
    http.routes.get('/held', async (_req: Request, res: RestifyResponse) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      res.send(200, {});
    });
    const url = `http://127.0.0.1:${await http.listen(0, '127.0.0.1')}`;
    assert.equal((await fetch(`${url}/fine`)).status, 200);
    assert.equal((await fetch(`${url}/broken`)).status, 500);
    assert.equal((await fetch(`${url}/nowhere`)).status, 404);
    assert.equal((await postJson(`${url}/nowhere`, { some: 'body' })).status, 404);
    const abort = new AbortController();
    const held = fetch(`${url}/held`, { signal: abort.signal });
    while (own.inFlight() === 0) await new Promise(setImmediate);
    abort.abort();
    await assert.rejects(held);
    while (own.inFlight() > 0) await new Promise(setImmediate);
    release();
    await http.stop({ drain: async () => {}, closeSockets: () => {} });
    assert.equal(own.inFlight(), 0);
  });
});
