import assert from 'node:assert/strict';
import http from 'node:http';
import { type ChannelFiles, createChannelFiles, fileAddress } from '../../src/bot/channel-files.ts';
import { createConnector } from '../../src/bot/connector.ts';
import type { BotRegistration } from '../../src/bot/registration.ts';
import type { Activity } from '../../src/domain/activity.ts';
import { createLog } from '../../src/log.ts';
import { SAMPLE_FILES } from '../support/sample-files.ts';

const TEAMS = 'https://smba.trafficmanager.net/emea/';
const DOWNLOAD = 'application/vnd.microsoft.teams.file.download.info';
const log = createLog({ level: 'silent' });

describe('the address of a file in a channel', () => {
  const oneDrive = (downloadUrl: unknown) => ({ contentType: DOWNLOAD, name: 'a.log', content: { downloadUrl } });
  const picture = (contentUrl: string) => ({ contentType: 'image/*', contentUrl });

  it('is OneDrive without the bot’s token, or the channel itself with it', () => {
    const file = fileAddress(oneDrive('https://contoso-my.sharepoint.com/x?tempauth=1'), TEAMS, true);
    assert.deepEqual([file?.url.hostname, file?.needsToken], ['contoso-my.sharepoint.com', false]);
    const own = fileAddress(
      picture('https://smba.trafficmanager.net/emea/v3/attachments/1/views/original'),
      TEAMS,
      true,
    );
    assert.equal(own?.needsToken, true);
  });

  for (const attachment of [
    oneDrive('https://sharepoint.com.evil.example/x'),
    oneDrive('https://evilsharepoint.com/x'),
    oneDrive('http://contoso.sharepoint.com/x'),
    oneDrive('https://contoso.sharepoint.com:8443/x'),
    oneDrive('https://user:word@contoso.sharepoint.com/x'),
    oneDrive('https://169.254.169.254/metadata'),
    oneDrive('file:///etc/passwd'),
    oneDrive(7),
    { contentType: DOWNLOAD },
    picture('https://other.trafficmanager.net/x'),
    picture('https://contoso.sharepoint.com/x'),
    picture('http://smba.trafficmanager.net/x'),
    picture('http://127.0.0.1:3978/healthz'),
    picture('data:image/png;base64,AAAA'),
    picture('//smba.trafficmanager.net/x'),
    { contentType: 'text/html', content: '<img src="https://smba.trafficmanager.net/x">' },
  ]) {
    it(`is none in ${JSON.stringify(attachment)}`, () => assert.equal(fileAddress(attachment, TEAMS, true), null));
  }

  it('is on this machine only, and only where the channel is, as long as no channel proves who it is', () => {
    assert.ok(fileAddress(picture('http://127.0.0.1:9000/a.png'), 'http://127.0.0.1:9000', false));
    assert.equal(fileAddress(picture('http://127.0.0.1:9001/a.png'), 'http://127.0.0.1:9000', false), null);
    assert.equal(fileAddress(picture('https://smba.trafficmanager.net/a'), TEAMS, false), null);
  });
});

