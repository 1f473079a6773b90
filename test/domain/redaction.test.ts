import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redact, redactDeep, redactionsIn, withoutMasks } from '../../src/domain/redaction.ts';
import type { SecretClass } from '../../src/domain/secret-patterns.ts';
import { takesAtMost } from '../support/time-bound.ts';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZG1pbiJ9.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const STORAGE_KEY = `${'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq'}${'/K1SZFPTOtr/KBHBeksoGMGw=='}`;
const PRIVATE_KEY = [
  '-----BEGIN RSA PRIVATE KEY-----',
  'MIIEowIBAAKCAQEA0Z3VS5JJcds3',
  '-----END RSA PRIVATE KEY-----',
].join('\n');

/** Text, the part that must disappear, its class. */
const SECRETS: readonly (readonly [text: string, secret: string, secretClass: SecretClass])[] = [
  ['密码是 Passw0rd', 'Passw0rd', 'password'],
  ['密码是Passw0rd。', 'Passw0rd', 'password'],
  ['我的密码:hunter2，请帮忙', 'hunter2', 'password'],
  ['我的密码:hunter2,请帮忙', 'hunter2', 'password'],
  ['密码= hunter2', 'hunter2', 'password'],
  ['管理员密码就是sunshine', 'sunshine', 'password'],
  ['新密码改成了 Qwer!234', 'Qwer!234', 'password'],
  ['密码已重置为 Qwer!234', 'Qwer!234', 'password'],
  ['密码(临时):Tmp#9931', 'Tmp#9931', 'password'],
  ['密码为「correct horse battery」', 'correct horse battery', 'password'],
  ['账号 admin 密码 Abc123!', 'Abc123!', 'password'],
  ['密码Abc123!', 'Abc123!', 'password'],
  ['密码:\nAbc123!x', 'Abc123!x', 'password'],
  ['密码是Abc123', 'Abc123', 'password'],
  ['口令:8a7b6c', '8a7b6c', 'password'],
  ['my password is hunter2', 'hunter2', 'password'],
  ['My password is: sunshine.', 'sunshine', 'password'],
  ['PASSWORD: P@ss,w0rd!', 'P@ss,w0rd!', 'password'],
  ['the password for admin@contoso.example is Winter-2026', 'Winter-2026', 'password'],
  ['password was changed to Winter-2026', 'Winter-2026', 'password'],
  ['password is "correct horse battery"', 'correct horse battery', 'password'],
  ['user bob password Abc123!', 'Abc123!', 'password'],
  ['pwd=s3cr3t;Server=db', 's3cr3t', 'password'],
  ['Server=db;Password=s3cr3t;Database=x', 's3cr3t', 'password'],
  ['{"adminPassword":"s3c ret","user":"bob"}', 's3c ret', 'password'],
  ['pass: hunter2', 'hunter2', 'password'],
  ['验证码 123456', '123456', 'one-time-code'],
  ['验证码是:884 201', '884 201', 'one-time-code'],
  ['短信验证码为884201，请查收', '884201', 'one-time-code'],
  ['884201 是我的验证码', '884201', 'one-time-code'],
  ['the code is 123456', '123456', 'one-time-code'],
  ['My verification code: 884201', '884201', 'one-time-code'],
  ['884201 is my verification code', '884201', 'one-time-code'],
  ['PIN 码是 4821', '4821', 'one-time-code'],
  ['动态密码: 884201', '884201', 'one-time-code'],
  ['API key: 7f3a9c2e11d04b7e', '7f3a9c2e11d04b7e', 'api-key'],
  ['api_key=7f3a9c2e11d04b7e&x=1', '7f3a9c2e11d04b7e', 'api-key'],
  ['API 密钥是 7f3a9c2e11d04b7e', '7f3a9c2e11d04b7e', 'api-key'],
  [`DefaultEndpointsProtocol=https;AccountKey=${STORAGE_KEY};EndpointSuffix=x`, STORAGE_KEY, 'api-key'],
  [`it says ${STORAGE_KEY}`, STORAGE_KEY, 'api-key'],
  ['AKIAIOSFODNN7EXAMPLE', 'AKIAIOSFODNN7EXAMPLE', 'api-key'],
  ['abc8Q~dEfGhIjKlMnOpQrStUvWxYz0123456789a', 'abc8Q~dEfGhIjKlMnOpQrStUvWxYz0123456789a', 'api-key'],
  ['client secret is x7!kk-Plq', 'x7!kk-Plq', 'token'],
  ['client_secret=x7kkPlq9', 'x7kkPlq9', 'token'],
  ['Authorization: Bearer abcdef1234567890', 'abcdef1234567890', 'token'],
  ['Authorization: Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz', 'token'],
  [`token ${JWT} was refused`, JWT, 'token'],
  ['令牌:abcdef1234567890', 'abcdef1234567890', 'token'],
  ['https://x.blob.example/a?sv=2024&sig=aB3%2Fx9Zq%3D&se=1', 'aB3%2Fx9Zq%3D', 'token'],
  ['https://admin:s3cr3t@files.example/a', 's3cr3t', 'url-credentials'],
  [`key:\n${PRIVATE_KEY}\nthanks`, PRIVATE_KEY, 'private-key'],
  ['-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg', 'MIIEvQIBADANBg', 'private-key'],
  ['卡号4111 1111 1111 1111，请退款', '4111 1111 1111 1111', 'payment-card'],
  ['card 5555-5555-5555-4444', '5555-5555-5555-4444', 'payment-card'],
  ['378282246310005', '378282246310005', 'payment-card'],
  ['4111111111111111', '4111111111111111', 'payment-card'],
  ['身份证 11010519491231002X', '11010519491231002X', 'resident-id'],
  ['身份证号是110105 19491231 002x', '110105 19491231 002x', 'resident-id'],
];

