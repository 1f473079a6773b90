import assert from 'node:assert/strict';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { storedId } from '../../src/directline/activity-set.ts';
import { COLLISION } from '../../src/directline/stream-sockets.ts';
import { BASE, call, type Endpoint, say, startEndpoint, startedFor } from './endpoint-double.ts';

const setSchema = z.object({
  activities: z.array(z.looseObject({ text: z.string().nullish() })),
  watermark: z.string(),
});

/** A client's socket and everything that it got. */
interface Listening {
  readonly socket: WebSocket;
  readonly texts: string[];
  readonly frames: string[];
  watermark: string;
  heard(text: string): Promise<void>;
  closed(): Promise<{ code: number; reason: string }>;
}

async function listen(streamUrl: string, options: { autoPong?: boolean } = {}): Promise<Listening> {
  const socket = new WebSocket(streamUrl, options);
  const waiting: { text: string; resolve: () => void }[] = [];
  const close = once(socket, 'close');
  const listening: Listening = {
    socket,
    texts: [],
    frames: [],
    watermark: '',
    heard: (text) => {
      if (listening.texts.includes(text)) return Promise.resolve();
      return new Promise((resolve) => waiting.push({ text, resolve }));
    },
    closed: async () => {
      const [code, reason] = await close;
      return { code: Number(code), reason: String(reason) };
    },
  };
  socket.on('message', (data) => {
    const frame = data.toString();
    listening.frames.push(frame);
    if (frame === '') return;
    const set = setSchema.parse(JSON.parse(frame));
    listening.watermark = set.watermark;
    listening.texts.push(...set.activities.map(({ text }) => text ?? ''));
    for (const one of waiting) if (listening.texts.includes(one.text)) one.resolve();
  });
  await once(socket, 'open');
  return listening;
}

/** The status of an upgrade that is refused. */
async function refusalOf(url: string): Promise<number> {
  const socket = new WebSocket(url);
  const [, response] = await once(socket, 'unexpected-response');
  response.resume();
  return Number(response.statusCode);
}

function reconnect(endpoint: Endpoint, started: { conversationId: string; token: string }, query = '') {
  return call(endpoint, 'GET', `${BASE}/conversations/${started.conversationId}${query}`, { token: started.token });
}

