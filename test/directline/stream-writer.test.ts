import assert from 'node:assert/strict';
import { createStreamWriter } from '../../src/directline/stream-writer.ts';
import type { LoggedActivity } from '../../src/domain/ports.ts';

function row(seq: number, text: string, type = 'message'): LoggedActivity {
  return {
    conversationId: 'directline/c',
    seq,
    direction: 'outgoing',
    dedupeKey: null,
    activity: { type, id: `a${seq}`, text, value: undefined, channelData: undefined },
    createdAt: '2026-03-02T01:00:00.000Z',
  };
}

/** A connection that takes a frame when it is told to. */
function createSlowSocket() {
  const frames: string[] = [];
  const taken: (() => void)[] = [];
  let isCut = false;
  return {
    frames,
    isCut: () => isCut,
    takeOne: () => taken.shift()?.(),
    socket: {
      send: (text: unknown, done?: unknown) => {
        frames.push(String(text));
        taken.push(() => (typeof done === 'function' ? done() : undefined));
      },
      terminate: () => {
        isCut = true;
        // As the library does: what was not written fails.
        for (const fail of taken.splice(0)) fail();
      },
    },
  };
}

const seqsOf = (frame = '') => [...frame.matchAll(/"id":"a(\d+)"/g)].map(([, seq]) => Number(seq));

describe('the stream writer', () => {
  it('sends rows as one set with the place to go on from', async () => {
    const { socket, frames, takeOne } = createSlowSocket();
    const bytes: number[] = [];
    const send = createStreamWriter({ socket, frameMs: 1000, onSent: (count) => bytes.push(count) });
    const sent = send([row(4, 'one'), row(5, 'two')]);
    takeOne();
    await sent;
    assert.equal(frames.length, 1);
    assert.deepEqual(seqsOf(frames[0]), [4, 5]);
    assert.match(frames[0] ?? '', /"watermark":"5"/);
    assert.deepEqual(bytes, [frames[0]?.length]);
  });

  it('sends nothing for rows that clients never see', async () => {
    const { socket, frames } = createSlowSocket();
    await createStreamWriter({ socket, frameMs: 1000 })([row(1, '', 'conversationUpdate')]);
    assert.deepEqual(frames, []);
  });

  it('cuts much into frames and hands on one at a time, so that little waits for a slow reader', async () => {
    const { socket, frames, takeOne } = createSlowSocket();
    const send = createStreamWriter({ socket, frameMs: 10_000 });
    const rows = Array.from({ length: 20 }, (_, at) => row(at + 1, 'x'.repeat(50_000)));
    let isDone = false;
    const sent = send(rows).then(() => {
      isDone = true;
    });
    let taken = 0;
    while (!isDone) {
      assert.ok(frames.length <= taken + 1, 'a frame was sent before the one before it was taken');
      takeOne();
      taken += 1;
      await new Promise(setImmediate);
    }
    await sent;
    assert.ok(frames.length >= 4);
    assert.ok(frames.every((frame) => frame.length <= 256 * 1024));
    assert.deepEqual(
      frames.flatMap(seqsOf),
      rows.map(({ seq }) => seq),
    );
  });

  it('sends a single row whole, however large', async () => {
    const { socket, frames, takeOne } = createSlowSocket();
    const sent = createStreamWriter({ socket, frameMs: 1000 })([row(1, 'x'.repeat(400_000))]);
    takeOne();
    await sent;
    assert.equal(frames.length, 1);
  });

  it('cuts off a client that does not take a frame in time, and is done with it', async () => {
    const { socket, frames, isCut } = createSlowSocket();
    let told = 0;
    const send = createStreamWriter({
      socket,
      frameMs: 10,
      onSlow: () => {
        told += 1;
      },
    });
    await send([row(1, 'never taken')]);
    assert.ok(isCut());
    assert.equal(told, 1);
    assert.equal(frames.length, 1);
  });
});
