import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { Request, Response } from 'restify';
import { z } from 'zod';
import { type RunningServer, startServer } from '../http/http-double.ts';
import { answersIn, exchange, openRaw } from '../support/raw-connection.ts';

const HOST = 'Host: localhost\r\n';
const JSON_TYPE = 'Content-Type: application/json\r\n';
const SMUGGLED = `GET /smuggled HTTP/1.1\r\n${HOST}\r\n`;
const post = (headers: string, body: string) => `POST /echo HTTP/1.1\r\n${HOST}${JSON_TYPE}${headers}\r\n${body}`;

const errorSchema = z.strictObject({
  error: z.strictObject({ code: z.string().regex(/^\w+$/), message: z.string().min(10).max(300) }),
});

describe('malformed HTTP', function () {
  this.timeout(30_000);
  let server: RunningServer;
  let handled: string[] = [];
  before(async () => {
    server = await startServer(
      ({ routes }) => {
        routes.post('/echo', async (req: Request, res: Response) => {
          handled.push('echo');
          res.send(200, { body: req.body ?? null });
        });
        routes.get('/smuggled', async (_req: Request, res: Response) => {
          handled.push('smuggled');
          res.send(200, {});
        });
      },
      { limits: { headersMs: 300, requestMs: 400, checkMs: 20, keepAliveMs: 100 } },
    );
  });
  after(() => server.stop());
  beforeEach(() => {
    handled = [];
  });

  /** What came back is answers and nothing else; every refusal has the one error shape. */
  function statusesOf(text: string): number[] {
    return answersIn(text).map(({ status, body }) => {
      if (status >= 400) errorSchema.parse(JSON.parse(body === '' ? `"${status} without a body"` : body));
      return status;
    });
  }

  async function isWell(): Promise<void> {
    const response = await fetch(`${server.url}/smuggled`);
    assert.equal(response.status, 200);
    await response.arrayBuffer();
  }

  /** Two lengths, or one that two readers would read differently (RFC 9112, 6.1 and 11.2): the next request must not hide in it. */
  const SMUGGLING: Readonly<Record<string, string>> = {
    'a length and chunks': post('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${SMUGGLED}`),
    'chunks and a length': post('Transfer-Encoding: chunked\r\nContent-Length: 300\r\n', `0\r\n\r\n${SMUGGLED}`),
    'two lengths': post('Content-Length: 0\r\nContent-Length: 60\r\n', SMUGGLED),
    'a list of lengths': post('Content-Length: 0, 60\r\n', SMUGGLED),
    'a negative length': post('Content-Length: -1\r\n', SMUGGLED),
    'a length with a sign': post('Content-Length: +0\r\n', SMUGGLED),
    'a hexadecimal length': post('Content-Length: 0x00\r\n', SMUGGLED),
    'an empty length': post('Content-Length: \r\n', SMUGGLED),
    'a length beyond all numbers': post('Content-Length: 99999999999999999999999\r\n', SMUGGLED),
    'an unknown encoding': post('Transfer-Encoding: xchunked\r\n', SMUGGLED),
    'an encoding after chunked': post('Transfer-Encoding: chunked, identity\r\n', `0\r\n\r\n${SMUGGLED}`),
    'two encodings': post('Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n', `0\r\n\r\n${SMUGGLED}`),
    'a blank before the colon': post('Transfer-Encoding : chunked\r\n', `0\r\n\r\n${SMUGGLED}`),
    'a folded header': post('Transfer-Encoding:\r\n chunked\r\n', `0\r\n\r\n${SMUGGLED}`),
    'a tab in the encoding': post('Transfer-Encoding: \tchunked\x0b\r\n', `0\r\n\r\n${SMUGGLED}`),
    'a bare carriage return': post('X: a\rTransfer-Encoding: chunked\r\n', `0\r\n\r\n${SMUGGLED}`),
    'a negative chunk': post('Transfer-Encoding: chunked\r\n', `-1\r\n${SMUGGLED}`),
    'a chunk beyond all numbers': post('Transfer-Encoding: chunked\r\n', `fffffffffffffffff\r\n${SMUGGLED}`),
    'a chunk without an end': post('Transfer-Encoding: chunked\r\n', `2\r\n{}${SMUGGLED}`),
    'a chunk size with letters': post('Transfer-Encoding: chunked\r\n', `0x2\r\n{}\r\n0\r\n\r\n${SMUGGLED}`),
    'an endless chunk extension': post(
      'Transfer-Encoding: chunked\r\n',
      `2;${'a'.repeat(100_000)}\r\n{}\r\n0\r\n\r\n${SMUGGLED}`,
    ),
    'an endless trailer': post(
      'Transfer-Encoding: chunked\r\n',
      `2\r\n{}\r\n0\r\n${'X-A: b\r\n'.repeat(20_000)}\r\n${SMUGGLED}`,
    ),
  };
  for (const [what, bytes] of Object.entries(SMUGGLING)) {
    it(`with ${what} hides no second request`, async () => {
      const statuses = statusesOf(await exchange(server.port, bytes));
      assert.ok(!handled.includes('smuggled'), `handled ${handled}`);
      // Whatever was read as one whole request may be answered; the rest of the connection is refused and closed.
      assert.ok(statuses.length <= 2 && [400, 408, 413, 431].includes(statuses.at(-1) ?? 0), String(statuses));
      await isWell();
    });
  }

  it('after a whole request is refused', async () => {
    const whole = post('Content-Length: 2\r\n', '{}');
    for (const rest of ['\0\0\0\0', 'garbage\r\n\r\n', 'GET\r\n\r\n', '{"a":1}', 'GET / HTTP/9.9\r\n\r\n']) {
      const statuses = statusesOf(await exchange(server.port, whole + rest));
      assert.ok(statuses.length <= 2 && statuses.at(-1) === 400, `${rest}: ${statuses}`);
    }
    assert.ok(handled.every((route) => route === 'echo'));
  });

  it('in the first line is refused', async () => {
    for (const line of [
      'GET /',
      'GET  / HTTP/1.1',
      'get / HTTP/1.1',
      'GET / HTTP/1.1 x',
      'GET / HTTP/2.0',
      'GET /\t HTTP/1.1',
      ' GET / HTTP/1.1',
      `GET /${'a'.repeat(40_000)} HTTP/1.1`,
      `${'A'.repeat(40_000)} / HTTP/1.1`,
      'GET /\xff HTTP/1.1',
      'CONNECT localhost:443 HTTP/1.1',
      'PRI * HTTP/2.0',
    ]) {
      const statuses = statusesOf(
        await exchange(server.port, Buffer.from(`${line}\r\n${HOST}Connection: close\r\n\r\n`, 'latin1')),
      );
      assert.ok(
        statuses.every((status) => status >= 400),
        `${line.slice(0, 40)}: ${statuses}`,
      );
    }
    await isWell();
  });

  it('in the headers is refused', async () => {
    const wrong = [
      'X\0: a',
      'X: a\0b',
      'X y: a',
      ': a',
      'X',
      `X: ${'a'.repeat(70_000)}`,
      'X: a\r\n'.repeat(15_000).trim(),
      'Host: other',
      'Host: a b',
    ];
    for (const header of wrong) {
      const bytes = `GET /smuggled HTTP/1.1\r\n${HOST}${header}\r\nConnection: close\r\n\r\n`;
      const [status] = statusesOf(await exchange(server.port, bytes));
      assert.ok(
        status === 400 || status === 431 || (header.startsWith('Host: ') && status === 200),
        `${header.slice(0, 40)}: ${status}`,
      );
    }
    await isWell();
  });

  it('of the first version of the protocol is answered and closed', async () => {
    const withHost = `GET /smuggled HTTP/1.0\r\n${HOST}\r\n`;
    assert.deepEqual(statusesOf(await exchange(server.port, withHost)), [200]);
    assert.deepEqual(statusesOf(await exchange(server.port, 'GET /smuggled HTTP/1.0\r\n\r\n')), [400]);
    assert.deepEqual(
      statusesOf(await exchange(server.port, 'GET /smuggled HTTP/1.1\r\nConnection: close\r\n\r\n')),
      [400],
    );
  });

  it('of another protocol is refused', async () => {
    const tls = Buffer.from('160301020001000001fc0303', 'hex');
    for (const bytes of [
      tls,
      'SSH-2.0-OpenSSH_9.6\r\n',
      'EHLO mail\r\n',
      '*1\r\n$4\r\nPING\r\n',
      '\r\n\r\n\r\n\r\nHELO\r\n',
    ]) {
      const statuses = statusesOf(await exchange(server.port, bytes));
      assert.deepEqual(statuses, [400]);
    }
  });

  it('of random bytes never ends the process', async () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
    const begun = fc.constantFrom(
      '',
      'GET ',
      'GET / HTTP/1.1\r\n',
      post('Transfer-Encoding: chunked\r\n', ''),
      post('Content-Length: 20\r\n', ''),
    );
    const property = fc.asyncProperty(begun, bytes, async (begin, rest) => {
      const connection = openRaw(server.port);
      connection.write(Buffer.concat([Buffer.from(begin), rest]));
      connection.halfClose();
      statusesOf(await connection.closed);
    });
    await fc.assert(property, { numRuns: 200, seed: 81 });
    assert.ok(!handled.includes('smuggled'));
    statusesOf(await exchange(server.port, randomBytes(200_000)));
    await isWell();
  });

  it('that expects what cannot be is refused, and a body that was asked for first is taken', async () => {
    const connection = openRaw(server.port);
    connection.write(post('Content-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n', ''));
    await connection.received(/^HTTP\/1\.1 100 Continue\r\n\r\n/);
    connection.write('{}');
    assert.deepEqual(statusesOf(await connection.closed), [100, 200]);
    const expecting = post('Content-Length: 2\r\nExpect: a-miracle\r\nConnection: close\r\n', '{}');
    assert.deepEqual(statusesOf(await exchange(server.port, expecting)), [417]);
  });
});
