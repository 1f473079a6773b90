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

describe('the token routes', () => {
  let endpoint: Endpoint;
  before(async () => {
    endpoint = await startEndpoint();
  });
  after(() => endpoint.stop());

  const texts = async (started: Parameters<typeof historyOf>[1]) =>
    (await historyOf(endpoint, started)).activities.map(({ text }) => text);

  describe('tokens', () => {
    it('are made with the secret, start nothing and tell their life', async () => {
      const made = await tokenFor(endpoint);
      assert.equal(made.status, 200);
      assert.equal(made.expires_in, 1800);
      assert.equal(made.streamUrl, '');
      const early = await historyOf(endpoint, made);
      assert.equal(early.status, 404);
      assert.equal(early.error?.code, 'ConversationNotFound');
    });

    it('are not made with a token', async () => {
      const { token } = await tokenFor(endpoint);
      const answer = await call(endpoint, 'POST', `${BASE}/tokens/generate`, { token });
      assert.equal(answer.status, 403);
    });

    for (const user of [
      { id: 'someone' },
      { id: '' },
      {},
      { id: 'dl_<script>' },
      { id: `dl_${'x'.repeat(200)}` },
      'dl_a',
    ]) {
      it(`are not made for the user ${JSON.stringify(user).slice(0, 40)}`, async () => {
        const answer = await call(endpoint, 'POST', `${BASE}/tokens/generate`, { token: SECRET, body: { user } });
        assert.equal(answer.status, 400);
        assert.equal(answer.error?.code, 'BadArgument');
      });
    }

    it('are refreshed for the same conversation until they end', async () => {
      const made = await tokenFor(endpoint);
      const fresh = await call(endpoint, 'POST', `${BASE}/tokens/refresh`, { token: made.token });
      assert.equal(fresh.status, 200);
      assert.equal(fresh.conversationId, made.conversationId);
    });

    it('of trusted sites are refused from others', async () => {
      const { token } = await call(endpoint, 'POST', `${BASE}/tokens/generate`, {
        token: SECRET,
        body: { trustedOrigins: ['https://good.example'] },
      });
      const from = (origin: string) => call(endpoint, 'POST', `${BASE}/conversations`, { token, headers: { origin } });
      assert.equal((await from('https://evil.example')).status, 403);
      assert.equal((await from('https://good.example')).status, 201);
    });
  });

  describe('who calls', () => {
    const paths = [
      ['POST', `${BASE}/tokens/generate`],
      ['POST', `${BASE}/tokens/refresh`],
      ['POST', `${BASE}/conversations`],
      ['GET', `${BASE}/conversations/c`],
      ['POST', `${BASE}/conversations/c/activities`],
      ['GET', `${BASE}/conversations/c/activities`],
      ['POST', `${BASE}/conversations/c/upload`],
      ['GET', `${BASE}/session/getsessionid`],
    ] as const;
    for (const [method, path] of paths) {
      it(`has to be told: ${method} ${path}`, async () => {
        const missing = await call(endpoint, method, path);
        assert.equal(missing.status, 401);
        assert.equal(missing.headers.get('www-authenticate'), 'Bearer');
        const malformed = await call(endpoint, method, path, { headers: { Authorization: 'Basic YTpi' } });
        assert.equal(malformed.status, 401);
        const forged = await call(endpoint, method, path, { token: 'a.b.c' });
        assert.equal(forged.status, 403);
        assert.equal(forged.error?.code, 'Forbidden');
      });
    }

    it('may not enter the conversation of another', async () => {
      const mine = await startedFor(endpoint);
      const theirs = await startedFor(endpoint);
      const path = `${BASE}/conversations/${theirs.conversationId}`;
      for (const [method, at] of [
        ['GET', path],
        ['GET', `${path}/activities`],
        ['POST', `${path}/activities`],
      ] as const) {
        assert.equal((await call(endpoint, method, at, { token: mine.token })).status, 403);
      }
      assert.deepEqual(await texts(theirs), ['welcome']);
    });

    it('gets TokenExpired once the token has ended', async () => {
      const own = await startEndpoint();
      const started = await startedFor(own);
      own.clock.forward(1800);
      for (const answer of [
        await say(own, started, 'hi'),
        await call(own, 'POST', `${BASE}/tokens/refresh`, { token: started.token }),
      ]) {
        assert.equal(answer.status, 403);
        assert.equal(answer.error?.code, 'TokenExpired');
      }
      await own.stop();
    });

    it('may be a server with the secret, in any conversation that exists', async () => {
      const started = await startedFor(endpoint);
      const answer = await historyOf(endpoint, { ...started, token: SECRET });
      assert.equal(answer.status, 200);
      assert.equal((await historyOf(endpoint, { ...started, conversationId: 'unknown', token: SECRET })).status, 404);
      assert.equal((await historyOf(endpoint, { ...started, conversationId: '%2e%2e', token: SECRET })).status, 404);
    });
  });
});
