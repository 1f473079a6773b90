import assert from 'node:assert/strict';
import { createActivityPosts } from '../../src/bot/activity-posts.ts';
import { type BotTokens, createBotTokens } from '../../src/bot/bot-tokens.ts';
import { createOutgoingCalls } from '../../src/bot/outgoing-calls.ts';
import { failedSend } from '../../src/bot/send-result.ts';
import type { SendResult } from '../../src/domain/outgoing.ts';
import { type ConnectorDouble, startConnectorDouble } from './connector-double.ts';

describe('activities posted to a channel', () => {
  const posts = createActivityPosts(createOutgoingCalls({}), 100);
  let double: ConnectorDouble;
  beforeEach(async () => {
    double = await startConnectorDouble();
  });
  afterEach(() => double.close());

  const post = (tokens: BotTokens | null = null) => posts.post(`${double.serviceUrl}/v3/x`, tokens, { text: 'hello' });
  const resultOf = async (tokens: BotTokens | null = null): Promise<SendResult> => {
    try {
      await post(tokens);
      return { result: 'sent' };
    } catch (error) {
      return failedSend(error, 4, 5);
    }
  };

  it('arrive, and get an id', async () => {
    assert.deepEqual(await post(), { id: 'reply-1' });
    assert.deepEqual(double.delivered, [{ path: '/v3/x', body: { text: 'hello' } }]);
  });

  it('are said later when the channel asks for that, by seconds or by a date', async () => {
    const inAMinute = new Date(Math.ceil(Date.now() / 1000) * 1000 + 60_000).toUTCString();
    double.failures.push({ status: 429, retryAfter: '7' }, { status: 429, retryAfter: inAMinute });
    assert.deepEqual(await resultOf(), { result: 'later', sentSeq: 4, afterMs: 7000, error: 'status-429' });
    const dated = await resultOf();
    assert.ok(dated.result === 'later' && dated.afterMs !== null);
    assert.ok(dated.afterMs > 55_000 && dated.afterMs < 65_000, `milliseconds: ${dated.afterMs}`);
  });

  it('may have been shown when no answer comes', async () => {
    double.failures.push({ status: 'silence' });
    assert.deepEqual(await resultOf(), { result: 'unclear', sentSeq: 5, error: 'no-answer' });
  });

  it('were surely not shown when the bot has no token, and the channel is not called', async () => {
    const hanging = createBotTokens(() => new Promise<never>(() => undefined), { tokenMs: 20 });
    const refused = createBotTokens(() => Promise.reject(new Error('no')));
    for (const tokens of [hanging, refused]) {
      assert.deepEqual(await resultOf(tokens), { result: 'later', sentSeq: 4, afterMs: null, error: 'no-token' });
    }
    assert.equal(double.delivered.length, 0);
  });

  it('are said later with a new token when the channel refuses the old one', async () => {
    let now = 0;
    const given: string[] = [];
    const ask = async () => {
      given.push(`t${given.length + 1}`);
      return { token: `t${given.length}`, goodForMs: 3600_000 };
    };
    const tokens = createBotTokens(ask, { nowMs: () => now });
    assert.equal((await resultOf(tokens)).result, 'sent');
    now += 60_000;
    double.failures.push({ status: 401 });
    assert.deepEqual(await resultOf(tokens), { result: 'later', sentSeq: 4, afterMs: null, error: 'status-401' });
    assert.equal((await resultOf(tokens)).result, 'sent');
    assert.deepEqual(given, ['t1', 't2']);
    assert.deepEqual(double.tokens, ['Bearer t1', 'Bearer t1', 'Bearer t2']);
  });
});
