import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Request, Response as RestifyResponse } from 'restify';
import { createAdmission } from '../../src/http/admission.ts';
import { createGuard, type GuardOptions } from '../../src/http/guard.ts';
import type { HttpLimits } from '../../src/http/http-limits.ts';
import { postJson, type RunningServer, startServer } from './http-double.ts';

const HOST = 'Host: localhost\r\n';
const UPGRADE = `GET /stream HTTP/1.1\r\n${HOST}Connection: Upgrade\r\nUpgrade: websocket\r\n`;

/** A client of bare bytes, half open like the server's own sockets: it closes nothing by itself. */
interface Client {
  readonly socket: Socket;
  write(text: string): void;
  /** Resolves with all that came, when the server has ended its side. */
  ended(): Promise<string>;
  heard(text: string): Promise<void>;
}

async function open(port: number): Promise<Client> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let received = '';
  const end = once(socket, 'end').catch(() => []);
  socket.on('data', (chunk) => {
    received += chunk.toString('utf8');
  });
  socket.on('error', () => {});
  await once(socket, 'connect');
  return {
    socket,
    write: (text) => void socket.write(text),
    ended: async () => {
      await end;
      return received;
    },
    heard: async (text) => {
      while (!received.includes(text)) await once(socket, 'data');
    },
  };
}

