import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { createOutgoingCalls, NeverSent } from '../../src/bot/outgoing-calls.ts';
import { findFreePort } from '../support/server-process.ts';
import { until } from '../support/until.ts';
import { listenOnFreePort } from './http-double.ts';

const call = (url: string, withinMs = 5_000) => ({ url, headers: {}, body: '{"text":"hello"}', withinMs });

/** Whether a call that failed has surely not arrived. */
const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => (error instanceof NeverSent ? 'never sent' : 'unclear'),
  );

describe('a call of a service', () => {
  const held: ServerResponse[] = [];
  const seen: string[] = [];
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let service: Awaited<ReturnType<typeof listenOnFreePort>>;
  const hold = (_request: IncomingMessage, response: ServerResponse) => void held.push(response);

  beforeEach(async () => {
    held.length = 0;
    seen.length = 0;
    const server = createServer((request, response) => {
      seen.push(request.url ?? '');
      request.resume();
      answer(request, response);
    });
    service = await listenOnFreePort(server);
  });
  afterEach(() => service.close());

  /** A server below HTTP, which talks as it likes. */
  async function startTcp(talk: (socket: Socket) => void) {
    const sockets = new Set<Socket>();
    const server = createTcpServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      talk(socket);
    });
    const port = await findFreePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const close = () => {
      for (const socket of sockets) socket.destroy();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    };
    return { port, sockets, close };
  }

  it('brings status, headers and text, and uses its connection again', async () => {
    const ports = new Set<number | undefined>();
    answer = (request, response) => {
      ports.add(request.socket.remotePort);
      response.setHeader('x-test', 'yes');
      response.statusCode = 202;
      response.end('taken');
    };
    const calls = createOutgoingCalls({});
    for (const path of ['/one', '/two']) {
      const { status, headers, text } = await calls.post(call(service.origin + path));
      assert.deepEqual([status, headers['x-test'], text], [202, 'yes', 'taken']);
    }
    assert.deepEqual([seen, ports.size], [['/one', '/two'], 1]);
  });

  it('that nobody answers in time may have arrived', async () => {
    answer = hold;
    assert.equal(await failure(createOutgoingCalls({}).post(call(service.origin, 50))), 'unclear');
    assert.equal(seen.length, 1);
  });

  it('whose answer is cut off may have arrived', async () => {
    answer = (_request, response) => {
      response.setHeader('content-length', '100');
      response.write('half');
      setImmediate(() => response.destroy());
    };
    assert.equal(await failure(createOutgoingCalls({}).post(call(service.origin))), 'unclear');
  });

  it('that is hung up on once it was sent may have arrived', async () => {
    const service = await startTcp((socket) => socket.once('data', () => socket.destroy()));
    assert.equal(await failure(createOutgoingCalls({}).post(call(`http://127.0.0.1:${service.port}`))), 'unclear');
    await service.close();
  });

  it('where nobody listens has surely not arrived', async () => {
    const nobody = `http://127.0.0.1:${await findFreePort()}`;
    assert.equal(await failure(createOutgoingCalls({}).post(call(nobody))), 'never sent');
  });

  it('has surely not arrived where no keys are agreed on, neither in time nor at all', async () => {
    const silent = await startTcp(() => undefined);
    const rude = await startTcp((socket) => socket.once('data', () => socket.destroy()));
    const plain = await startTcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const calls = createOutgoingCalls({}, { connectMs: 200 });
    for (const { port } of [silent, rude, plain]) {
      assert.equal(await failure(calls.post(call(`https://127.0.0.1:${port}`))), 'never sent');
    }
    await Promise.all([silent, rude, plain].map(({ close }) => close()));
  });

  it('has surely not arrived where the proxy opens no way', async () => {
    const asked: string[] = [];
    const proxy = await startTcp((socket) => socket.once('data', (chunk: Buffer) => void asked.push(`${chunk}`)));
    const calls = createOutgoingCalls({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` }, { connectMs: 200 });
    assert.equal(await failure(calls.post(call('https://channel.test/v3'))), 'never sent');
    assert.match(asked.join(), /^CONNECT channel\.test:443 /);
    await proxy.close();
  });

  it('does not wait without bound for its turn, and what was given up is never sent', async () => {
    answer = hold;
    const calls = createOutgoingCalls({}, { connectMs: 300, most: 5 });
    const all = Array.from({ length: 30 }, () => failure(calls.post(call(service.origin, 600))));
    const results = await Promise.all(all);
    assert.equal(results.filter((one) => one === 'never sent').length, 25);
    assert.equal(results.filter((one) => one === 'unclear').length, 5);
    assert.equal(seen.length, 5);
    answer = (_request, response) => response.end('{}');
    assert.equal((await calls.post(call(service.origin))).status, 200);
    assert.equal(seen.length, 6, 'nothing of what was given up came after it');
  });

  it('waits for its turn behind others, and for one host only', async () => {
    answer = hold;
    const calls = createOutgoingCalls({}, { most: 1 });
    const first = calls.post(call(`${service.origin}/first`));
    const second = calls.post(call(`${service.origin}/second`));
    await until('the first is there', () => held.length === 1);
    const elsewhere = calls.post(call(`${service.origin.replace('127.0.0.1', 'localhost')}/elsewhere`));
    await until('the other host is called', () => held.length === 2);
    assert.deepEqual(seen, ['/first', '/elsewhere']);
    answer = (_request, response) => response.end('{}');
    for (const response of held) response.end('{}');
    await Promise.all([first, second, elsewhere]);
    assert.deepEqual(seen, ['/first', '/elsewhere', '/second']);
  });

  it('with a header that cannot be sent fails alone', async () => {
    answer = (_request, response) => response.end('{}');
    const calls = createOutgoingCalls({}, { most: 1 });
    const good = calls.post(call(service.origin));
    const bad = calls.post({ ...call(service.origin), headers: { authorization: 'Bearer a\nb' } });
    assert.equal(await failure(bad), 'never sent');
    assert.equal((await good).status, 200);
    assert.equal((await calls.post(call(service.origin))).status, 200);
  });
});
