import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readConfig } from '../src/config.ts';
import { readDevelopmentKeys } from '../src/development-keys.ts';
import { isIntakeError } from '../src/domain/errors.ts';
import { DEMO_DIRECTORY_FILE, SETTINGS } from '../src/settings.ts';

const KEYS = { directLineSecret: 'd'.repeat(43), staffApiKey: 's'.repeat(43) };
const APP_ID = '11111111-2222-4333-8444-555555555555';
const CHINA = {
  OAuthUrl: 'https://token.botframework.azure.cn/',
  ToChannelFromBotLoginUrl: `https://login.partner.microsoftonline.cn/${APP_ID}`,
  ToChannelFromBotOAuthScope: 'https://api.botframework.azure.cn',
  ToBotFromChannelTokenIssuer: 'https://api.botframework.azure.cn',
  ToBotFromChannelOpenIdMetadataUrl: 'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
  ToBotFromEmulatorOpenIdMetadataUrl: `https://login.partner.microsoftonline.cn/${APP_ID}/v2.0/.well-known/openid-configuration`,
};
const PRODUCTION = {
  NODE_ENV: 'production',
  MicrosoftAppId: APP_ID,
  MicrosoftAppPassword: 'a secret of the registration',
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: APP_ID,
  DIRECTLINE_SECRET: 'x'.repeat(32),
  STAFF_API_KEY: 'y'.repeat(32),
  PUBLIC_URL: 'https://support.contoso.example',
  DIRECTORY_FILE: '/etc/intake/directory.json',
};

const read = (env: Record<string, string>) => readConfig(env, () => KEYS);

/** The lines that tell what is wrong, each beginning with the setting's name. */
function problemsOf(env: Record<string, string>): string[] {
  try {
    read(env);
  } catch (error) {
    assert.ok(isIntakeError(error, 'InvalidConfiguration'));
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.replace(/^ {2}- /, ''));
  }
  return [];
}

