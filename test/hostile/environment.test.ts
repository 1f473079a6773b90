import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readConfig } from '../../src/config.ts';
import { createTokens } from '../../src/directline/tokens.ts';
import { isIntakeError } from '../../src/domain/errors.ts';
import { createClientAddresses } from '../../src/http/client-address.ts';
import { socketOrigin } from '../../src/http/socket-origin.ts';
import { SETTINGS, settingsSchema } from '../../src/settings.ts';
import { readDatabaseAddress } from '../../src/storage/database-address.ts';
import { systemClock } from '../../src/system-ports.ts';
import { hostileText } from '../support/hostile-values.ts';
import { createDataFolder, runToItsEnd } from '../support/server-process.ts';

const KEYS = { directLineSecret: 'd'.repeat(43), staffApiKey: 's'.repeat(43) };
const NAMES = Object.keys(SETTINGS);
/** Part of every value that could be a secret; it stands in no message of ours. */
const MARK = 'zQ7marked';

/** Values that are nearly right, by their kind. */
const NEARLY = [
  'https://login.example/,',
  'https://',
  'https://[::1',
  'https://user:zQ7marked@login.example/',
  'http://a.example:99999',
  'javascript:alert(1)//zQ7marked',
  'data:text/html,zQ7marked',
  'file:///etc/passwd',
  'file://host/zQ7marked.db',
  'file:',
  'file:///%zz',
  'file:///a%2Fb.db',
  'file:a.db?mode=memory',
  'file:\0',
  'postgres://',
  'postgres://user:zQ7marked@[',
  'postgres://user:zQ7marked@host/db',
  'https://例子.example',
  'https://a.example/path',
  'HTTPS://A.EXAMPLE',
  '*',
  '0',
  '65536',
  '-1',
  '1e3',
  '0x50',
  '３９７８',
  '3978 ',
  ' 3978',
  '127.0.0.1:80',
  '::1',
  '999.1.1.1',
  '0.0.0.0/0',
  '::/0',
  'loopback,,',
  'true',
  'TRUE',
  'Production',
  'production,',
  'webhook;zendesk',
  'webhook,webhook',
  'SingleTenant\u200b',
  '00000000-0000-0000-0000-000000000000',
  '{00000000-0000-0000-0000-000000000000}',
  'a,b,c',
  ',',
  '密码zQ7marked密码zQ7marked密码zQ7marked密码zQ7marked',
  `${'x'.repeat(40)}\r\nX-Injected: zQ7marked`,
  'x'.repeat(100_000),
];

const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NEARLY) },
  { weight: 2, arbitrary: hostileText.map((text) => `${text}${MARK}`) },
  { weight: 1, arbitrary: hostileText },
);
const environment = fc.dictionary(fc.constantFrom(...NAMES), value, { minKeys: 1, maxKeys: 6 });

/** Reads, and gives the problems; none where there is a configuration, which is then taken into use as the start does. */
function problemsOf(env: Record<string, string>): string[] {
  try {
    use(readConfig(env, () => KEYS));
    return [];
  } catch (error) {
    assert.ok(isIntakeError(error, 'InvalidConfiguration'), `${String(error)}\n${JSON.stringify(env).slice(0, 500)}`);
    assert.ok(!error.message.includes(MARK), error.message.slice(0, 500));
    assert.ok(error.message.length < 20_000);
    return error.message.split('\n').slice(1);
  }
}

/** What the start does with a configuration before it opens anything. */
function use(config: ReturnType<typeof readConfig>): void {
  readDatabaseAddress(config.databaseUrl);
  createTokens(config.directLineSecrets, systemClock);
  createClientAddresses(config.trustedProxies);
  socketOrigin(config.publicUrl);
  for (const origin of config.widgetOrigins) new URL(origin);
  // Callers show these in a header, which holds no other characters.
  for (const key of [config.staffApiKey, ...config.directLineSecrets]) new Headers({ authorization: `Bearer ${key}` });
  assert.ok(Object.isFrozen(config));
}

describe('hostile settings', function () {
  this.timeout(60_000);

  for (const name of NAMES) {
    it(`of ${name} give a configuration or one list of problems`, () => {
      const property = fc.property(value, (text) => {
        for (const problem of problemsOf({ [name]: text })) assert.match(problem, /^ {2}- \w+: .{5,400}$/);
      });
      fc.assert(property, { numRuns: 120, seed: 111 });
    });
  }

  it('of many names give one list in which each stands', () => {
    const property = fc.property(environment, fc.boolean(), (env, production) => {
      const all = { ...(production && { NODE_ENV: 'production' }), ...env };
      const listed = problemsOf(all);
      const wrong = Object.entries(settingsSchema.shape).flatMap(([name, schema]) =>
        schema.safeParse(env[name]?.trim() || undefined).success ? [] : [name],
      );
      for (const name of wrong)
        assert.ok(
          listed.some((problem) => problem.startsWith(`  - ${name}: `)),
          `${name} is not in ${listed.join()}`,
        );
    });
    fc.assert(property, { numRuns: 300, seed: 112 });
  });

  it('that end with a comma, as copied samples do, are refused by name', () => {
    const valid: Record<string, string> = {
      PORT: '3978',
      NODE_ENV: 'development',
      DATABASE_URL: 'file:./data/intake.db',
      MicrosoftAppId: '00000000-0000-0000-0000-000000000000',
    };
    // A password may end with anything.
    for (const name of NAMES.filter((one) => one !== 'MicrosoftAppPassword')) {
      const listed = problemsOf({ [name]: `${valid[name] ?? 'https://a.example'},` });
      assert.ok(
        listed.some((problem) => problem.startsWith(`  - ${name}: ends with a comma`)),
        `${name}: ${listed.join()}`,
      );
    }
  });

  it('with names of prototypes or of nothing are ignored', () => {
    const env = Object.fromEntries(
      ['__proto__', 'constructor', 'toString', 'port', 'PORT '].map((name) => [name, 'x']),
    );
    assert.deepEqual(problemsOf(env), []);
  });

  it('that no machine can listen on end the start with a sentence', async () => {
    const data = await createDataFolder();
    try {
      const { code, stderr } = await runToItsEnd(
        {
          STAFF_API_KEY: KEYS.staffApiKey,
          DIRECTLINE_SECRET: KEYS.directLineSecret,
          HOST: '192.0.2.1',
          LOG_LEVEL: 'silent',
        },
        data.path,
      );
      assert.equal(code, 1);
      assert.match(stderr, /^This machine has no such address\. Set HOST to one of its own/);
      assert.equal(stderr.trim().split('\n').length, 1);
    } finally {
      await data.remove();
    }
  });
});
