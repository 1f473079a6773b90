import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maskText } from '../../../scripts/review/masking.ts';
import { takesAtMost } from '../../support/time-bound.ts';

const NOBODY = { people: [], organisations: [] };
const mask = (text: string) => maskText(text, NOBODY);

describe('what a labeller sees of a text', () => {
  const cases: Readonly<Record<string, readonly [string, string]>> = {
    'an e-mail address': ['Li.Na+it@mail.lamna.com.cn 收不到邮件', 'someone@example.com 收不到邮件'],
    'an e-mail address right after Chinese': ['请联系zhang.wei@lamna.cn谢谢', '请联系someone@example.com谢谢'],
    'an e-mail address in full width': ['ｌｉｎａ＠ｌａｍｎａ．ｃｏｍ', 'someone@example.com'],
    'a mobile number': ['call me on 138 0013 8000 please', 'call me on 000000000 please'],
    'a number with its country': ['Phone: +86 (10) 5555-0100.', 'Phone: 000000000.'],
    'a number of full-width digits': ['电话１３８００１３８０００', '电话000000000'],
    'a number with unseen characters': ['13800\u200b138000', '000000000'],
    'a link': ['打开 https://lamna.sharepoint.com/sites/hr?id=7 报错', '打开 https://example.com/ 报错'],
    'a host of the service with a name in it': ['lamna.partner.onmschina.cn fails', 'example.com fails'],
    'a domain': ['the domain lamna.com.hk is not verified', 'the domain example.com is not verified'],
    'a server': ['服务器 LAMNA-EX01 连不上', '服务器 SRV01 连不上'],
    'an address of the network': ['from 10.20.30.40 and fe80::1ff:fe23:4567:890a', 'from 192.0.2.1 and 2001:db8::1'],
    'an identifier': ['tenant 3F2504E0-4F89-11D3-9A0C-0305E82C3301', 'tenant 00000000-0000-0000-0000-000000000000'],
    'a reference': ['SR-20260302-0007 的进展', 'SR-20260101-0001 的进展'],
    'an account': ['LAMNA\\na.li cannot sign in', 'XXX\\XXX cannot sign in'],
    'a folder of a person': ['C:\\Users\\na.li\\outlook.pst 打不开', 'XXX\\XXX 打不开'],
    'a link without its scheme': [
      'lamna-my.sharepoint.com/personal/li_lamna_com/工资.xlsx 打不开',
      'example.com 打不开',
    ],
    'a link with a full-width colon': ['https：//lamna.com/sites/li', 'https://example.com/'],
    'a home folder': ['/Users/na.li/Library is full', '/home/XXX is full'],
    'a product key': ['key VK7JG-NPHTM-C97JM-9MPGT-3V66T', 'key XXXXX-XXXXX-XXXXX-XXXXX-XXXXX'],
    'a computer': ['DESKTOP-LINA42 does not sync', 'SRV01 does not sync'],
    'a password': ['密码是 Sommer2026! 还是登不上', '密码是 还是登不上'],
    'a mask of a secret': ['密码是 [•••••• password] 还是登不上', '密码是 还是登不上'],
  };
  for (const [name, [text, masked]] of Object.entries(cases)) {
    it(`holds no ${name.replace(/^an? /, '')}`, () => assert.equal(mask(text), masked));
  }

  it('keeps codes, moments, counts and names of products', () => {
    for (const text of [
      'AADSTS50105 since 2026-03-02 09:30, 300 people',
      'error 0x8004010F in Outlook 2019, 550 5.7.520 as reply',
      '退信 5.1.8，从 2026/3/2 开始，大概 1200 人',
      'Exchange Online, SharePoint and Teams 2.0 do not open at 14:05:33',
    ]) {
      assert.equal(mask(text), text);
    }
  });

  it('holds no name that is known, in whatever case and form', () => {
    const names = { people: ['Na Li', '李娜', "Séan O'Neil (IT)"], organisations: ['Lamna Healthcare', 'Lamna'] };
    assert.equal(
      maskText("lamna healthcare: NA  LI, 李娜经理 and séan o'neil (it) of LAMNA, not Lamnaville", names),
      'Contoso: XXX, XXX经理 and XXX of Contoso, not Lamnaville',
    );
  });

  it('holds no e-mail address and no telephone number, whatever stands around them', () => {
    const words = fc.string({ unit: fc.constantFrom(...'ab zZ,，。:：()邮箱 \n/-'), maxLength: 12 });
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 7, maxLength: 13 });
    const phone = fc.oneof(
      digits,
      digits.map((number) => `+${number.slice(0, 2)} ${number.slice(2, 5)}-${number.slice(5)}`),
      digits.map((number) => `(${number.slice(0, 3)}) ${number.slice(3)}`),
      digits.map((number) => number.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))),
    );
    fc.assert(
      fc.property(words, fc.emailAddress(), words, phone, words, (before, email, between, number, after) => {
        const masked = mask(`${before} ${email}${between} ${number} ${after}`);
        assert.ok(!masked.includes(email), masked);
        const addresses = (masked.match(/\S+@\S+/g) ?? []).map((address) => address.match(/[\w.]+@[\w.]+/)?.[0]);
        assert.deepEqual(
          addresses.filter((address) => address !== 'someone@example.com'),
          [],
        );
        // Two stand-ins in a row are no number either.
        const told = masked.normalize('NFKC').replaceAll(/2001:db8::1|192\.0\.2\.1|SR-20260101-0001/g, 'x');
        const numbers = told.match(/\d(?:[\s().-]{0,3}\d){6,}/g) ?? [];
        assert.deepEqual(
          numbers.filter((one) => !/^0{9}$/.test(one)),
          [],
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('is the same when it is masked again, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => assert.equal(mask(mask(text)), mask(text))),
    );
  });

  it('takes time in proportion to its length', async () => {
    for (const unit of ['1 ', 'a.', 'a@', '1.', 'a:', '\\a', '1-', 'ab12', '://', '0x1', 'https://']) {
      const text = unit.repeat(20_000 / unit.length);
      await takesAtMost(1_000, unit, () => mask(text));
    }
  });
});
