import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { Request, Response } from 'restify';
import { type RunningServer, startServer } from '../http/http-double.ts';
import { answersIn, openRaw, type RawConnection } from '../support/raw-connection.ts';

/** Short, so that nobody waits; what is looked at is that they hold. */
const LIMITS = { headersMs: 300, requestMs: 600, idleMs: 400, keepAliveMs: 500, checkMs: 20, stopMs: 500 };
/** More than the machine takes off the hands of a server for a reader that reads nothing. */
const LARGE = Buffer.alloc(32 * 1024 * 1024, 'x');
const HEAD = 'Host: localhost\r\nContent-Type: application/json\r\n';

describe('slow and broken connections', function () {
  this.timeout(20_000);
  let server: RunningServer;
  let handled: unknown[] = [];
  before(async () => {
    server = await startServer(
      ({ routes }) => {
        routes.post('/echo', async (req: Request, res: Response) => {
          handled.push(req.body);
          res.send(200, { done: true });
        });
        routes.get('/large', async (_req: Request, res: Response) => {
          handled.push('large');
          res.sendRaw(200, LARGE);
        });
      },
      { limits: LIMITS },
    );
  });
  after(() => server.stop());
  beforeEach(() => {
    handled = [];
  });

  /** Somebody else is served meanwhile; the limits are so short here that on a busy machine even they may come too late. */
  async function othersAreServed(): Promise<void> {
    const body = JSON.stringify({ other: true });
    for (let attempt = 1; ; attempt += 1) {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${server.url}/echo`, { method: 'POST', headers, body });
      await response.arrayBuffer();
      if (response.status === 408 && attempt < 10) continue;
      assert.equal(response.status, 200);
      return;
    }
  }

  /** Sends one byte every few milliseconds until the server has enough of it. */
  async function drip(connection: RawConnection, bytes: string): Promise<string> {
    for (const byte of bytes) {
      if (connection.socket.closed) break;
      connection.write(byte);
      await pause(10);
    }
    return connection.closed;
  }

  it('that send their headers byte by byte are told 408 and closed', async () => {
    const connection = openRaw(server.port);
    const [answer] = await Promise.all([
      drip(connection, `POST /echo HTTP/1.1\r\nHost: localhost\r\n${'X-Slow: a\r\n'.repeat(30)}`),
      othersAreServed(),
    ]);
    assert.deepEqual(
      answersIn(answer).map(({ status }) => status),
      [408],
    );
    assert.match(answer, /"code":"RequestTimeout"/);
    assert.deepEqual(handled, [{ other: true }]);
  });

  it('that send their body byte by byte are told 408 and closed, and nothing of it is handled', async () => {
    const connection = openRaw(server.port);
    connection.write(`POST /echo HTTP/1.1\r\n${HEAD}Content-Length: 500\r\n\r\n`);
    const [answer] = await Promise.all([drip(connection, '{"a":"'.padEnd(500, 'x')), othersAreServed()]);
    assert.deepEqual(
      answersIn(answer).map(({ status }) => status),
      [408],
    );
    assert.deepEqual(handled, [{ other: true }]);
  });

  it('that send a chunk now and then are told 408 and closed', async () => {
    const connection = openRaw(server.port);
    connection.write(`POST /echo HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
    const answer = await drip(connection, '1\r\n \r\n'.repeat(40));
    assert.deepEqual(
      answersIn(answer).map(({ status }) => status),
      [408],
    );
    assert.deepEqual(handled, []);
  });

  it('that send nothing at all are closed', async () => {
    await openRaw(server.port).closed;
  });

  it('in hundreds are closed, and meanwhile others are served', async () => {
    const connections = Array.from({ length: 300 }, (_, index) => {
      const connection = openRaw(server.port);
      connection.write(
        ['', 'G', 'GET /large HTTP/1.1\r\n', `POST /echo HTTP/1.1\r\n${HEAD}Content-Length: 9\r\n\r\n{`][index % 4] ??
          '',
      );
      return connection.closed;
    });
    await othersAreServed();
    await Promise.all(connections);
    assert.deepEqual(handled, [{ other: true }]);
  });

  it('that are half closed after a whole request get their answer', async () => {
    const connection = openRaw(server.port);
    connection.write(`POST /echo HTTP/1.1\r\n${HEAD}Content-Length: 2\r\n\r\n{}`);
    connection.halfClose();
    assert.deepEqual(
      answersIn(await connection.closed).map(({ status }) => status),
      [200],
    );
    assert.deepEqual(handled, [{}]);
  });

  it('that are half closed within a request are closed, and nothing of it is handled', async () => {
    for (const begun of [
      'POST /ec',
      `POST /echo HTTP/1.1\r\n${HEAD}`,
      `POST /echo HTTP/1.1\r\n${HEAD}Content-Length: 10\r\n\r\n{"a":`,
      `POST /echo HTTP/1.1\r\n${HEAD}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n`,
    ]) {
      const connection = openRaw(server.port);
      connection.write(begun);
      connection.halfClose();
      const statuses = answersIn(await connection.closed).map(({ status }) => status);
      assert.ok(statuses.length === 0 || (statuses.length === 1 && statuses[0] === 400), `${begun}: ${statuses}`);
    }
    assert.deepEqual(handled, []);
    await othersAreServed();
  });

  it('that break off in the middle of a request or an answer hurt nobody', async () => {
    for (const bytes of [
      `POST /echo HTTP/1.1\r\n${HEAD}Content-Length: 10\r\n\r\n{"a":`,
      'GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n',
    ]) {
      for (let times = 0; times < 20; times += 1) {
        const connection = openRaw(server.port);
        connection.write(bytes);
        if (bytes.startsWith('GET')) await connection.received(/^HTTP\/1\.1 200/);
        connection.reset();
        await connection.closed;
      }
    }
    await othersAreServed();
    assert.deepEqual(
      handled.filter((body) => body !== 'large'),
      [{ other: true }],
    );
  });

  it('that read nothing of their answer are closed', async () => {
    const connections = Array.from({ length: 20 }, () => {
      const connection = openRaw(server.port);
      connection.socket.pause();
      connection.write('GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n');
      return connection;
    });
    await othersAreServed();
    // Node looks twice: at the first look something has still moved, into the machine's own buffers.
    await pause(3 * LIMITS.idleMs);
    for (const { socket } of connections) socket.resume();
    for (const { closed } of connections) assert.ok((await closed).length < LARGE.length);
  });

  it('that ask again and again before they read are cut off', async () => {
    const connection = openRaw(server.port);
    connection.socket.pause();
    connection.write('GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(1000));
    await othersAreServed();
    await pause(100);
    const begun = handled.filter((body) => body === 'large').length;
    connection.reset();
    await connection.closed;
    assert.ok(begun < 10, `${begun} requests were begun`);
  });
});