describe('connections', () => {
  let server: RunningServer;
  const clients: Client[] = [];
  const refused: string[] = [];
  const admission = createAdmission();

  async function start(limits: Partial<HttpLimits> = {}, guard: GuardOptions = {}): Promise<void> {
    server = await startServer(
      (http) => {
        http.routes.get('/thing', async (_req: Request, res: RestifyResponse) => {
          res.send(200, {});
        });
        http.routes.post('/echo', async (req: Request, res: RestifyResponse) => {
          res.send(200, req.body ?? {});
        });
        http.routes.get('/large', async (_req: Request, res: RestifyResponse) => {
          res.send(200, { text: 'x'.repeat(20_000_000) });
        });
        http.onUpgrade((req, socket) => {
          if (req.url !== '/stream') return false;
          socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
          socket.on('end', () => socket.end()).resume();
          return true;
        });
      },
      { limits, guard: createGuard({ admission, onRefused: (limit) => refused.push(limit), ...guard }) },
    );
  }

  async function client(): Promise<Client> {
    const one = await open(server.port);
    clients.push(one);
    return one;
  }

  /** How many connections the server itself has. */
  const held = () =>
    new Promise<number>((resolve) => server.http.routes.server.getConnections((_error, count) => resolve(count)));

  async function untilHeld(count: number): Promise<void> {
    while ((await held()) !== count) await new Promise(setImmediate);
  }

  afterEach(async () => {
    for (const { socket } of clients.splice(0)) socket.destroy();
    refused.length = 0;
    await server.stop();
  });

  it('of one address are bounded, and one that ends makes room', async () => {
    await start({}, { connections: { perAddress: 3 } });
    const first = await client();
    for (const _ of [2, 3]) await client();
    await untilHeld(3);
    const tooMuch = await client();
    await tooMuch.ended();
    assert.deepEqual(refused, ['connectionsOfAddress']);
    first.socket.destroy();
    await untilHeld(2);
    const next = await client();
    next.write(`GET /thing HTTP/1.1\r\n${HOST}\r\n`);
    await next.heard('HTTP/1.1 200');
  });

  it('of a trusted proxy are bounded by the total only', async () => {
    await start({}, { connections: { perAddress: 1, total: 3 }, trustedProxies: ['loopback'] });
    for (const _ of [1, 2, 3]) await client();
    await untilHeld(3);
    const tooMuch = await client();
    await tooMuch.ended();
    assert.deepEqual(refused, ['connections']);
    assert.equal(await held(), 3);
  });

  it('that became streams are bounded by address, behind a proxy as well', async () => {
    await start({}, { connections: { streamsPerAddress: 2 }, trustedProxies: ['loopback'] });
    const stream = async (address: string) => {
      const one = await client();
      one.write(`${UPGRADE}X-Forwarded-For: ${address}\r\n\r\n`);
      return one;
    };
    const first = await stream('198.51.100.7');
    await first.heard('101');
    await (await stream('198.51.100.7')).heard('101');
    const tooMuch = await stream('198.51.100.7');
    assert.match(await tooMuch.ended(), /^HTTP\/1\.1 429 [\s\S]*\r\nRetry-After: \d+\r\n/);
    await (await stream('198.51.100.8')).heard('101');
    assert.deepEqual(refused, ['streamsOfAddress']);
    first.socket.destroy();
    await untilHeld(2);
    await (await stream('198.51.100.7')).heard('101');
  });

  it('whose headers or body stall are cut', async () => {
    await start({ headersMs: 80, requestMs: 120, checkMs: 20 });
    const stalls = [
      'GET /thing HTTP/1.1\r\n',
      `${UPGRADE}X-Half: `,
      `POST /echo HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{"a"`,
      `POST /echo HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{"a\r\n`,
    ];
    for (const bytes of stalls) {
      const one = await client();
      one.write(bytes);
      assert.match(await one.ended(), /^HTTP\/1\.1 408 Request Timeout\r\n[\s\S]*"code":"RequestTimeout"/);
    }
    await untilHeld(0);
    assert.equal((await fetch(`${server.url}/thing`)).status, 200);
  });

  it('on which nothing moves are cut, also where an answer is not read', async () => {
    await start({ idleMs: 100, headersMs: 5000, checkMs: 20 });
    const reader = await client();
    reader.socket.pause();
    reader.write(`GET /large HTTP/1.1\r\n${HOST}\r\n`);
    const idle = await client();
    idle.write(`POST /echo HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{`);
    await untilHeld(0);
  });

  it('are not left half open after a refusal, although the client never closes its side', async () => {
    await start();
    for (const bytes of [
      'no HTTP at all\r\n\r\n',
      `GET /thing HTTP/1.1\r\n${HOST}X-Big: ${'x'.repeat(20_000)}\r\n\r\n`,
      UPGRADE.replace('/stream', '/elsewhere').concat('\r\n'),
    ]) {
      const one = await client();
      one.write(bytes);
      assert.match(await one.ended(), /^HTTP\/1\.1 4\d\d /);
      await untilHeld(0);
    }
  });

  it('that the client half closes are answered or closed, and do not stay', async () => {
    await start();
    const half = await client();
    half.socket.end(`GET /thing HTTP/1.1\r\n${HOST}\r\n`);
    await half.ended();
    const silent = await client();
    silent.socket.end();
    await silent.ended();
    await untilHeld(0);
  });

  it('are told to close after so many requests, and answer no more', async () => {
    await start({ requestsPerConnection: 2 });
    const one = await client();
    one.write(`GET /thing HTTP/1.1\r\n${HOST}\r\n`);
    await one.heard('Connection: keep-alive');
    one.write(`GET /thing HTTP/1.1\r\n${HOST}\r\n`);
    await one.heard('Connection: close');
    one.write(`GET /thing HTTP/1.1\r\n${HOST}\r\n`);
    await one.heard('HTTP/1.1 503');
  });

  it('with a body that trickles in, or an answer that is not read, are no work in flight', async () => {
    await start();
    const sender = await client();
    sender.write(`POST /echo HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 7\r\n\r\n{"a"`);
    const reader = await client();
    reader.socket.pause();
    reader.write(`GET /large HTTP/1.1\r\n${HOST}\r\n`);
    while (server.http.routes.inflightRequests() < 2) await new Promise(setImmediate);
    assert.equal((await fetch(`${server.url}/thing`)).status, 200);
    assert.equal(admission.inFlight(), 0);
    sender.write(':1}');
    await sender.heard('{"a":1}');
    assert.equal(admission.inFlight(), 0);
  });

  it('hold no more bytes of bodies together than they may', async () => {
    await start({ bodiesBytes: 100_000 });
    const head = `POST /echo HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 60002\r\n\r\n"`;
    const first = await client();
    first.write(head + 'x'.repeat(59_000));
    // Until the first part has been taken in, a second sender would not meet it.
    while ((await postJson(`${server.url}/echo`, 'y'.repeat(50_000))).status !== 503) await new Promise(setImmediate);
    const refusal = await postJson(`${server.url}/echo`, 'y'.repeat(50_000));
    assert.equal(refusal.status, 503);
    assert.equal(refusal.headers.get('retry-after'), '5');
    assert.match(await refusal.text(), /"code":"Busy"/);
    assert.equal((await postJson(`${server.url}/echo`, 'y'.repeat(1000))).status, 200);
    first.write(`${'x'.repeat(1000)}"`);
    await first.heard('HTTP/1.1 200');
    assert.equal((await postJson(`${server.url}/echo`, 'y'.repeat(50_000))).status, 200);
  });

  it('are cut when a body without a length has no end', async () => {
    await start();
    const one = await client();
    one.write(`POST /echo HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`);
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    let sent = 0;
    while (!one.socket.destroyed && one.socket.writable && sent < 100) {
      sent += 1;
      if (!one.socket.write(chunk)) await Promise.race([once(one.socket, 'drain'), once(one.socket, 'close')]);
    }
    await untilHeld(0);
    assert.equal((await fetch(`${server.url}/thing`)).status, 200);
  });
});
