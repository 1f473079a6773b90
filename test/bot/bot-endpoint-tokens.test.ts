import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { createBotEndpoint } from '../../src/bot/bot-endpoint.ts';
import { createConnector } from '../../src/bot/connector.ts';
import type { TakeTurn } from '../../src/domain/incoming-turn.ts';
import type { LoggedActivity } from '../../src/domain/ports.ts';
import { createLog } from '../../src/log.ts';
import { createOutgoing } from '../../src/services/outgoing.ts';
import { standingClock } from '../support/desk-parts.ts';
import { createTurnBench } from '../support/desk-turns.ts';
import { openTemporaryStore } from '../support/store-temporary.ts';
import { listenOnFreePort } from './http-double.ts';
import { createTurnDouble } from './turn-double.ts';

const APP_ID = '11111111-2222-4333-8444-555555555555';
const ISSUER = 'https://api.botframework.azure.cn';
const SERVICE_URL = 'https://smba.trafficmanager.net/cn/';

async function startOpenIdDouble() {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const key = { ...(await exportJWK(publicKey)), kid: 'k1', use: 'sig', endorsements: ['msteams', 'webchat'] };
  let origin = '';
  let up = true;
  let silent = false;
  const server = createServer((request, response) => {
    if (silent) return;
    if (!up) {
      // Not chained: restify, once loaded, replaces writeHead for all servers of the process by one that returns nothing.
      response.writeHead(500);
      response.end();
      return;
    }
    response.setHeader('content-type', 'application/json');
    const metadata = { issuer: ISSUER, jwks_uri: `${origin}/keys` };
    response.end(JSON.stringify(request.url === '/keys' ? { keys: [key] } : metadata));
  });
  const listening = await listenOnFreePort(server);
  origin = listening.origin;
  const unsigned = (header: object, claims: object) =>
    [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const forged = async () => {
    const claims = { serviceurl: SERVICE_URL, iss: ISSUER, aud: APP_ID, exp: 4_102_444_800, iat: 1_577_836_800 };
    const published = new TextEncoder().encode(await exportSPKI(publicKey));
    return {
      none: `${unsigned({ alg: 'none', typ: 'JWT' }, claims)}.`,
      hmac: await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(published),
      stripped: `${unsigned({ alg: 'RS256', kid: 'k1' }, claims)}.AAAA`,
    };
  };
  const token = (
    claims: Record<string, unknown> = {},
    options: { signer?: typeof privateKey; expires?: string | number } = {},
  ) =>
    new SignJWT({ serviceurl: SERVICE_URL, iss: ISSUER, aud: APP_ID, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuedAt()
      .setExpirationTime(options.expires ?? '1h')
      .sign(options.signer ?? privateKey);
  return {
    origin,
    token,
    forged,
    close: listening.close,
    goDown: () => {
      up = false;
    },
    /** Ends all calls that wait for an answer. */
    hangUp: () => server.closeAllConnections(),
    fallSilent: () => {
      silent = true;
    },
  };
}

describe('the endpoint of the Bot Framework with an app id', () => {
  let openId: Awaited<ReturnType<typeof startOpenIdDouble>>;
  beforeEach(async () => {
    openId = await startOpenIdDouble();
  });
  afterEach(() => openId.close());

  function setUp(parts: { takeTurn?: TakeTurn; proxy?: Record<string, string>; keys?: string } = {}) {
    const double = createTurnDouble([]);
    const { takeTurn = double.takeTurn, proxy = {}, keys = `${openId.origin}/openid` } = parts;
    const { turns } = double;
    const registration = {
      appId: APP_ID,
      appPassword: 'a password of the test',
      appType: 'SingleTenant' as const,
      appTenantId: '22222222-2222-4333-8444-555555555555',
      cloud: {
        OAuthUrl: 'https://token.botframework.azure.cn/',
        ToChannelFromBotLoginUrl: 'https://login.partner.microsoftonline.cn/22222222-2222-4333-8444-555555555555',
        ToChannelFromBotOAuthScope: ISSUER,
        ToBotFromChannelTokenIssuer: ISSUER,
        ToBotFromChannelOpenIdMetadataUrl: keys,
        ToBotFromEmulatorOpenIdMetadataUrl: keys,
        ValidateAuthority: 'true',
      },
      proxy,
    };
    const log = createLog({ level: 'silent' });
    const endpoint = createBotEndpoint({ registration, connector: createConnector(registration, log), takeTurn, log });
    const post = async (authorization: string | undefined, changes: object = {}) => {
      const body = {
        type: 'message',
        id: 'a1',
        channelId: 'msteams',
        serviceUrl: SERVICE_URL,
        from: { id: '29:somebody', aadObjectId: '33333333-2222-4333-8444-555555555555' },
        recipient: { id: '28:bot' },
        conversation: { id: 'c1', tenantId: '44444444-2222-4333-8444-555555555555' },
        text: '<at>Helper</at> Nobody receives mail',
        entities: [{ type: 'mention', text: '<at>Helper</at>', mentioned: { id: '28:bot', name: 'Helper' } }],
        ...changes,
      };
      let status = 0;
      const headers = authorization === undefined ? {} : { authorization };
      await endpoint.handle(
        { body, headers },
        {
          setHeader: () => undefined,
          send: (code) => {
            status = code;
          },
        },
      );
      return status;
    };
    return { post, turns };
  }

  it('takes a message that a channel signed, by Entra id and without the mention', async () => {
    const { post, turns } = setUp();
    assert.equal(await post(`Bearer ${await openId.token()}`), 200);
    assert.deepEqual(turns[0]?.who, {
      userId: 'msteams:29:somebody',
      aadObjectId: '33333333-2222-4333-8444-555555555555',
      tenantId: '44444444-2222-4333-8444-555555555555',
    });
    assert.equal(turns[0]?.activity.text, 'Nobody receives mail');
  });

  it('believes an id of the directory only where the channel vouches for it', async () => {
    const { post, turns } = setUp();
    const bearer = `Bearer ${await openId.token()}`;
    const from = { id: 'dl_contoso-admin', aadObjectId: '33333333-2222-4333-8444-555555555555' };
    await post(bearer, { id: 'a2', channelId: 'webchat', from });
    await post(bearer, { id: 'a3', channelId: 'webchat', from: { id: 'contoso-admin' } });
    await post(bearer, { id: 'a4', channelId: 'msteams', from: { id: 'dl_contoso-admin' } });
    assert.deepEqual(
      turns.map(({ who }) => who.userId),
      ['dl_contoso-admin', 'webchat:contoso-admin', 'msteams:dl_contoso-admin'],
    );
    assert.equal(turns[0]?.who.aadObjectId, null);
  });

  it('refuses callers without a token of a channel for this bot', async () => {
    const { post, turns } = setUp();
    const { privateKey: stranger } = await generateKeyPair('RS256');
    const forged = await openId.forged();
    const refused = {
      'no header': undefined,
      'no bearer': 'Basic abc',
      'no token': 'Bearer abc',
      'another issuer': `Bearer ${await openId.token({ iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/', appid: APP_ID, ver: '1.0' })}`,
      'another bot': `Bearer ${await openId.token({ aud: '99999999-2222-4333-8444-555555555555' })}`,
      'another signer': `Bearer ${await openId.token({}, { signer: stranger })}`,
      'another service address': `Bearer ${await openId.token({ serviceurl: 'https://smba.trafficmanager.net/emea/' })}`,
      expired: `Bearer ${await openId.token({}, { expires: 1_577_836_800 })}`,
      'not valid yet': `Bearer ${await openId.token({ nbf: 4_102_444_800 })}`,
      'not signed': `Bearer ${forged.none}`,
      'signed with what is public': `Bearer ${forged.hmac}`,
      'signed with nothing of a signature': `Bearer ${forged.stripped}`,
    };
    for (const [what, authorization] of Object.entries(refused)) assert.equal(await post(authorization), 401, what);
    assert.equal(turns.length, 0);
  });

  it('answers a call that is replayed with its token, but says nothing twice', async () => {
    const temporary = await openTemporaryStore();
    const { store } = temporary;
    const outgoing = createOutgoing({
      store,
      send: async () => ({ result: 'sent' }),
      clock: standingClock(),
      log: createLog({ level: 'silent' }),
    });
    const { take } = createTurnBench(store, { outgoing: { settle: outgoing.settle, wake: () => undefined } });
    const said: (readonly LoggedActivity[])[] = [];
    const takeTurn: TakeTurn = (incoming) => {
      const publish: typeof incoming.publish = async (rows) => {
        said.push(rows);
        return { result: 'sent' };
      };
      return take({ ...incoming, publish });
    };
    const { post } = setUp({ takeTurn });
    const bearer = `Bearer ${await openId.token()}`;
    assert.deepEqual([await post(bearer), await post(bearer)], [200, 200]);
    assert.deepEqual(await Promise.all([post(bearer), post(bearer)]), [200, 200]);
    const rows = await store.listActivities({ system: 'turn' }, 'msteams/c1', 0, 10);
    assert.deepEqual(
      rows.map(({ direction, activity }) => [direction, activity.text]),
      [
        ['incoming', 'Nobody receives mail'],
        ['outgoing', '1: Nobody receives mail'],
      ],
    );
    assert.equal(said.length, 1);
    assert.equal(await post(bearer, { id: 'a2' }), 200);
    assert.equal(said.length, 2, 'another activity with the same token is answered');
    await temporary.remove();
  });

  it('refuses a key that is not endorsed for the channel', async () => {
    const { post } = setUp();
    assert.equal(await post(`Bearer ${await openId.token()}`, { channelId: 'directline' }), 401);
  });

  it('refuses a service address that is no channel, before it looks at the token', async () => {
    const { post } = setUp();
    const token = await openId.token({ serviceurl: 'https://attacker.example/' });
    assert.equal(await post(`Bearer ${token}`, { serviceUrl: 'https://attacker.example/' }), 403);
    assert.equal(await post(`Bearer ${token}`, { serviceUrl: 'http://127.0.0.1:5000/' }), 403);
  });

  it('says so when a token cannot be checked just now', async () => {
    openId.goDown();
    const { post, turns } = setUp();
    assert.equal(await post(`Bearer ${await openId.token()}`), 503);
    assert.equal(turns.length, 0);
  });

  it('says so within seconds when the keys of channels do not come, and at once to whoever calls then', async function () {
    this.timeout(15_000);
    openId.fallSilent();
    const { post, turns } = setUp();
    const bearer = `Bearer ${await openId.token()}`;
    assert.equal(await post(bearer), 503);
    const one = post(bearer);
    const begun = performance.now();
    assert.equal(await post(bearer, { id: 'a2' }), 503);
    assert.ok(performance.now() - begun < 1_000);
    openId.hangUp();
    assert.equal(await one, 503);
    assert.equal(turns.length, 0);
  });

  it('takes the keys of channels through the proxy', async () => {
    const asked: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket: Duplex) => {
      asked.push(request.url ?? '');
      // Whoever is asked for stands where the double is.
      const there = connect(Number(new URL(openId.origin).port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        pipeline(socket, there, socket, () => undefined);
      });
    });
    const { origin, close } = await listenOnFreePort(proxy);
    const { post } = setUp({ proxy: { HTTP_PROXY: origin }, keys: 'http://keys.channels.invalid/openid' });
    const status = await post(`Bearer ${await openId.token()}`);
    await close();
    assert.equal(status, 200);
    assert.equal(asked[0], 'keys.channels.invalid:80');
  });
});
