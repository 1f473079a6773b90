import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { type Answered, type Endpoint, say, startEndpoint, startedFor } from './endpoint-double.ts';
import { frame, OPCODE, openRawStream, type RawStream } from './raw-stream.ts';

/** Twice this, as message and as echo, is more than the buffers of both ends of a connection. */
const MUCH = 30;
const LARGE = 'x'.repeat(200_000);

describe('a reader of a stream', () => {
  let endpoint: Endpoint;
  const streams: RawStream[] = [];
  beforeEach(async () => {
    // Longer than any keep-alive: only the time of a frame can cut here.
    endpoint = await startEndpoint({ frameMs: 1000, keepAliveMs: 60_000, openingMs: 500 });
  });
  afterEach(async () => {
    for (const { socket } of streams.splice(0)) socket.destroy();
    await endpoint.stop();
  });

  /** A stream whose client reads only when it is told to. */
  async function openPaused(started: Answered): Promise<RawStream> {
    const stream = await openRawStream(started.streamUrl);
    streams.push(stream);
    stream.socket.pause();
    return stream;
  }

  async function talkMuch(started: Answered): Promise<void> {
    for (let number = 0; number < MUCH; number += 1) {
      assert.equal((await say(endpoint, started, `${number}${LARGE}`)).status, 200);
    }
  }

  /** The stream is cut while a quick reader of another conversation goes on. */
  async function assertCut(started: Answered): Promise<void> {
    const other = await startedFor(endpoint);
    const quick = new WebSocket(other.streamUrl);
    const texts: string[] = [];
    quick.on('message', (data) => texts.push(data.toString()));
    await once(quick, 'open');
    await talkMuch(started);
    while (endpoint.sockets.count() > 1) await new Promise(setImmediate);
    await say(endpoint, other, 'still served');
    while (!texts.some((text) => text.includes('echo: still served'))) await once(quick, 'message');
    quick.close();
  }

  it('who stops reading is cut off, and nothing piles up for it', async () => {
    const started = await startedFor(endpoint);
    await openPaused(started);
    await assertCut(started);
  });

  it('who stops reading but says all the time that it lives is cut off as well', async () => {
    const started = await startedFor(endpoint);
    const stream = await openPaused(started);
    const signs = setInterval(() => stream.socket.write(frame({ opcode: OPCODE.pong })), 10);
    await assertCut(started).finally(() => clearInterval(signs));
  });

  it('who reads a few bytes at a time is cut off as well', async () => {
    const started = await startedFor(endpoint);
    const stream = await openPaused(started);
    const sips = setInterval(() => stream.socket.read(10), 20);
    await assertCut(started).finally(() => clearInterval(sips));
  });

  it('who is quick gets all of it', async () => {
    const started = await startedFor(endpoint);
    const quick = new WebSocket(started.streamUrl);
    const last = Promise.withResolvers<void>();
    quick.on('message', (data) => {
      if (data.toString().includes(`"echo: ${MUCH - 1}x`)) last.resolve();
    });
    await once(quick, 'open');
    await talkMuch(started);
    await last.promise;
    assert.equal(endpoint.sockets.count(), 1);
    quick.close();
  });

  it('whose opening stalls is cut', async () => {
    const started = await startedFor(endpoint);
    const load = endpoint.store.loadConversation;
    Object.assign(endpoint.store, { loadConversation: () => new Promise(() => {}) });
    const socket = new WebSocket(started.streamUrl);
    const [error] = await once(socket, 'error');
    assert.ok(error instanceof Error);
    Object.assign(endpoint.store, { loadConversation: load });
    assert.equal(endpoint.sockets.count(), 0);
  });

  it('who is refused does not stay half open', async () => {
    const { port } = new URL(endpoint.url);
    const socket = connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true });
    socket.resume();
    const path = '/v3/directline/conversations/none/stream?t=x';
    const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${upgrade}\r\n`);
    await once(socket, 'end');
    while (endpoint.connections() > 0) await new Promise(setImmediate);
    socket.destroy();
  });
});
