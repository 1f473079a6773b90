import assert from 'node:assert/strict';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { ConnectorError } from '../../src/bot/activity-posts.ts';
import { TokenFailure } from '../../src/bot/bot-tokens.ts';
import { createConnector } from '../../src/bot/connector.ts';
import { NeverSent } from '../../src/bot/outgoing-calls.ts';
import { failedSend } from '../../src/bot/send-result.ts';
import type { SendResult } from '../../src/domain/outgoing.ts';
import type { LoggedActivity } from '../../src/domain/ports.ts';
import { createLog } from '../../src/log.ts';
import { findFreePort } from '../support/server-process.ts';
import { type ConnectorDouble, startConnectorDouble } from './connector-double.ts';
import { listenOnFreePort } from './http-double.ts';

const APP_ID = '11111111-2222-4333-8444-555555555555';
const TEAMS = {
  serviceUrl: 'https://smba.trafficmanager.net/cn/',
  channelId: 'msteams',
  conversation: { id: 'c' },
  user: { id: 'u' },
  bot: { id: 'b' },
};

/** A bot that has to show channels a token. */
function registered(appType: 'SingleTenant' | 'UserAssignedMSI', authority: string) {
  return {
    appId: APP_ID,
    appPassword: appType === 'SingleTenant' ? 'a password of the test' : '',
    appType,
    appTenantId: '22222222-2222-4333-8444-555555555555',
    cloud: {
      OAuthUrl: 'https://token.botframework.azure.cn/',
      ToChannelFromBotLoginUrl: authority,
      ToChannelFromBotOAuthScope: 'https://api.botframework.azure.cn',
      ToBotFromChannelTokenIssuer: 'https://api.botframework.azure.cn',
      ToBotFromChannelOpenIdMetadataUrl: authority,
      ToBotFromEmulatorOpenIdMetadataUrl: authority,
      ValidateAuthority: 'true',
    },
    proxy: {},
  };
}

const DATE = 'Mon, 02 Mar 2026 01:00:00 GMT';
const answered = (status: number, retryAfter?: string, date?: string) =>
  new ConnectorError(status, {
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
    ...(date === undefined ? {} : { date }),
  });
/** 429 with a date to come back at. */
const dated = (retryAfter: string, date?: string) => answered(429, retryAfter, date);
const later = (afterMs: number | null, error: string): SendResult => ({ result: 'later', sentSeq: 4, afterMs, error });

describe('a message that a channel did not take', () => {
  const cases: readonly [string, unknown, SendResult][] = [
    ['429 without a time', answered(429), { result: 'later', sentSeq: 4, afterMs: null, error: 'status-429' }],
    ['429 with seconds', answered(429, '7'), { result: 'later', sentSeq: 4, afterMs: 7000, error: 'status-429' }],
    ['429 with nonsense', answered(429, 'soon'), { result: 'later', sentSeq: 4, afterMs: null, error: 'status-429' }],
    ['429 until a date', dated('Mon, 02 Mar 2026 01:02:00 GMT', DATE), later(120_000, 'status-429')],
    ['429 until a date that is over', dated('Sun, 01 Mar 2026 01:00:00 GMT', DATE), later(0, 'status-429')],
    [
      '429 until a date, by a channel without a clock',
      dated('Mon, 02 Mar 2026 01:02:00 GMT'),
      later(null, 'status-429'),
    ],
    ['429 until what is no date', dated('2026-03-02', DATE), later(null, 'status-429')],
    ['no token', new TokenFailure('no'), later(null, 'no-token')],
    ['no connection', new NeverSent('connect ETIMEDOUT'), later(null, 'unreachable')],
    ['412', answered(412), { result: 'later', sentSeq: 4, afterMs: null, error: 'status-412' }],
    ['401', answered(401), { result: 'later', sentSeq: 4, afterMs: null, error: 'status-401' }],
    ['403', answered(403), { result: 'refused', sentSeq: 4, error: 'status-403' }],
    ['404', answered(404), { result: 'refused', sentSeq: 4, error: 'status-404' }],
    ['408', answered(408), { result: 'unclear', sentSeq: 5, error: 'status-408' }],
    ['500', answered(500), { result: 'unclear', sentSeq: 5, error: 'status-500' }],
    ['503', answered(503, '9'), { result: 'unclear', sentSeq: 5, error: 'status-503' }],
    ['a reset', new Error('read ECONNRESET'), { result: 'unclear', sentSeq: 5, error: 'no-answer' }],
    ['a thrown text', 'boom', { result: 'unclear', sentSeq: 5, error: 'no-answer' }],
  ];
  for (const [name, error, expected] of cases) {
    it(`${name} is ${expected.result}`, () => assert.deepEqual(failedSend(error, 4, 5), expected));
  }
});

