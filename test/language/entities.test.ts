import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Entities } from '../../src/domain/understanding.ts';
import { readEntities } from '../../src/language/entities.ts';
import { readLocally } from '../../src/language/local-recogniser.ts';
import { normalise } from '../../src/language/normalisation.ts';

const NO_COUNT = null;
const read = (text: string): Entities => readEntities(text, normalise(text), NO_COUNT).entities;
/** What a recogniser says that stands in the text, by the entity. */
const words = (text: string): Record<string, string> => {
  const { entities, locate } = readLocally(text);
  const ofEntities = Object.entries(locate()).filter(([name]) => name in entities);
  return Object.fromEntries(ofEntities.map(([name, { start, end }]) => [name, text.slice(start, end)]));
};

describe('entities of a text', () => {
  const PRODUCTS: readonly (readonly [string, string | undefined])[] = [
    ['EXO 收不到邮件', 'exchange-online'],
    ['邮箱满了', 'exchange-online'],
    ['mailbox is full', 'exchange-online'],
    ['OWA 打不开', 'exchange-online'],
    ['Outlook 闪退，邮箱是 Exchange 的', 'outlook'],
    ['邮箱在Outlook里打不开', 'outlook'],
    ['SPO 权限', 'sharepoint-online'],
    ['onedrive同步', 'sharepoint-online'],
    ['Teams的会议', 'teams'],
    ['S4B 登录', 'skype-for-business'],
    ['SfB 联系人', 'skype-for-business'],
    ['Skype for Business meetings', 'skype-for-business'],
    ['Microsoft 365 Apps install', 'microsoft-365-apps'],
    ['word 打不开', 'microsoft-365-apps'],
    ['AAD 同步', 'entra-id'],
    ['Entra Connect', 'entra-id'],
    ['EAC 报错，PowerShell 可以设置 Exchange', 'admin-center'],
    ['管理中心打不开', 'admin-center'],
    ['发票什么时候寄', 'subscription'],
    ['add licences', 'subscription'],
    ['世纪互联的 O365', undefined],
    ['M365', undefined],
    ['a password manager for steams', 'entra-id'],
    ['hello', undefined],
    ['keyword wordless steams', undefined],
  ];
  for (const [text, product] of PRODUCTS) {
    it(`product of "${text}": ${product ?? 'none'}`, () => assert.equal(read(text).product, product));
  }

  const CODES: readonly (readonly [string, string | undefined])[] = [
    ['登录提示AADSTS50076怎么办', 'AADSTS50076'],
    ['aadsts700016: application not found', 'aadsts700016'],
    ['Outlook 报错 0x8004010F', '0x8004010F'],
    ['550 5.7.1 Unable to relay', '5.7.1'],
    ['NDR 5.1.10', '5.1.10'],
    ['错误代码：53003', '53003'],
    ['错误代码 30015-1011', '30015-1011'],
    ['error code 30088-26', '30088-26'],
    ['Error: CAA50021', 'CAA50021'],
    ['503 错误', '503'],
    ['version 5.7.1.2 of the agent', undefined],
    ['server 10.5.7.1', undefined],
    ['no error at all', undefined],
    ['30 users', undefined],
  ];
  for (const [text, code] of CODES) {
    it(`error code of "${text}": ${code ?? 'none'}`, () => assert.equal(read(text).errorCode, code));
  }

  it('reads a reference in any case and writes it in capitals', () => {
    assert.equal(read('see sr-20260101-0012 please').reference, 'SR-20260101-0012');
    assert.equal(read('我的工单SR-20260101-10012怎么样了').reference, 'SR-20260101-10012');
    assert.equal(read('SR-2026-12').reference, undefined);
    assert.equal(read('xSR-20260101-0012').reference, undefined);
  });

  it('reads an e-mail address', () => {
    assert.equal(read('写信到 admin.one@contoso.example，谢谢').email, 'admin.one@contoso.example');
    assert.equal(read('@contoso').email, undefined);
  });

  const PHONES: readonly (readonly [string, string | undefined])[] = [
    ['call +86 10 5555 0100', '+86 10 5555 0100'],
    ['手机13800138000，随时可以打', '13800138000'],
    ['010-5555 0100', '010-5555 0100'],
    ['+1 425 555 0100 is my number', '+1 425 555 0100'],
    ['SR-20260101-0012', undefined],
    ['10.0.0.1 version 16.0.14326.20454', undefined],
    ['error code 30015-1011', undefined],
    ['30 users', undefined],
  ];
  for (const [text, phone] of PHONES) {
    it(`phone of "${text}": ${phone ?? 'none'}`, () => assert.equal(read(text).phone, phone));
  }

  it('carries the number of people that the facts read', () => {
    const counted = readEntities('30 users', '30 users', { count: 30, words: '30 users' });
    assert.deepEqual([counted.entities, counted.locate()], [{ userCount: 30 }, { userCount: { start: 0, end: 8 } }]);
    const nothing = readEntities('', '', NO_COUNT);
    assert.deepEqual([nothing.entities, nothing.locate()], [{}, {}]);
  });
});

describe('places of the entities of a text', () => {
  it('are those of the words they were read from', () => {
    const text =
      'Exchange: 30 users get 550 5.7.1 since this morning on EXCH01, contoso.com must send by 5pm today. ' +
      'Reply in English please, SR-20260101-0012, admin@fabrikam.example, +86 10 5555 0100';
    assert.deepEqual(words(text), {
      product: 'Exchange',
      errorCode: '5.7.1',
      reference: 'SR-20260101-0012',
      email: 'admin@fabrikam.example',
      phone: '+86 10 5555 0100',
      userCount: '30 users',
      since: 'since this morning',
      deadline: '5pm today',
      server: 'EXCH01',
      domain: 'contoso.com',
      language: 'Reply in English',
    });
  });

  it('are counted in the text as it was sent, whatever is read instead of it', () => {
    const rewritten: readonly (readonly [string, Record<string, string>])[] = [
      ['ＯＷＡ 报 ０ｘ８００４０１０Ｆ', { product: 'ＯＷＡ', errorCode: '０ｘ８００４０１０Ｆ' }],
      ['te\u200bams 打不开', { product: 'te\u200bams' }],
      ['\u{1f600}\u{1f600} ﬁx Outlook', { product: 'Outlook' }],
      ['㎏ 郵箱', { product: '郵箱' }],
      [`${'哦'.repeat(3000)}Outlook 打不开`, { product: 'Outlook' }],
      [
        `SR-20260101-0012${' '.repeat(3000)}a@contoso.example`,
        { reference: 'SR-20260101-0012', email: 'a@contoso.example' },
      ],
    ];
    for (const [text, expected] of rewritten) assert.deepEqual(words(text), expected, text.slice(0, 40));
  });

  it('lie within any text', () => {
    const part = fc.constantFrom(
      'Outlook',
      ' ',
      '收不到',
      '30 users',
      '５.7.1',
      'İ',
      'é',
      'e\u0301',
      '\ud83d',
      '\u200b',
      'DC2',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        for (const { start, end } of Object.values(readLocally(text).locate())) {
          assert.ok(0 <= start && start < end && end <= text.length, `${start}-${end} of ${text.length}`);
        }
      }),
    );
  });

  it('name no entity that was not read', () => {
    const { entities, severityFacts, locate } = readLocally('Teams 挂了，从今天早上开始');
    assert.deepEqual(Object.keys(locate()), [...Object.keys(entities), ...Object.keys(severityFacts)]);
  });
});