const ORDINARY = [
  'password reset',
  'How do I make a password never expire?',
  'My password is not working and the password is expired',
  'password is set to never expire',
  'The password: required',
  'password was changed yesterday',
  'the password policy is 90 days',
  'passwords are synchronized every 2 minutes',
  'password for the shared mailbox is unknown',
  'password AADSTS50126',
  '密码过期',
  '忘记密码',
  '如何设置永不过期的用户密码',
  '密码是什么',
  '密码是否过期',
  '密码策略是 90 天',
  '密码重置后仍然无法登录',
  '密码错误: AADSTS50126',
  '输入密码后提示 0x80070005',
  '验证码收不到，电话 13800138000',
  '验证码是什么',
  'I get error code 80070005',
  'The error code is 30183-1011',
  'status code: 5000',
  '错误代码：30183',
  'bearer certificates and token lifetime',
  'Invalid token: AADSTS700082',
  'API key is missing',
  'SR-20261122-0001',
  'SR-20261122-12345',
  '(86) 400-089-0365',
  '+86 138 0013 8000',
  '8613800138000',
  '+86 10 5555 0100',
  '13800138000 13900139000',
  'admin@contoso.example',
  '4111 1111 1111 1112',
  '62e90394-69f5-4237-9190-012177145e10',
  '12345678-1234-1234-1234-123456789012',
  'https://admin.cloud.microsoft:443/a?b=c@d',
  '550 5.7.1 NDR, EX123456 since 2026-11-22T09:30:00.000Z',
  '\ud800 lone \udc00 surrogates \ud83d',
  '',
];