describe('files of a channel', () => {
  let server: http.Server;
  let serviceUrl: string;
  const asked: string[] = [];
  before(async () => {
    server = http.createServer((request, response) => {
      asked.push(`${request.url} ${request.headers.authorization ?? ''}`);
      if (request.url === '/a.png') response.end(SAMPLE_FILES.png);
      else if (request.url === '/redirect') {
        response.statusCode = 302;
        response.setHeader('Location', '/a.png');
        response.end();
      } else if (request.url === '/huge') {
        response.setHeader('Content-Length', String(11 * 1024 * 1024));
        response.write('x');
      } else if (request.url === '/endless') {
        const more = () => {
          while (response.writable && response.write(Buffer.alloc(1024 * 1024)));
        };
        response.on('drain', more);
        more();
      } else if (request.url === '/cut') {
        response.setHeader('Content-Length', '1000');
        response.write('x');
        setImmediate(() => response.destroy());
      } else if (request.url !== '/silent') {
        response.statusCode = 404;
        response.end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    serviceUrl = `http://127.0.0.1:${port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => asked.splice(0));

  const files = (withinMs = 5_000): ChannelFiles =>
    createChannelFiles({ proxy: {}, verified: false, log }, { withinMs });
  const message = (...paths: string[]): Activity => ({
    type: 'message',
    text: '看截图',
    attachments: paths.map((path) => ({
      contentType: 'image/png',
      name: path.slice(1),
      contentUrl: `${serviceUrl}${path}`,
    })),
  });
  const fetch = async (activity: Activity, withinMs?: number) =>
    files(withinMs).fetch(activity, serviceUrl, async () => 'never asked for');
  const problems = async (path: string, withinMs?: number) =>
    (await fetch(message(path), withinMs)).sentFiles.map((file) =>
      'problem' in file ? file.problem : file.bytes.length,
    );

  it('are taken out of the activity and come with their bytes, and without a token that nobody asked for', async () => {
    const { activity, sentFiles } = await fetch(message('/a.png'));
    assert.deepEqual(activity.attachments, []);
    const [file] = sentFiles;
    assert.ok(file && 'bytes' in file && file.name === 'a.png' && Buffer.from(SAMPLE_FILES.png).equals(file.bytes));
    assert.deepEqual(asked, ['/a.png ']);
  });

  it('leave everything else as it is', async () => {
    const plain: Activity = {
      type: 'message',
      text: 'x',
      attachments: [{ contentType: 'text/html', content: '<p>x</p>' }],
    };
    assert.deepEqual(await fetch(plain), { activity: plain, sentFiles: [] });
    assert.deepEqual(asked, []);
  });

  for (const [path, problem] of [
    ['/missing', 'notKept'],
    ['/redirect', 'notKept'],
    ['/cut', 'notKept'],
    ['/huge', 'tooLarge'],
    ['/endless', 'tooLarge'],
  ] as const) {
    it(`are named with the reason where the channel answers ${path.slice(1)}`, async () => {
      assert.deepEqual(await problems(path), [problem]);
    });
  }

  it('are given up where the channel never answers', async () => {
    assert.deepEqual(await problems('/silent', 50), ['notKept']);
  });

  it('are five of a message at most', async () => {
    const { sentFiles } = await fetch(message(...Array.from({ length: 7 }, () => '/a.png')));
    assert.deepEqual(
      sentFiles.map((file) => ('problem' in file ? file.problem : 'bytes')),
      [...Array.from({ length: 5 }, () => 'bytes'), 'tooMany', 'tooMany'],
    );
    assert.equal(asked.length, 5);
  });

  it('of more messages than memory is meant for are named, and fetched when they come again', async () => {
    const one = files(200);
    const waiting = Array.from({ length: 4 }, () => one.fetch(message('/silent'), serviceUrl, async () => null));
    const { sentFiles } = await one.fetch(message('/a.png'), serviceUrl, async () => null);
    assert.deepEqual(sentFiles, [{ name: 'a.png', problem: 'notKept' }]);
    await Promise.all(waiting);
    assert.ok('bytes' in ((await one.fetch(message('/a.png'), serviceUrl, async () => null)).sentFiles[0] ?? {}));
  });
});

describe('the token that the bot shows a channel for a file', () => {
  it('is its token for replies, and none without an app id', async () => {
    const login = http.createServer((_request, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ access_token: 'a-token-of-the-test', expires_in: 3600, token_type: 'Bearer' }));
    });
    await new Promise<void>((resolve) => login.listen(0, '127.0.0.1', resolve));
    const address = login.address();
    const authority = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/tenant`;
    const reference = {
      channelId: 'msteams',
      serviceUrl: TEAMS,
      conversation: { id: 'c' },
      user: { id: 'u' },
      bot: { id: 'b' },
    };
    const tokenFor = async (registration: BotRegistration) => {
      const sdk = await createConnector(registration, log).sdk();
      return sdk.reach(reference, async (context) => ({ token: await sdk.tokenOf(context) }));
    };
    try {
      const cloud = {
        OAuthUrl: 'https://token.botframework.azure.cn/',
        ToChannelFromBotLoginUrl: authority,
        ToChannelFromBotOAuthScope: 'https://api.botframework.azure.cn',
        ToBotFromChannelTokenIssuer: 'https://api.botframework.azure.cn',
        ToBotFromChannelOpenIdMetadataUrl: authority,
        ToBotFromEmulatorOpenIdMetadataUrl: authority,
        ValidateAuthority: 'true',
      };
      const own = { appId: '11111111-2222-4333-8444-555555555555', appPassword: 'a password of the test', proxy: {} };
      const tenant = { appType: 'SingleTenant' as const, appTenantId: '22222222-2222-4333-8444-555555555555' };
      assert.deepEqual(await tokenFor({ ...own, ...tenant, cloud }), { token: 'a-token-of-the-test' });
      const none = { appId: '', appPassword: '', appType: null, appTenantId: '', cloud: null, proxy: {} };
      assert.deepEqual(await tokenFor(none), { token: null });
    } finally {
      login.closeAllConnections();
      login.close();
    }
  });
});
