import assert from 'node:assert/strict';
import { call, type Endpoint, historyOf, say, startEndpoint, startedFor, tokenFor } from './endpoint-double.ts';

describe('the widget routes', () => {
  let endpoint: Endpoint;
  beforeEach(async () => {
    endpoint = await startEndpoint();
  });
  afterEach(() => endpoint.stop());

  const visitor = (origin?: string) =>
    call(endpoint, 'POST', '/widget/token', { body: {}, headers: origin === undefined ? {} : { origin } });

  it('give an anonymous visitor of a known site a conversation', async () => {
    for (const origin of ['https://intranet.example', endpoint.url]) {
      const made = await visitor(origin);
      assert.equal(made.status, 200);
      const started = await call(endpoint, 'POST', '/v3/directline/conversations', { token: made.token });
      assert.equal(started.status, 201);
      assert.equal(started.conversationId, made.conversationId);
      assert.match(endpoint.bot.heard.at(-1)?.who.userId ?? '', /^dl_visitor-/);
    }
  });

  it('give nothing to other sites or to none', async () => {
    for (const origin of ['https://evil.example', 'null', 'https://intranet.example.evil.example', undefined]) {
      assert.equal((await visitor(origin)).status, 403);
    }
  });

  it('limit how many visitors come from one address', async () => {
    const own = await startEndpoint({ points: { visitor: 3 } });
    const come = () => call(own, 'POST', '/widget/token', { body: {}, headers: { origin: own.url } });
    const pick = () => call(own, 'POST', '/demo/token', { body: { person: 'dl_contoso-admin' } });
    for (const visit of [come, pick, come]) assert.equal((await visit()).status, 200);
    for (const visit of [come, pick]) {
      const refused = await visit();
      assert.equal(refused.status, 429);
      assert.equal(refused.error?.code, 'TooManyRequests');
      assert.match(refused.headers.get('retry-after') ?? '', /^([1-9]|10)$/);
    }
    await own.stop();
  });

  it('bring an ended conversation back for seven days, as the same user', async () => {
    const started = await startedFor(endpoint);
    endpoint.clock.forward(6 * 24 * 3600);
    const resumed = await call(endpoint, 'POST', '/widget/resume', { body: { token: started.token } });
    assert.equal(resumed.status, 200);
    assert.equal(resumed.conversationId, started.conversationId);
    await say(endpoint, resumed, 'back again');
    assert.equal(endpoint.bot.heard.at(-1)?.who.userId, 'dl_contoso-admin');
    assert.deepEqual(
      (await historyOf(endpoint, resumed)).activities.map(({ text }) => text),
      ['welcome', 'back again', 'echo: back again'],
    );
    endpoint.clock.forward(8 * 24 * 3600);
    const late = await call(endpoint, 'POST', '/widget/resume', { body: { token: resumed.token } });
    assert.equal(late.status, 403);
    assert.equal(late.error?.code, 'TokenExpired');
  });

  it('do not bring back what was forged, never started or is no token', async () => {
    const resume = (body: unknown) => call(endpoint, 'POST', '/widget/resume', { body });
    assert.equal((await resume({ token: 'a.b.c' })).status, 403);
    assert.equal((await resume({ token: await endpoint.tokens.issueTicket('c') })).status, 403);
    assert.equal((await resume({ token: (await tokenFor(endpoint)).token })).status, 404);
    for (const body of [{}, { token: 1 }, { token: 'x'.repeat(5000) }, { token: 'a', more: 1 }, [], null]) {
      assert.equal((await resume(body)).status, 400);
    }
  });

  it('make tokens for demo people, known and unknown', async () => {
    const made = await call(endpoint, 'POST', '/demo/token', { body: { person: 'dl_contoso-admin' } });
    assert.equal(made.status, 200);
    await call(endpoint, 'POST', '/v3/directline/conversations', { token: made.token });
    assert.equal(endpoint.bot.heard.at(-1)?.activity.from?.name, 'Contoso 管理员');
    assert.equal((await call(endpoint, 'POST', '/demo/token', { body: { person: 'dl_stranger' } })).status, 200);
    for (const body of [{}, { person: 'contoso-admin' }, { person: 'dl_<b>' }, { person: ['dl_a'] }]) {
      assert.equal((await call(endpoint, 'POST', '/demo/token', { body })).status, 400);
    }
  });

  it('make no demo tokens in production', async () => {
    const production = await startEndpoint({ demo: false });
    const answer = await call(production, 'POST', '/demo/token', { body: { person: 'dl_contoso-admin' } });
    assert.equal(answer.status, 404);
    assert.equal(answer.error?.code, 'NotFound');
    await production.stop();
  });
});
