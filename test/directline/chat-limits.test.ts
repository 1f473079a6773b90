import assert from 'node:assert/strict';
import type { ChatRate } from '../../src/directline/chat-limits.ts';
import {
  type Answered,
  BASE,
  call,
  type Endpoint,
  historyOf,
  SECRET,
  say,
  startEndpoint,
  startedFor,
  tokenFor,
} from './endpoint-double.ts';

function assertRefused(answered: Answered, words: RegExp): void {
  assert.equal(answered.status, 429);
  assert.equal(answered.error?.code, 'TooManyRequests');
  assert.match(answered.error?.message ?? '', words);
  assert.match(answered.headers.get('retry-after') ?? '', /^([1-9]|10)$/);
}

describe('the limits of the chat', () => {
  let endpoint: Endpoint;
  const start = async (points: Partial<Record<ChatRate, number>>) => {
    endpoint = await startEndpoint({ points });
  };
  afterEach(() => endpoint.stop());

  it('let a conversation send so many messages and leave the others alone', async () => {
    await start({ message: 3 });
    const one = await startedFor(endpoint);
    const other = await startedFor(endpoint);
    for (const text of ['1', '2', '3']) assert.equal((await say(endpoint, one, text)).status, 200);
    assertRefused(await say(endpoint, one, '4'), /^Too many messages\. Try again in \d+ s\.$/);
    assert.equal((await say(endpoint, other, '1')).status, 200);
    const said = (await historyOf(endpoint, one)).activities.map(({ text }) => text);
    assert.ok(!said.includes('4'));
  });

  it('count a large message as several', async () => {
    await start({ message: 10 });
    const started = await startedFor(endpoint);
    assert.equal((await say(endpoint, started, 'x'.repeat(9 * 16 * 1024))).status, 200);
    assertRefused(await say(endpoint, started, 'small'), /messages/);
  });

  it('let an address send so many messages, in whichever conversations', async () => {
    await start({ messageOfAddress: 4 });
    for (const text of ['1', '2', '3', '4']) {
      assert.equal((await say(endpoint, await startedFor(endpoint), text)).status, 200);
    }
    assertRefused(await say(endpoint, await startedFor(endpoint), '5'), /messages/);
  });

  it('let an organisation send so many messages, as soon as it is known', async () => {
    await start({ messageOfTenant: 2 });
    const ofContoso = async () => {
      const started = await startedFor(endpoint);
      const id = `directline/${started.conversationId}`;
      const conversation = await endpoint.store.loadConversation({ system: 'turn' }, id);
      assert.ok(conversation);
      const turn = { activities: [], requests: [], deliveries: [] };
      await endpoint.store.commitTurn({ system: 'turn' }, { conversation: { ...conversation, tenant: 'c' }, ...turn });
      return started;
    };
    const [one, two, unknown] = [await ofContoso(), await ofContoso(), await startedFor(endpoint)];
    assert.equal((await say(endpoint, one, '1')).status, 200);
    assert.equal((await say(endpoint, two, '2')).status, 200);
    assertRefused(await say(endpoint, one, '3'), /messages/);
    for (const text of ['1', '2', '3']) assert.equal((await say(endpoint, unknown, text)).status, 200);
  });

  it('let a conversation be read so often, by whichever route', async () => {
    await start({ read: 4 });
    const started = await startedFor(endpoint);
    const { token, conversationId } = started;
    const reads = [
      () => historyOf(endpoint, started),
      () => call(endpoint, 'GET', `${BASE}/conversations/${conversationId}`, { token }),
      () => call(endpoint, 'POST', `${BASE}/tokens/refresh`, { token }),
      () => call(endpoint, 'POST', '/widget/resume', { body: { token } }),
    ];
    for (const read of reads) assert.equal((await read()).status, 200);
    for (const read of reads) assertRefused(await read(), /^Too many requests\./);
    assert.equal((await historyOf(endpoint, await startedFor(endpoint))).status, 200);
  });

  it('weigh what is read', async () => {
    await start({ read: 10 });
    const started = await startedFor(endpoint);
    for (const _ of [1, 2]) await say(endpoint, started, 'x'.repeat(200_000));
    assert.equal((await historyOf(endpoint, started)).status, 200);
    assertRefused(await historyOf(endpoint, started), /requests/);
  });

  it('let one address begin so many conversations that nobody vouches for', async () => {
    await start({ start: 2 });
    const begin = (token: string) => call(endpoint, 'POST', `${BASE}/conversations`, { token });
    const visitor = async () => {
      const headers = { origin: endpoint.url };
      return (await call(endpoint, 'POST', '/widget/token', { body: {}, headers })).token;
    };
    const unnamed = (await call(endpoint, 'POST', `${BASE}/tokens/generate`, { token: SECRET, body: {} })).token;
    assert.equal((await begin(await visitor())).status, 201);
    assert.equal((await begin(unnamed)).status, 201);
    assertRefused(await begin(await visitor()), /^Too many new chats\./);
    assert.equal((await begin((await tokenFor(endpoint)).token)).status, 201);
    assert.equal((await begin(SECRET)).status, 201);
  });

  it('are not used up by somebody without the right token', async () => {
    await start({ message: 1, read: 1 });
    const started = await startedFor(endpoint);
    const stranger = { ...started, token: (await tokenFor(endpoint)).token };
    for (const _ of [1, 2, 3]) {
      assert.equal((await say(endpoint, stranger, 'hello')).status, 403);
      assert.equal((await historyOf(endpoint, stranger)).status, 403);
    }
    assert.equal((await say(endpoint, started, 'hello')).status, 200);
    assert.equal((await historyOf(endpoint, started)).status, 200);
  });

  it('let twenty messages of a conversation wait for the one before, and no more', async () => {
    await start({});
    const started = await startedFor(endpoint);
    const other = await startedFor(endpoint);
    const before = endpoint.bot.heard.length;
    const release = endpoint.bot.hold();
    const waiting = Array.from({ length: 21 }, (_, number) => say(endpoint, started, `m${number}`));
    while (endpoint.bot.heard.length < before + 1) await new Promise(setImmediate);
    // Refused at once, while all others wait: whichever of them comes last.
    const tooMuch = say(endpoint, started, 'one more');
    const first = await Promise.race([...waiting, tooMuch]);
    assertRefused(first, /Earlier messages are still being answered/);
    release();
    const all = await Promise.all([...waiting, tooMuch]);
    assert.equal(all.filter(({ status }) => status === 200).length, 21);
    assert.equal((await say(endpoint, started, 'and on')).status, 200);
    assert.equal((await say(endpoint, other, 'hello')).status, 200);
  });
});
