import assert from 'node:assert/strict';
import fc from 'fast-check';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { type HostileChat, useHostileServer } from '../support/hostile-server.ts';
import { openRaw, type RawConnection } from '../support/raw-connection.ts';
import { jsonHeaders } from '../support/raw-request.ts';

/** A frame as RFC 6455, 5.2 lays it out, with anything in its fields. */
function frame(first: number, payload: Buffer, { masked = true, length = payload.length } = {}): Buffer {
  const flag = masked ? 0x80 : 0;
  const head =
    length < 126
      ? Buffer.from([first, flag | length])
      : length < 65_536
        ? Buffer.from([first, flag | 126, length >> 8, length & 0xff])
        : Buffer.concat([
            Buffer.from([first, flag | 127]),
            Buffer.from(BigInt(length).toString(16).padStart(16, '0'), 'hex'),
          ]);
  // A mask of zeros leaves the payload as it is.
  return Buffer.concat([head, masked ? Buffer.alloc(4) : Buffer.alloc(0), payload]);
}

const FIN = 0x80;
const words = Buffer.from('hello');
const WRONG: Readonly<Record<string, Buffer>> = {
  'a text without a mask': frame(FIN | 1, words, { masked: false }),
  'a continuation of nothing': frame(FIN | 0, words),
  'a text within a text': Buffer.concat([frame(1, words), frame(FIN | 1, words)]),
  'a divided ping': frame(9, words),
  'a ping that is too long': frame(FIN | 9, Buffer.alloc(126)),
  'a kind that does not exist': frame(FIN | 5, words),
  'a control that does not exist': frame(FIN | 11, words),
  'a reserved bit': frame(FIN | 0x40 | 1, words),
  'a length beyond all memory': frame(FIN | 1, words, { length: Number.MAX_SAFE_INTEGER }),
  'a length of a gigabyte': frame(FIN | 2, words, { length: 1024 ** 3 }),
  'a text that is no UTF-8': frame(FIN | 1, Buffer.from([0xed, 0xa0, 0x80])),
  'a close of one byte': frame(FIN | 8, Buffer.from([3])),
  'a close with a code that is none': frame(FIN | 8, Buffer.from([0, 1])),
  'a close whose reason is no UTF-8': frame(FIN | 8, Buffer.from([3, 232, 0xff])),
  'a message in a thousand parts': Buffer.concat([
    frame(1, Buffer.alloc(100)),
    ...Array.from({ length: 1000 }, () => frame(0, Buffer.alloc(100))),
  ]),
};

describe('bytes on an open stream', function () {
  this.timeout(60_000);
  const server = useHostileServer();
  let chat: HostileChat;
  before(async () => {
    chat = await server().openChat();
  });

  async function streamUrl(): Promise<URL> {
    const path = `/v3/directline/conversations/${chat.conversationId}`;
    const { body } = await server().client.send({ path, headers: jsonHeaders(chat.token) });
    return new URL(z.object({ streamUrl: z.url() }).parse(JSON.parse(body)).streamUrl);
  }

  /** A stream opened by hand, so that what follows is not checked by a client. */
  async function openStream(): Promise<RawConnection> {
    const { pathname, search, host } = await streamUrl();
    const connection = openRaw(server().process.port);
    const head = [
      `GET ${pathname}${search} HTTP/1.1`,
      `Host: ${host}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ];
    connection.write(`${head.join('\r\n')}\r\n\r\n`);
    await connection.received(/^HTTP\/1\.1 101 [^\r]+[\s\S]*?\r\n\r\n/);
    return connection;
  }

  /** The conversation can still be heard on a proper stream. */
  async function isHeard(): Promise<void> {
    const socket = new WebSocket(await streamUrl());
    const heard = Promise.withResolvers<void>();
    socket.on('message', (data) => {
      if (data.toString().includes('"role":"bot"')) heard.resolve();
    });
    socket.once('error', heard.reject);
    socket.once('close', () => heard.reject(new Error('the stream was closed')));
    await new Promise((resolve) => socket.once('open', resolve));
    await chat.ask('您好');
    await heard.promise;
    socket.terminate();
  }

  for (const [what, bytes] of Object.entries(WRONG)) {
    it(`such as ${what} close that stream alone`, async () => {
      const before = server().stored();
      const connection = await openStream();
      connection.write(bytes);
      await connection.closed;
      assert.equal(server().stored(), before);
      await isHeard();
    });
  }

  it('that are random close that stream alone', async () => {
    const property = fc.asyncProperty(
      fc.uint8Array({ minLength: 1, maxLength: 200 }),
      fc.boolean(),
      async (array, abrupt) => {
        const connection = await openStream();
        connection.write(Buffer.from(array));
        if (abrupt) connection.reset();
        else connection.halfClose();
        await connection.closed;
      },
    );
    await fc.assert(property, { numRuns: 80, seed: 91 });
    await isHeard();
  });

  it('that are valid and many are dropped or cut off, and others are served meanwhile', async () => {
    const connection = await openStream();
    const flood = Buffer.concat(
      Array.from({ length: 20_000 }, (_, index) => frame(FIN | (index % 2 === 0 ? 9 : 1), Buffer.from('x'))),
    );
    connection.write(flood);
    await chat.ask('您好');
    connection.reset();
    await connection.closed;
    await isHeard();
  });

  it('sent before the stream is open are part of no request', async () => {
    const { pathname, search, host } = await streamUrl();
    const connection = openRaw(server().process.port);
    const head = `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short\r\n\r\n`;
    connection.write(`${head}${head}garbage`);
    const answer = await connection.closed;
    assert.match(answer, /^HTTP\/1\.1 400 /);
    await isHeard();
  });
});