describe('redact', () => {
  for (const [text, secret, secretClass] of SECRETS) {
    it(`masks the secret in ${JSON.stringify(text.slice(0, 60))}`, () => {
      const { text: masked, found } = redact(text);
      assert.ok(!masked.includes(secret), masked);
      assert.equal(masked, text.replace(text.startsWith('-----BEGIN PRIV') ? text : secret, `[•••••• ${secretClass}]`));
      assert.deepEqual(found, [{ class: secretClass, count: 1 }]);
    });
  }

  for (const text of ORDINARY) {
    it(`leaves ${JSON.stringify(text.slice(0, 60))} alone`, () => {
      assert.deepEqual(redact(text), { text, found: [] });
    });
  }

  it('masks several secrets in one text and counts each class', () => {
    const { text, found } = redact('密码:Abc123!，验证码 884201，新密码是 Def456!');
    assert.equal(text, '密码:[•••••• password]，验证码 [•••••• one-time-code]，新密码是 [•••••• password]');
    assert.deepEqual(found, [
      { class: 'one-time-code', count: 1 },
      { class: 'password', count: 2 },
    ]);
  });

  const piece = fc.oneof(
    fc.constantFrom(...SECRETS.map(([text]) => text), ...ORDINARY),
    fc.constantFrom(
      '密码',
      'password',
      ' is ',
      '是',
      ':',
      '=',
      '"',
      '\n',
      '[•••••• password]',
      'code',
      'token',
      ',',
      ';',
      ' ',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.stringMatching(/^[ -~]{0,12}$/),
  );
  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const once = redact(pieces.join('')).text;
        assert.deepEqual(redact(once), { text: once, found: [] });
      }),
      { numRuns: 2000 },
    );
  });

  for (const [name, unit] of [
    ['labels', 'password '],
    ['labels with signs', 'password:'],
    ['labels with plain words', 'password:a;'],
    ['quotes', '"password":"a",'],
    ['digits', '1 '],
    ['card digits', '4'],
    ['tokens', 'eyJ-'],
    ['token heads', 'eyJaaaaaa.'],
    ['key heads', '-----BEGIN PRIVATE KEY-----'],
    ['addresses', '://a:'],
    ['punctuation', 'password=:::::::'],
    ['base64', 'ab/+'],
    ['spaces', '密码    '],
    ['owners', 'password for a '],
    ['masks', '[•••••• password]'],
    ['surrogates', '\ud800'],
  ] as const) {
    it(`reads 20 000 characters of ${name} in a moment`, async () => {
      const text = unit.repeat(Math.ceil(20_000 / unit.length));
      await takesAtMost(500, name, () => redact(text));
    });
  }
});

describe('redactDeep', () => {
  it('masks strings anywhere and every scalar under a field that names a secret', () => {
    const { value, found } = redactDeep({
      verb: 'intake.submit',
      description: '密码是 Abc123!',
      list: ['code is 123456', 7, null, true],
      clientSecret: 'short',
      nested: { pin: 1234, token: { deep: ['x1'] }, cardNumber: '' },
    });
    assert.deepEqual(value, {
      verb: 'intake.submit',
      description: '密码是 [•••••• password]',
      list: ['code is [•••••• one-time-code]', 7, null, true],
      clientSecret: '[•••••• token]',
      nested: { pin: '[•••••• one-time-code]', token: { deep: ['[•••••• token]'] }, cardNumber: '' },
    });
    assert.deepEqual(found, [
      { class: 'token', count: 2 },
      { class: 'one-time-code', count: 2 },
      { class: 'password', count: 1 },
    ]);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('password', 'text', 'n', '__proto__'), fc.jsonValue()), (value) => {
        const once = redactDeep(value).value;
        assert.deepEqual(redactDeep(once), { value: once, found: [] });
      }),
    );
  });

  it('masks a card number that comes as a number', () => {
    assert.equal(redactDeep({ n: 4111111111111111 }).value instanceof Object, true);
    assert.deepEqual(redactDeep({ n: 4111111111111111 }).value, { n: '[•••••• payment-card]' });
  });

  it('keeps a key called __proto__ a plain key and bounds the depth', () => {
    const hostile: unknown = JSON.parse(
      `{"__proto__":{"polluted":true},"deep":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    );
    const { value } = redactDeep(hostile);
    assert.ok(Object.hasOwn(Object(value), '__proto__'));
    assert.ok(JSON.stringify(value).length < 200);
  });
});

describe('redactionsIn', () => {
  it('counts masks of earlier redactions', () => {
    assert.deepEqual(redactionsIn('[•••••• password] [•••••• password]', 'x', '[•••••• token]'), [
      { class: 'token', count: 1 },
      { class: 'password', count: 2 },
    ]);
  });
});

describe('withoutMasks', () => {
  it('leaves what the person wrote around a masked secret', () => {
    const { text } = redact('全公司收不到邮件，密码是 Passw0rd!2026，请登录看');
    assert.equal(withoutMasks(text).replaceAll(/\s+/g, ' '), '全公司收不到邮件，密码是 ，请登录看');
    assert.equal(withoutMasks('[a] [•••••• nothing of ours] b'), '[a] [•••••• nothing of ours] b');
  });
});
