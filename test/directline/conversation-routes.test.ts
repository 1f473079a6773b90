import assert from 'node:assert/strict';
import {
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

describe('a Direct Line conversation', () => {
  let endpoint: Endpoint;
  before(async () => {
    endpoint = await startEndpoint();
  });
  after(() => endpoint.stop());

  const texts = async (started: Parameters<typeof historyOf>[1]) =>
    (await historyOf(endpoint, started)).activities.map(({ text }) => text);

  it('starts with 201 and a welcome in the language asked for', async () => {
    const started = await startedFor(endpoint);
    assert.equal(started.status, 201);
    assert.match(started.streamUrl, /^ws:\/\/127\.0\.0\.1:\d+\/v3\/directline\/conversations\//);
    const turn = endpoint.bot.heard.at(-1);
    assert.equal(turn?.activity.type, 'conversationUpdate');
    assert.equal(turn?.activity.locale, 'zh-CN');
    assert.equal(turn?.activity.membersAdded?.[0]?.id, 'dl_contoso-admin');
    assert.equal(turn?.conversationId, `directline/${started.conversationId}`);
    assert.deepEqual(await texts(started), ['welcome']);
  });

  it('starts once: 200 the second time, one welcome when two ask at once', async () => {
    const { token } = await tokenFor(endpoint);
    const start = () => call(endpoint, 'POST', `${BASE}/conversations`, { token });
    const both = await Promise.all([start(), start()]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 201]);
    assert.equal((await start()).status, 200);
    assert.deepEqual(await texts({ ...both[0], token }), ['welcome']);
  });

  it('without a user is welcomed with the first message', async () => {
    const started = await call(endpoint, 'POST', `${BASE}/conversations`, { token: SECRET });
    assert.equal(started.status, 201);
    assert.deepEqual(await texts(started), []);
    await Promise.all([say(endpoint, started, 'one', { id: 'm1' }), say(endpoint, started, 'two', { id: 'm2' })]);
    const all = await texts(started);
    assert.equal(all[0], 'welcome');
    assert.equal(all.filter((text) => text === 'welcome').length, 1);
    assert.equal(all.length, 5);
  });

  it('hears the user of the token, whatever the client claims', async () => {
    const started = await startedFor(endpoint);
    await say(endpoint, started, 'hello', { from: { id: 'dl_northwind-admin', name: 'Boss' } });
    const turn = endpoint.bot.heard.at(-1);
    assert.deepEqual(turn?.who, { userId: 'dl_contoso-admin', aadObjectId: null, tenantId: null });
    assert.deepEqual(turn?.activity.from, { id: 'dl_contoso-admin', name: 'Ada', role: 'user' });
  });

  it('does not take reserved ids without a token that vouches for them', async () => {
    const started = await call(endpoint, 'POST', `${BASE}/conversations`, { token: SECRET });
    for (const [from, code] of [
      [{ id: 'dl_contoso-admin' }, 'BadArgument'],
      [{ id: 'DL_x' }, 'BadArgument'],
      [{ id: ' dl_x' }, 'BadArgument'],
      [{ id: '' }, 'MissingProperty'],
      [undefined, 'MissingProperty'],
    ] as const) {
      const answer = await say(endpoint, started, 'hi', { from });
      assert.equal(answer.status, 400);
      assert.equal(answer.error?.code, code);
    }
  });

  it('keeps people nobody vouches for apart from the directory', async () => {
    const { token } = await call(endpoint, 'POST', `${BASE}/tokens/generate`, { token: SECRET });
    const started = await call(endpoint, 'POST', `${BASE}/conversations`, { token });
    await say(endpoint, started, 'hi', { from: { id: 'admin@contoso.example' } });
    const turn = endpoint.bot.heard.at(-1);
    assert.equal(turn?.who.userId, 'visitor:admin@contoso.example');
    assert.equal(turn?.activity.from?.id, 'admin@contoso.example');
  });

  it('gives the echo with the client’s own data and the answer, in order', async () => {
    const started = await startedFor(endpoint);
    const sent = await say(endpoint, started, '您好', {
      channelData: { clientActivityID: 'x1', extra: 1 },
      id: 'mine',
      serviceUrl: 'http://evil',
    });
    assert.equal(sent.status, 200);
    const { activities, watermark } = await historyOf(endpoint, started);
    assert.deepEqual(
      activities.map(({ text }) => text),
      ['welcome', '您好', 'echo: 您好'],
    );
    assert.equal(activities[1]?.id, sent.id);
    assert.notEqual(activities[1]?.id, 'mine');
    assert.deepEqual(activities[1]?.channelData, { clientActivityID: 'x1', extra: 1 });
    assert.ok(!('serviceUrl' in (activities[1] ?? {})));
    const next = await call(
      endpoint,
      'GET',
      `${BASE}/conversations/${started.conversationId}/activities?watermark=${watermark}`,
      { token: started.token },
    );
    assert.deepEqual(next.activities, []);
    assert.equal(next.watermark, watermark);
  });

  it('answers a repeated message once, also when both come together', async () => {
    const started = await startedFor(endpoint);
    const again = () => say(endpoint, started, 'once', { channelData: { clientActivityID: 'same' } });
    const both = await Promise.all([again(), again()]);
    assert.equal(both[0].id, both[1].id);
    assert.equal((await again()).id, both[0].id);
    assert.deepEqual(await texts(started), ['welcome', 'once', 'echo: once']);
  });

  it('pages until it is empty', async () => {
    const started = await startedFor(endpoint);
    for (let number = 0; number < 60; number += 1) await say(endpoint, started, `m${number}`);
    const seen: unknown[] = [];
    let page = await historyOf(endpoint, started);
    while (page.activities.length > 0) {
      seen.push(...page.activities.map(({ text }) => text));
      page = await call(
        endpoint,
        'GET',
        `${BASE}/conversations/${started.conversationId}/activities?watermark=${page.watermark}`,
        { token: started.token },
      );
    }
    assert.equal(seen.length, 121);
    assert.equal(seen.at(-1), 'echo: m59');
  });

  it('takes signs such as typing without a turn', async () => {
    const started = await startedFor(endpoint);
    const before = endpoint.bot.heard.length;
    assert.equal((await say(endpoint, started, '', { type: 'typing' })).status, 200);
    assert.equal(endpoint.bot.heard.length, before);
  });

  for (const [what, body] of [
    [
      'a list',
      [
        { type: 'message', text: 'a' },
        { type: 'message', text: 'b' },
      ],
    ],
    ['a word', 'hello'],
    ['nothing', null],
    ['no type', { text: 'hi' }],
    ['a text that is no text', { type: 'message', text: { $ne: 1 } }],
    ['a forged join', { type: 'conversationUpdate', membersAdded: [{ id: 'dl_boss' }] }],
    ['an invoke', { type: 'invoke', name: 'adaptiveCard/action' }],
    ['too many attachments', { type: 'message', attachments: Array.from({ length: 51 }, () => ({})) }],
  ] as const) {
    it(`does not take ${what} for an activity`, async () => {
      const started = await startedFor(endpoint);
      const before = endpoint.bot.heard.length;
      const answer = await call(endpoint, 'POST', `${BASE}/conversations/${started.conversationId}/activities`, {
        token: started.token,
        body,
      });
      assert.equal(answer.status, 400);
      assert.equal(answer.error?.code, 'BadArgument');
      assert.equal(endpoint.bot.heard.length, before);
    });
  }

  it('answers 502 when the bot fails and tells nothing of the cause', async () => {
    const started = await startedFor(endpoint);
    const answer = await say(endpoint, started, 'fail');
    assert.equal(answer.status, 502);
    assert.equal(answer.error?.code, 'BotError');
    assert.doesNotMatch(answer.error?.message ?? '', /secret/);
    assert.equal((await say(endpoint, started, 'go on')).status, 200);
  });

  it('answers 400 with the bot’s words when it refuses the input', async () => {
    const started = await startedFor(endpoint);
    const answer = await say(endpoint, started, 'refuse');
    assert.equal(answer.status, 400);
    assert.match(answer.error?.message ?? '', /Write it again/);
  });

  it('goes on without its welcome when that failed', async () => {
    const own = await startEndpoint({ turnMs: 5 });
    const release = own.bot.hold();
    const started = await startedFor(own);
    assert.equal(started.status, 201);
    release();
    await own.conversations.settled();
    assert.deepEqual(
      (await historyOf(own, started)).activities.map(({ text }) => text),
      ['welcome'],
    );
    await own.stop();
  });

  it('gets a late answer once, after 502', async () => {
    const own = await startEndpoint({ turnMs: 20 });
    const started = await startedFor(own);
    const release = own.bot.hold();
    const late = await say(own, started, 'slow', { channelData: { clientActivityID: 'slow1' } });
    assert.equal(late.status, 502);
    assert.equal(late.error?.code, 'BotError');
    release();
    await own.conversations.settled();
    await say(own, started, 'slow', { channelData: { clientActivityID: 'slow1' } });
    assert.deepEqual(
      (await historyOf(own, started)).activities.map(({ text }) => text),
      ['welcome', 'slow', 'echo: slow'],
    );
    await own.stop();
  });

  for (const watermark of ['x', '-1', '1.5', '1;drop', '%00', '99999999999999999']) {
    it(`answers 400 to the watermark ${watermark}`, async () => {
      const started = await startedFor(endpoint);
      const path = `${BASE}/conversations/${started.conversationId}`;
      for (const at of [`${path}?watermark=${watermark}`, `${path}/activities?watermark=${watermark}`]) {
        const answer = await call(endpoint, 'GET', at, { token: started.token });
        assert.equal(answer.status, 400);
        assert.equal(answer.error?.code, 'BadArgument');
      }
    });
  }

  it('gives a session id to who asks for one', async () => {
    const started = await startedFor(endpoint);
    const answer = await call(endpoint, 'GET', `${BASE}/session/getsessionid`, { token: started.token });
    assert.match(answer.sessionId, /^[\w-]{36}$/);
  });
});
