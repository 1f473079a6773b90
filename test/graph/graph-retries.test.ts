import assert from 'node:assert/strict';
import type { TokenCredential } from '@azure/core-auth';
import { createGraphClient, type GraphClientOptions } from '../../src/graph/graph-client.ts';
import { captureLog } from '../support/captured-log.ts';
import { type GraphDouble, type GraphTrouble, startGraphDouble } from '../support/graph-double.ts';
import { failsAs } from '../support/graph-failing.ts';
import { graphHandTime } from '../support/graph-hand-time.ts';
import { ISSUES_PATH } from '../support/graph-issues.ts';
import { graphTenant } from '../support/graph-tenant.ts';

const USER = '5bde3e51-d13b-4db1-9948-fe4b109d11a7';
const ORGANIZATION = '/v1.0/organization';

describe('Graph client, when a call fails', () => {
  let double: GraphDouble;
  let captured = captureLog();
  let time = graphHandTime();

  const client = (options: Partial<GraphClientOptions> = {}) =>
    createGraphClient({
      cloud: 'global',
      credential: double.credential,
      log: captured.log,
      baseUrl: double.origin,
      time,
      ...options,
    });

  beforeEach(async () => {
    double = await startGraphDouble(graphTenant(USER));
    captured = captureLog();
    time = graphHandTime();
  });
  afterEach(() => double.close());

  it('passes over what goes by', async () => {
    double.trouble({ is: 'status', status: 503 }, { times: 1 });
    double.trouble({ is: 'half' }, { times: 1 });
    assert.equal((await client().list(ORGANIZATION)).length, 1);
    assert.deepEqual(time.pauses, [150, 300]);
  });

  it('waits in the time of this machine unless it is given another', async () => {
    double.trouble({ is: 'half' }, { times: 2 });
    const { credential, origin: baseUrl } = double;
    const own = createGraphClient({ cloud: 'global', credential, log: captured.log, baseUrl, backoffMs: 1 });
    assert.equal((await own.list(ORGANIZATION)).length, 1);
  });

  describe('a refused token', () => {
    it('is exchanged once for a fresh one', async () => {
      const kept = client();
      await kept.get(`/v1.0/users/${USER}`);
      let stale = true;
      const { credential } = double;
      const lagging: TokenCredential = {
        getToken: async (...asked) => {
          const was = stale;
          stale = false;
          return was ? { token: 'graph-token-0', expiresOnTimestamp: 0 } : credential.getToken(...asked);
        },
      };
      await client({ credential: lagging }).get(`/v1.0/users/${USER}`);
      assert.deepEqual(
        double.calls.slice(1).map(({ headers }) => headers.authorization),
        ['Bearer graph-token-0', 'Bearer graph-token-1'],
      );
    });

    it('is exchanged for one that proves what was asked', async () => {
      const claims: unknown[] = [];
      const { credential } = double;
      let tokens = 0;
      const asking: TokenCredential = {
        getToken: async (scope, options) => {
          claims.push(options?.claims);
          tokens += 1;
          return tokens === 1 ? { token: 'old', expiresOnTimestamp: 0 } : credential.getToken(scope, options);
        },
      };
      double.expireTokens('{"access_token":{"nbf":{"essential":true}}}');
      await client({ credential: asking }).get(`/v1.0/users/${USER}`);
      assert.deepEqual(claims, [undefined, '{"access_token":{"nbf":{"essential":true}}}']);
    });

    it('that is not given out tells apart a refusal and an outage', async () => {
      const refusal = Object.assign(new Error('AADSTS7000215: invalid client secret'), { statusCode: 401 });
      const credential = (error: Error): TokenCredential => ({ getToken: () => Promise.reject(error) });
      await failsAs(client({ credential: credential(refusal) }).get(ORGANIZATION), 'unauthorised');
      await failsAs(client({ credential: credential(new Error('ENOTFOUND')) }).get(ORGANIZATION), 'unavailable');
      await failsAs(client({ credential: { getToken: async () => null } }).get(ORGANIZATION), 'unauthorised');
      assert.equal(double.calls.length, 0);
    });

    it('that never comes is not waited for', async () => {
      const silent: TokenCredential = { getToken: () => new Promise(() => undefined) };
      await failsAs(client({ credential: silent, timeoutMs: 30 }).get(ORGANIZATION), 'unavailable', /within 30 ms/);
    });
  });

  describe('a service that asks for rest', () => {
    const throttled = (retryAfter?: string): GraphTrouble => ({
      is: 'status',
      status: 429,
      code: 'TooManyRequests',
      headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
    });

    it('is waited for in seconds when a person can bear it', async () => {
      double.trouble(throttled('3'), { times: 1 });
      assert.equal((await client().list(ORGANIZATION)).length, 1);
      assert.deepEqual(time.pauses, [3_000]);
    });

    it('is waited for until the date that it names', async () => {
      const date = 'Mon, 02 Mar 2026 00:00:00 GMT';
      const headers = { date, 'retry-after': 'Mon, 02 Mar 2026 00:00:04 GMT' };
      double.trouble({ is: 'status', status: 503, headers }, { times: 1 });
      await client().get(ORGANIZATION);
      assert.deepEqual(time.pauses, [4_000]);
    });

    it('for longer is told at once, and left alone until then', async () => {
      double.trouble(throttled('60'), { times: 1 });
      const calm = client();
      const first = await failsAs(calm.get(ORGANIZATION), 'throttled');
      assert.equal(first.retryAfterMs, 60_000);
      time.forward(20_000);
      const second = await failsAs(calm.list(ISSUES_PATH), 'throttled', /held back/);
      assert.equal(second.retryAfterMs, 40_000);
      assert.equal(double.calls.length, 1);
      time.forward(40_000);
      assert.equal((await calm.list(ISSUES_PATH)).length, 1);
      assert.deepEqual([captured.single().level, captured.single().waitMs], ['warn', 60_000]);
    });

    it('again and again is given up within the budget', async () => {
      double.trouble(throttled('2'));
      await failsAs(client().get(ORGANIZATION), 'throttled');
      assert.deepEqual(time.pauses, [2_000, 2_000]);
    });

    it('without naming a time gets a second', async () => {
      double.trouble(throttled(), { times: 1 });
      await client().get(ORGANIZATION);
      assert.deepEqual(time.pauses, [1_000]);
    });
  });

  it('does not try again what took the whole budget', async () => {
    double.trouble({ is: 'status', status: 500 });
    const slow: TokenCredential = {
      getToken: (...asked) => {
        time.forward(6_000);
        return double.credential.getToken(...asked);
      },
    };
    await failsAs(client({ credential: slow }).get(ORGANIZATION), 'unavailable');
    assert.equal(double.calls.length, 1);
  });

  it('stops calling a service that does not answer, and begins again', async () => {
    double.trouble({ is: 'status', status: 500 });
    const tired = client({ breakAfter: 2, breakMs: 0 });
    const firm = client({ breakAfter: 2 });
    for (const each of [tired, firm]) {
      await failsAs(each.get(ORGANIZATION), 'unavailable', /answered 500/);
      await failsAs(each.get(ORGANIZATION), 'unavailable', /answered 500/);
    }
    double.recover();
    await failsAs(firm.get(ORGANIZATION), 'unavailable', /stopped for a moment/);
    assert.ok(await tired.get(ORGANIZATION));
  });
});