describe('a stored way to a channel', () => {
  const DEVELOPMENT = { appId: '', appPassword: '', appType: null, appTenantId: '', cloud: null, proxy: {} };
  const { send } = createConnector(DEVELOPMENT, createLog({ level: 'silent' }));
  let double: ConnectorDouble;
  before(async () => {
    double = await startConnectorDouble();
  });
  after(() => double.close());

  const rows: LoggedActivity[] = ['first', 'second'].map((text, index) => ({
    conversationId: 'emulator/one',
    seq: 5 + index,
    direction: 'outgoing',
    dedupeKey: null,
    activity: { type: 'message', text, replyToId: 'in-1', value: undefined, channelData: undefined },
    createdAt: '2026-03-02T01:00:00.000Z',
  }));
  const reference = (serviceUrl: string) => ({
    serviceUrl,
    channelId: 'emulator',
    conversation: { id: 'one' },
    user: { id: 'u' },
    bot: { id: 'b' },
  });

  it('sends without a message to answer', async () => {
    assert.deepEqual(await send(reference(double.serviceUrl), rows), { result: 'sent' });
    assert.deepEqual(
      double.delivered.map(({ path, body }) => [path, body.text]),
      [
        ['/v3/conversations/one/activities/in-1', 'first'],
        ['/v3/conversations/one/activities/in-1', 'second'],
      ],
    );
  });

  it('tells a connection that never came about from one that broke', async () => {
    const nobody = await send(reference(`http://127.0.0.1:${await findFreePort()}`), rows);
    assert.deepEqual(nobody, { result: 'later', sentSeq: 4, afterMs: null, error: 'unreachable' });
    const hangingUp = createServer((socket: Socket) => socket.once('data', () => socket.destroy()));
    await new Promise<void>((resolve) => hangingUp.listen(0, '127.0.0.1', resolve));
    const address = hangingUp.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const broken = await send(reference(`http://127.0.0.1:${port}`), rows);
    hangingUp.close();
    assert.deepEqual(broken, { result: 'unclear', sentSeq: 5, error: 'no-answer' });
  });

  it('is later when the login service is down, refuses, or does not exist', async () => {
    const login = createHttpServer((_request, response) => {
      response.statusCode = 503;
      response.end();
    });
    const { origin, close } = await listenOnFreePort(login);
    const authorities = [origin, `http://127.0.0.1:${await findFreePort()}`, 'http://login.nowhere.invalid'];
    for (const authority of authorities) {
      const { send } = createConnector(registered('SingleTenant', authority), createLog({ level: 'silent' }));
      assert.deepEqual(await send(TEAMS, rows), later(null, 'no-token'), authority);
    }
    await close();
  });

  it('is later when the machine has no identity to give, and asks it for one with the id of the bot', async function () {
    this.timeout(20_000);
    const asked: string[] = [];
    const identities = createHttpServer((request, response) => {
      asked.push(request.url ?? '');
      response.statusCode = 400;
      response.end('{}');
    });
    const { origin, close } = await listenOnFreePort(identities);
    const own = { IDENTITY_ENDPOINT: `${origin}/msi/token`, IDENTITY_HEADER: 'of the test' };
    // The SDK would also start programs of a developer's machine.
    Object.assign(process.env, own, { AZURE_TOKEN_CREDENTIALS: 'prod' });
    const { send } = createConnector(registered('UserAssignedMSI', origin), createLog({ level: 'silent' }));
    const result = await send(TEAMS, rows);
    for (const name of [...Object.keys(own), 'AZURE_TOKEN_CREDENTIALS']) delete process.env[name];
    await close();
    assert.deepEqual(result, later(null, 'no-token'));
    assert.match(asked[0] ?? '', new RegExp(`^/msi/token\\?.*client_id=${APP_ID}`));
  });

  it('refuses an address that is not trusted and a reference that is none, and calls nobody', async () => {
    for (const stored of [reference('https://evil.example'), { a: 1 }, null, 'x']) {
      assert.deepEqual(await send(stored, rows), { result: 'refused', sentSeq: 4, error: 'no-address' });
    }
  });
});