describe('the settings', () => {
  it('need nothing in development and stay on this machine', () => {
    const config = read({});
    assert.equal(config.production, false);
    assert.equal(config.host, '127.0.0.1');
    assert.equal(config.port, 3978);
    assert.equal(config.databaseUrl, 'file:./data/intake.db');
    assert.equal(config.publicUrl, 'http://localhost:3978');
    assert.equal(config.directoryFile, DEMO_DIRECTORY_FILE);
    assert.deepEqual(config.directLineSecrets, [KEYS.directLineSecret]);
    assert.equal(config.staffApiKey, KEYS.staffApiKey);
    assert.equal(config.developmentKeys, true);
    assert.deepEqual(config.backends, ['webhook']);
    assert.equal(config.defaultOperator, '21vianet');
    assert.equal(config.bot.appId, '');
    assert.equal(config.clu, null);
  });

  it('cannot be changed after they were read', () => {
    const config = read({});
    assert.ok(Object.isFrozen(config) && Object.isFrozen(config.bot) && Object.isFrozen(config.backends));
  });

  it('take what production needs and make no key there', () => {
    const config = readConfig(PRODUCTION, () => assert.fail('a key was made'));
    assert.equal(config.production, true);
    assert.equal(config.host, '0.0.0.0');
    assert.equal(config.developmentKeys, false);
    assert.equal(config.publicUrl, 'https://support.contoso.example');
  });

  it('name everything that production misses, at once', () => {
    const names = problemsOf({ NODE_ENV: 'production' }).map((problem) => problem.split(':')[0]);
    assert.deepEqual(names, ['MicrosoftAppId', 'DIRECTLINE_SECRET', 'STAFF_API_KEY', 'PUBLIC_URL', 'DIRECTORY_FILE']);
  });

  const unsafe: Readonly<Record<string, Record<string, string>>> = {
    PUBLIC_URL: { PUBLIC_URL: 'http://support.contoso.example' },
    DIRECTORY_FILE: { DIRECTORY_FILE: DEMO_DIRECTORY_FILE },
    DIRECTLINE_SECRET: { DIRECTLINE_SECRET: `${'x'.repeat(32)},short` },
    STAFF_API_KEY: { STAFF_API_KEY: 'short' },
    WIDGET_ORIGINS: { WIDGET_ORIGINS: 'http://www.contoso.example' },
    SMS_URL: { SMS_URL: 'http://sms.contoso.example/send' },
    MicrosoftAppType: { MicrosoftAppType: '' },
    MicrosoftAppPassword: { MicrosoftAppPassword: '' },
    MicrosoftAppTenantId: { MicrosoftAppTenantId: '' },
  };
  for (const [name, change] of Object.entries(unsafe)) {
    it(`refuse an unsafe ${name} in production and say so`, () => {
      const problems = problemsOf({ ...PRODUCTION, ...change });
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.match(problems[0] ?? '', new RegExp(`^${name}: `));
    });
  }

  it('list mistakes of single settings and between settings together', () => {
    const problems = problemsOf({
      ...PRODUCTION,
      PORT: '70000',
      LOG_LEVEL: 'loud',
      STAFF_API_KEY: '',
      MicrosoftAppId: 'x',
    });
    const names = problems.map((problem) => problem.split(':')[0]);
    assert.deepEqual(names, ['PORT', 'MicrosoftAppId', 'LOG_LEVEL', 'STAFF_API_KEY']);
  });

  it('refuse a comma at the end, as copied samples have it', () => {
    for (const name of [
      'OAuthUrl',
      'MicrosoftAppType',
      'WIDGET_ORIGINS',
      'BACKENDS',
      'DIRECTLINE_SECRET',
      'PUBLIC_URL',
    ]) {
      const valid: Record<string, string> = {
        ...CHINA,
        MicrosoftAppType: 'MultiTenant',
        WIDGET_ORIGINS: 'https://a.example',
      };
      const problems = problemsOf({ [name]: `${valid[name] ?? 'webhook'}, ` });
      assert.ok(
        problems.some((problem) => problem.startsWith(`${name}: ends with a comma`)),
        `${name}: ${problems.join('\n')}`,
      );
    }
  });

  it('are trimmed, and an empty one is unset', () => {
    const config = read({ PORT: ' 4000 ', PUBLIC_URL: '  ', LOG_LEVEL: '' });
    assert.equal(config.port, 4000);
    assert.equal(config.publicUrl, 'http://localhost:4000');
    assert.equal(config.logLevel, 'info');
  });

  it('pass the parameters of Azure China under the names of the SDK, all or none', () => {
    const config = read({ ...PRODUCTION, ...CHINA, ValidateAuthority: 'true' });
    assert.deepEqual(config.bot.cloud, { ...CHINA, ValidateAuthority: 'true' });
    const problems = problemsOf({ OAuthUrl: CHINA.OAuthUrl });
    assert.equal(problems.length, 5);
    assert.match(problems[0] ?? '', /^ToChannelFromBotLoginUrl: is unset; set all of /);
  });

  it('want a managed identity without a password', () => {
    assert.match(
      problemsOf({ ...PRODUCTION, MicrosoftAppType: 'UserAssignedMSI' })[0] ?? '',
      /^MicrosoftAppPassword: must be empty/,
    );
    assert.equal(
      read({ ...PRODUCTION, MicrosoftAppType: 'UserAssignedMSI', MicrosoftAppPassword: '' }).bot.appType,
      'UserAssignedMSI',
    );
  });

  it('take a second Direct Line secret, not a third and no gap', () => {
    assert.deepEqual(read({ DIRECTLINE_SECRET: 'new, old' }).directLineSecrets, ['new', 'old']);
    assert.equal(problemsOf({ DIRECTLINE_SECRET: 'a,b,c' }).length, 1);
    assert.equal(problemsOf({ DIRECTLINE_SECRET: 'a,,' }).length, 1);
  });

  it('take the language service with all its parts or not at all', () => {
    const clu = { CLU_ENDPOINT: 'https://clu.example', CLU_KEY: 'k', CLU_PROJECT: 'p', CLU_DEPLOYMENT: 'd' };
    assert.deepEqual(read(clu).clu, { endpoint: 'https://clu.example', key: 'k', project: 'p', deployment: 'd' });
    assert.match(problemsOf({ ...clu, CLU_KEY: '' })[0] ?? '', /^CLU_KEY: is unset/);
  });

  it('refuse unknown and repeated backends, wildcards and other databases', () => {
    assert.match(problemsOf({ BACKENDS: 'webhook,fax' })[0] ?? '', /^BACKENDS/);
    assert.match(problemsOf({ BACKENDS: 'webhook,webhook' })[0] ?? '', /twice/);
    assert.match(problemsOf({ WIDGET_ORIGINS: '*' })[0] ?? '', /^WIDGET_ORIGINS/);
    assert.match(problemsOf({ DATABASE_URL: 'mysql://db' })[0] ?? '', /^DATABASE_URL/);
    assert.match(problemsOf({ ROLE: 'web' })[0] ?? '', /^ROLE: is web, but DATABASE_URL names a file/);
    assert.equal(problemsOf({ ROLE: 'worker', DATABASE_URL: 'file:./other.db' }).length, 1);
    assert.equal(read({ ROLE: 'worker', DATABASE_URL: 'postgres://intake@db/intake' }).role, 'worker');
  });

  it('limit callers as far as nobody says otherwise', () => {
    const config = read({});
    assert.deepEqual(config.trustedProxies, []);
    assert.equal(config.rateFactor, 1);
    assert.deepEqual(config.connections, { total: 10_000, perAddress: 1000, streamsPerAddress: 500 });
    const raised = read({
      TRUSTED_PROXIES: 'loopback, 10.0.0.0/8,192.0.2.7, 2001:db8::/32',
      RATE_FACTOR: '2.5',
      MAX_CONNECTIONS: '6000',
      MAX_CONNECTIONS_PER_ADDRESS: '6000',
      MAX_STREAMS_PER_ADDRESS: '5500',
    });
    assert.deepEqual(raised.trustedProxies, ['loopback', '10.0.0.0/8', '192.0.2.7', '2001:db8::/32']);
    assert.equal(raised.rateFactor, 2.5);
    assert.deepEqual(raised.connections, { total: 6000, perAddress: 6000, streamsPerAddress: 5500 });
    assert.equal(read({ RATE_FACTOR: '0' }).rateFactor, 0);
  });

  it('announce a stop for as long as balancers need in production', () => {
    assert.equal(read({}).stopDelayMs, 0);
    assert.equal(read(PRODUCTION).stopDelayMs, 5_000);
    assert.equal(read({ ...PRODUCTION, STOP_DELAY_SECONDS: '0' }).stopDelayMs, 0);
    assert.equal(read({ STOP_DELAY_SECONDS: '20' }).stopDelayMs, 20_000);
    assert.match(problemsOf({ STOP_DELAY_SECONDS: '1.5' })[0] ?? '', /^STOP_DELAY_SECONDS/);
  });

  it('trust no proxy that is nobody or everybody, and limit by whole positive numbers only', () => {
    for (const entry of [
      'everybody',
      '0.0.0.0/0',
      '::/0',
      '10.0.0.0/33',
      '10.0.0.0/8/8',
      '10.0.0',
      'loopback,,',
      '*',
    ]) {
      assert.match(problemsOf({ TRUSTED_PROXIES: entry })[0] ?? '', /^TRUSTED_PROXIES: /, entry);
    }
    for (const factor of ['-1', 'x', '1e9', 'Infinity', '1.234', '12345']) {
      assert.match(problemsOf({ RATE_FACTOR: factor })[0] ?? '', /^RATE_FACTOR: /, factor);
    }
    for (const name of ['MAX_CONNECTIONS', 'MAX_CONNECTIONS_PER_ADDRESS', 'MAX_STREAMS_PER_ADDRESS']) {
      for (const value of ['0', '-5', '1.5', 'many', '99999999']) {
        assert.match(problemsOf({ [name]: value })[0] ?? '', new RegExp(`^${name}: `));
      }
    }
  });

  it('never repeat a value, which may be a secret', () => {
    const secret = 'p4ssw0rd-that-nobody-may-see';
    const problems = problemsOf({
      MicrosoftAppId: secret,
      CLU_ENDPOINT: secret,
      DATABASE_URL: secret,
      OAuthUrl: secret,
    });
    assert.doesNotMatch(problems.join('\n'), new RegExp(secret));
  });

  it('are each described with an example', () => {
    assert.ok(Object.keys(SETTINGS).length > 20);
    for (const [name, { description }] of Object.entries(SETTINGS)) assert.ok(description.length > 5, name);
  });

  it('are explained by .env.example, which a copy of it proves usable', async () => {
    const text = await readFile(resolve(import.meta.dirname, '../.env.example'), 'utf8');
    const shown = text.split('\n').flatMap((line) => {
      const [, name, example] = /^#([A-Za-z_]+)=(.*)$/.exec(line) ?? [];
      return name === undefined || example === undefined ? [] : [[name, example] as const];
    });
    assert.deepEqual(
      shown,
      Object.entries(SETTINGS).map(([name, { example }]) => [name, example]),
    );
    assert.doesNotThrow(() => read(Object.fromEntries(shown)));
  });
});

describe('the keys of development', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'intake-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are made once, beside the database, for the eyes of their owner', async () => {
    const first = readConfig({ DATABASE_URL: `file:${join(folder, 'deep', 'intake.db')}` });
    const second = readConfig({ DATABASE_URL: `file:${join(folder, 'deep', 'intake.db')}` });
    assert.deepEqual(second.directLineSecrets, first.directLineSecrets);
    assert.equal(second.staffApiKey, first.staffApiKey);
    assert.ok(first.staffApiKey.length >= 32);
    const { mode } = await stat(join(folder, 'deep', 'dev-keys.json'));
    assert.equal(mode & 0o777, 0o600);
  });

  it('say what to do when their file is broken', async () => {
    const { writeFile } = await import('node:fs/promises');
    await writeFile(join(folder, 'dev-keys.json'), '{"directLineSecret":1}');
    assert.throws(() => readDevelopmentKeys(folder), /Delete that file and start again/);
  });
});