describe('the stream', () => {
  let endpoint: Endpoint;
  before(async () => {
    endpoint = await startEndpoint();
  });
  after(() => endpoint.stop());

  it('begins with the welcome and carries echo and answer live', async () => {
    const started = await startedFor(endpoint);
    const client = await listen(started.streamUrl);
    await say(endpoint, started, 'hello');
    await client.heard('echo: hello');
    assert.deepEqual(client.texts, ['welcome', 'hello', 'echo: hello']);
    client.socket.close();
  });

  it('never shows joins and typing', async () => {
    const started = await startedFor(endpoint);
    const client = await listen(started.streamUrl);
    await client.heard('welcome');
    assert.doesNotMatch(client.frames.join(), /conversationUpdate/);
    client.socket.close();
  });

  it('loses and doubles nothing over twenty cuts in the middle of talk', async () => {
    const started = await startedFor(endpoint);
    const expected = ['welcome'];
    const got: string[] = [];
    let watermark = '';
    for (let cut = 0; cut < 20; cut += 1) {
      const { streamUrl } = await reconnect(endpoint, started, `?watermark=${watermark}`);
      const sending = say(endpoint, started, `m${cut}`);
      const client = await listen(streamUrl);
      if (cut % 2 === 0) await sending;
      client.socket.terminate();
      await client.closed();
      await sending;
      got.push(...client.texts);
      watermark = client.watermark === '' ? watermark : client.watermark;
      expected.push(`m${cut}`, `echo: m${cut}`);
    }
    const last = await listen((await reconnect(endpoint, started, `?watermark=${watermark}`)).streamUrl);
    if (got.at(-1) !== 'echo: m19') await last.heard('echo: m19');
    assert.deepEqual([...got, ...last.texts], expected);
    last.socket.close();
  });

  it('begins at the end without a watermark and at the beginning with an empty one', async () => {
    const started = await startedFor(endpoint);
    await say(endpoint, started, 'old');
    const fresh = await listen((await reconnect(endpoint, started)).streamUrl);
    await say(endpoint, started, 'new');
    await fresh.heard('echo: new');
    assert.deepEqual(fresh.texts, ['new', 'echo: new']);
    const whole = await listen((await reconnect(endpoint, started, '?watermark=')).streamUrl);
    await whole.heard('echo: new');
    assert.deepEqual(whole.texts, ['welcome', 'old', 'echo: old', 'new', 'echo: new']);
    whole.socket.close();
  });

  it('still carries what comes after a watermark of the future', async () => {
    const started = await startedFor(endpoint);
    const client = await listen((await reconnect(endpoint, started, '?watermark=999999')).streamUrl);
    await say(endpoint, started, 'now');
    await client.heard('echo: now');
    client.socket.close();
  });

  it('reads more than one page of history', async () => {
    const started = await startedFor(endpoint);
    for (let number = 0; number < 70; number += 1) await say(endpoint, started, `m${number}`);
    const client = await listen((await reconnect(endpoint, started, '?watermark=-')).streamUrl);
    await client.heard('echo: m69');
    assert.equal(client.texts.length, 141);
    client.socket.close();
  });

  it('fills a gap from the log when a row was never carried live', async () => {
    const started = await startedFor(endpoint);
    const client = await listen(started.streamUrl);
    await client.heard('welcome');
    const id = storedId(started.conversationId);
    const publish = endpoint.hub.publish;
    const rows = async () => endpoint.store.listActivities({ system: 'stream' }, id, 0, 100);
    Object.assign(endpoint.hub, { publish: () => {} });
    await say(endpoint, started, 'unheard');
    Object.assign(endpoint.hub, { publish });
    await say(endpoint, started, 'heard');
    await client.heard('echo: heard');
    assert.deepEqual(client.texts, ['welcome', 'unheard', 'echo: unheard', 'heard', 'echo: heard']);
    endpoint.hub.publish(id, await rows());
    await say(endpoint, started, 'last');
    await client.heard('echo: last');
    assert.equal(client.texts.filter((text) => text === 'heard').length, 1);
    client.socket.close();
  });

  it('of an earlier socket is closed as a collision by a later one', async () => {
    const started = await startedFor(endpoint);
    const first = await listen(started.streamUrl);
    const second = await listen((await reconnect(endpoint, started)).streamUrl);
    assert.deepEqual(await first.closed(), { code: COLLISION, reason: 'collision' });
    await say(endpoint, started, 'here');
    await second.heard('echo: here');
    second.socket.close();
  });

  it('does not cross conversations', async () => {
    const one = await startedFor(endpoint);
    const other = await startedFor(endpoint);
    const client = await listen(one.streamUrl);
    await say(endpoint, other, 'secret');
    await say(endpoint, one, 'mine');
    await client.heard('echo: mine');
    assert.ok(!client.texts.includes('secret'));
    client.socket.close();
  });

  it('ignores what a client sends and cuts one that sends much', async () => {
    const started = await startedFor(endpoint);
    const client = await listen(started.streamUrl);
    client.socket.send('');
    client.socket.send('{"activities":[]}');
    await say(endpoint, started, 'still here');
    await client.heard('echo: still here');
    client.socket.send('x'.repeat(5000));
    assert.equal((await client.closed()).code, 1009);
  });

  it('is opened with a fresh ticket of this conversation only', async () => {
    const own = await startEndpoint();
    const one = await startedFor(own);
    const other = await startedFor(own);
    const address = new URL(one.streamUrl);
    const withTicket = (ticket: string, id = one.conversationId) =>
      `${address.origin}${BASE}/conversations/${id}/stream?watermark=0&t=${ticket}`;
    assert.equal(await refusalOf(`${address.origin}${address.pathname}`), 401);
    assert.equal(await refusalOf(withTicket('forged')), 403);
    assert.equal(await refusalOf(withTicket(one.token)), 403);
    assert.equal(await refusalOf(withTicket(new URL(other.streamUrl).searchParams.get('t') ?? '')), 403);
    assert.equal(await refusalOf(`${one.streamUrl}&watermark=`.replace('watermark=0', 'watermark=x')), 400);
    assert.equal(await refusalOf(withTicket(await own.tokens.issueTicket('gone'), 'gone')), 404);
    assert.equal(await refusalOf(`${address.origin}/elsewhere`), 404);
    own.clock.forward(60);
    assert.equal(await refusalOf(one.streamUrl), 403);
    await own.stop();
  });

  it('sends an empty text to keep alive and drops a client that is gone', async () => {
    const own = await startEndpoint({ keepAliveMs: 200 });
    const gone = await listen((await startedFor(own)).streamUrl, { autoPong: false });
    const alive = await listen((await startedFor(own)).streamUrl);
    assert.equal((await gone.closed()).code, 1006);
    assert.ok(alive.frames.includes(''));
    while (own.sockets.count() > 1) await new Promise(setImmediate);
    assert.equal(alive.socket.readyState, WebSocket.OPEN);
    alive.socket.close();
    await own.stop();
  });

  it('drops a reader that is too slow, which then reads on from its watermark', async () => {
    const own = await startEndpoint({ frameMs: 1500 });
    const started = await startedFor(own);
    const client = await listen(started.streamUrl);
    await client.heard('welcome');
    client.socket.pause();
    const big = 'x'.repeat(200_000);
    for (let number = 0; number < 30; number += 1) await say(own, started, `${number}${big}`);
    while (own.sockets.count() > 0) await new Promise(setImmediate);
    client.socket.resume();
    await client.closed();
    const again = await listen((await reconnect(own, started, `?watermark=${client.watermark}`)).streamUrl);
    await again.heard(`echo: 29${big}`);
    const all = [...client.texts, ...again.texts]
      .filter((text) => text.startsWith('echo'))
      .map((text) => Number.parseInt(text.slice(6), 10));
    assert.deepEqual(
      all,
      Array.from({ length: 30 }, (_, at) => at),
    );
    again.socket.close();
    await own.stop();
  });

  it('is closed with 1001 when the server stops', async () => {
    const own = await startEndpoint();
    const client = await listen((await startedFor(own)).streamUrl);
    await client.heard('welcome');
    const stopped = own.stop();
    assert.deepEqual(await client.closed(), { code: 1001, reason: 'going away' });
    await stopped;
  });
});
