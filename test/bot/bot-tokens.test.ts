import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import { askByPassword, createBotTokens, type GivenToken, TokenFailure } from '../../src/bot/bot-tokens.ts';
import { createOutgoingCalls } from '../../src/bot/outgoing-calls.ts';
import { listenOnFreePort } from './http-double.ts';

const HOUR_MS = 3600_000;

describe('the tokens that the bot shows channels', () => {
  let now = 0;
  const nowMs = () => now;
  beforeEach(() => {
    now = 0;
  });

  /** Gives t1, t2 and so on, and remembers for each whether the one before was refused. */
  function counting(goodForMs: number) {
    const asked: boolean[] = [];
    const ask = async (isRefused: boolean): Promise<GivenToken> => {
      asked.push(isRefused);
      return { token: `t${asked.length}`, goodForMs };
    };
    return { asked, tokens: createBotTokens(ask, { nowMs }) };
  }

  it('are kept as long as they are good', async () => {
    const { tokens } = counting(HOUR_MS);
    assert.equal(await tokens.get(), 't1');
    now += HOUR_MS - 1;
    assert.equal(await tokens.get(), 't1');
    now += 1;
    assert.equal(await tokens.get(), 't2');
  });

  it('are asked for once by all who need one at the same time', async () => {
    const { tokens } = counting(HOUR_MS);
    assert.deepEqual(await Promise.all([tokens.get(), tokens.get(), tokens.get()]), ['t1', 't1', 't1']);
  });

  it('are new after a channel refused the one before, unless that was new itself', async () => {
    const { asked, tokens } = counting(HOUR_MS);
    tokens.refused(await tokens.get());
    assert.equal(await tokens.get(), 't1');
    now += 60_000;
    tokens.refused('t0');
    assert.equal(await tokens.get(), 't1');
    tokens.refused('t1');
    assert.equal(await tokens.get(), 't2');
    assert.deepEqual(asked, [false, true]);
  });

  it('are as old as when they were first given, where somebody else keeps them', async () => {
    const asked: boolean[] = [];
    const ask = async (isRefused: boolean) => {
      asked.push(isRefused);
      return { token: isRefused ? 'new' : 'old', goodForMs: 0 };
    };
    const tokens = createBotTokens(ask, { nowMs });
    await tokens.get();
    now += 60_000;
    tokens.refused(await tokens.get());
    assert.equal(await tokens.get(), 'new');
    assert.deepEqual(asked, [false, false, true]);
  });

  it('that do not come in time are missing, and the next one is asked for anew', async () => {
    let asked = 0;
    const ask = () => {
      asked += 1;
      return asked === 1 ? new Promise<never>(() => undefined) : Promise.resolve({ token: 't', goodForMs: HOUR_MS });
    };
    const tokens = createBotTokens(ask, { tokenMs: 20, nowMs });
    await assert.rejects(tokens.get(), TokenFailure);
    assert.equal(await tokens.get(), 't');
  });

  it('are missing whatever goes wrong, by whatever name', async () => {
    const strange = Object.assign(new Error('none of a chain'), { name: 'AggregateAuthenticationError' });
    await assert.rejects(createBotTokens(() => Promise.reject(strange)).get(), TokenFailure);
    await assert.rejects(createBotTokens(() => Promise.reject('a text')).get(), TokenFailure);
  });
});

describe('a login service that is asked for a token', () => {
  const heard: { url: string; body: string }[] = [];
  let answer: (response: ServerResponse) => void;
  let login: Awaited<ReturnType<typeof listenOnFreePort>>;

  before(async () => {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        heard.push({ url: request.url ?? '', body: Buffer.concat(chunks).toString() });
        answer(response);
      });
    });
    login = await listenOnFreePort(server);
  });
  beforeEach(() => {
    heard.length = 0;
  });
  after(() => login.close());

  const ask = () =>
    askByPassword(createOutgoingCalls({}), {
      authority: `${login.origin}/tenant`,
      scope: 'https://api.botframework.com',
      id: 'the app',
      secret: 'a & b',
    });
  const json = (status: number, body: object) => (response: ServerResponse) => {
    response.statusCode = status;
    response.end(JSON.stringify(body));
  };

  it('hears who asks for what, and gives it for less than its life', async () => {
    answer = json(200, { token_type: 'Bearer', access_token: 'abc', expires_in: 3600 });
    assert.deepEqual(await ask(), { token: 'abc', goodForMs: 55 * 60_000 });
    assert.deepEqual(heard, [
      {
        url: '/tenant/oauth2/v2.0/token',
        body: 'grant_type=client_credentials&client_id=the+app&client_secret=a+%26+b&scope=https%3A%2F%2Fapi.botframework.com%2F.default',
      },
    ]);
  });

  it('may give one for minutes only', async () => {
    answer = json(200, { access_token: 'abc', expires_in: 120 });
    assert.deepEqual(await ask(), { token: 'abc', goodForMs: 60_000 });
  });

  it('refuses with codes that tell what to mend, and no more', async () => {
    const description = 'AADSTS7000215: Invalid client secret provided. Trace ID: 1234';
    answer = json(401, { error: 'invalid_client', error_description: description });
    await assert.rejects(ask(), { message: 'the login service answered 401: invalid_client AADSTS7000215' });
    answer = json(500, {});
    await assert.rejects(ask(), { message: 'the login service answered 500' });
  });

  it('is not believed when it says something else', async () => {
    for (const body of [{ access_token: '', expires_in: 10 }, { access_token: 'a' }, []]) {
      answer = json(200, body);
      await assert.rejects(ask(), { message: 'the login service answered 200' });
    }
    answer = (response) => response.end('<html>');
    await assert.rejects(ask(), { message: 'the login service answered 200' });
  });
});
