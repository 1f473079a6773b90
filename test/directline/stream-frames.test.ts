import assert from 'node:assert/strict';
import { once } from 'node:events';
import fc from 'fast-check';
import { WebSocket } from 'ws';
import { type Endpoint, say, startEndpoint, startedFor } from './endpoint-double.ts';
import { frame, OPCODE, openRawStream, type RawStream } from './raw-stream.ts';

const text = (value: string) => Buffer.from(value);

/** Frames against the rules, and the code with which each closes its socket (RFC 6455, 7.4.1). */
const WRONG: readonly (readonly [string, readonly Buffer[], number])[] = [
  ['a binary message', [frame({ opcode: OPCODE.binary, bytes: text('x') })], 1003],
  ['an empty binary message', [frame({ opcode: OPCODE.binary })], 1003],
  ['an oversized message', [frame({ opcode: OPCODE.text, bytes: Buffer.alloc(1025, 'x') })], 1009],
  ['an announced gigabyte', [frame({ opcode: OPCODE.text, told: 2 ** 30 })], 1009],
  ['an announced length beyond all numbers', [frame({ opcode: OPCODE.text, told: 2 ** 60 })], 1009],
  [
    'fragments that grow too large',
    [
      frame({ opcode: OPCODE.text, final: false, bytes: Buffer.alloc(600, 'x') }),
      frame({ opcode: OPCODE.continuation, bytes: Buffer.alloc(600, 'x') }),
    ],
    1009,
  ],
  [
    'fragments without end',
    [
      frame({ opcode: OPCODE.text, final: false }),
      ...Array.from({ length: 20 }, () => frame({ opcode: OPCODE.continuation, final: false })),
    ],
    1008,
  ],
  ['a frame without a mask', [frame({ opcode: OPCODE.text, bytes: text('x'), masked: false })], 1002],
  ['an unknown opcode', [frame({ opcode: OPCODE.reserved })], 1002],
  ['a reserved bit', [frame({ opcode: OPCODE.text, reserved: 0x40 })], 1002],
  ['a continuation of nothing', [frame({ opcode: OPCODE.continuation, bytes: text('x') })], 1002],
  [
    'a new message inside of one',
    [frame({ opcode: OPCODE.text, final: false, bytes: text('x') }), frame({ opcode: OPCODE.text, bytes: text('y') })],
    1002,
  ],
  ['a ping in fragments', [frame({ opcode: OPCODE.ping, final: false })], 1002],
  ['a ping that is too long', [frame({ opcode: OPCODE.ping, bytes: Buffer.alloc(126) })], 1002],
  ['a close with half a code', [frame({ opcode: OPCODE.close, bytes: Buffer.from([3]) })], 1002],
  ['a close with a code that nobody may send', [frame({ opcode: OPCODE.close, bytes: Buffer.from([3, 0xed]) })], 1002],
  ['text that is no UTF-8', [frame({ opcode: OPCODE.text, bytes: Buffer.from([0xff, 0xfe]) })], 1007],
  ['bytes that are no frame', [text('GET / HTTP/1.1\r\n\r\n')], 1002],
  [
    'more messages than anybody needs',
    [Buffer.concat(Array.from({ length: 200 }, () => frame({ opcode: OPCODE.text })))],
    1008,
  ],
];

describe('frames against the rules', () => {
  let endpoint: Endpoint;
  let bystander: WebSocket;
  let heard = 0;

  before(async () => {
    endpoint = await startEndpoint();
    const started = await startedFor(endpoint);
    bystander = new WebSocket(started.streamUrl);
    bystander.on('message', () => {
      heard += 1;
    });
    await once(bystander, 'open');
    stillThere = async () => {
      const before = heard;
      await say(endpoint, started, 'hello');
      while (heard === before) await once(bystander, 'message');
    };
  });
  after(async () => {
    bystander.close();
    await endpoint.stop();
  });

  let stillThere = async (): Promise<void> => {};
  const open = async (): Promise<RawStream> => openRawStream((await startedFor(endpoint)).streamUrl);

  async function untilOnlyTheBystander(): Promise<void> {
    while (endpoint.sockets.count() > 1) await new Promise(setImmediate);
  }

  for (const [what, frames, code] of WRONG) {
    it(`close their own socket with ${code} and no other: ${what}`, async () => {
      const stream = await open();
      for (const bytes of frames) stream.socket.write(bytes);
      assert.equal(await stream.closedWith(), code);
      stream.socket.destroy();
      await untilOnlyTheBystander();
      await stillThere();
    });
  }

  it('leave a client alone that keeps to them', async () => {
    const stream = await open();
    stream.socket.write(frame({ opcode: OPCODE.text }));
    stream.socket.write(frame({ opcode: OPCODE.text, final: false, bytes: text('a') }));
    stream.socket.write(frame({ opcode: OPCODE.ping, bytes: text('between') }));
    stream.socket.write(frame({ opcode: OPCODE.continuation, bytes: text('b') }));
    while (!stream.received().includes('between')) await once(stream.socket, 'data');
    stream.socket.write(frame({ opcode: OPCODE.close, bytes: Buffer.from([3, 0xe8]) }));
    assert.equal(await stream.closedWith(), 1000);
  });

  it('cut who pings without end', async () => {
    const stream = await open();
    const flood = Buffer.concat(Array.from({ length: 1000 }, () => frame({ opcode: OPCODE.ping })));
    stream.socket.write(flood);
    await once(stream.socket, 'close');
    await untilOnlyTheBystander();
  });

  it('cut who goes on sending after it was told to close', async () => {
    const stream = await open();
    const flood = Buffer.concat(Array.from({ length: 1000 }, () => frame({ opcode: OPCODE.text })));
    stream.socket.write(flood);
    assert.equal(await stream.closedWith(), 1008);
    await untilOnlyTheBystander();
  });

  it('never end the process, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 400 }), async (bytes) => {
        const stream = await open();
        stream.socket.end(Buffer.from(bytes));
        await stream.closedWith();
      }),
      { numRuns: 30 },
    );
    await untilOnlyTheBystander();
    await stillThere();
  });
});
