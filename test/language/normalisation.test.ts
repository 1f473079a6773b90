import assert from 'node:assert/strict';
import { normalise, readablePart, withPlaceholders } from '../../src/language/normalisation.ts';

const model = (text: string): string => withPlaceholders(normalise(text)).replace(/\s+/g, ' ').trim();

describe('normalisation', () => {
  it('unifies width, case, characters and apostrophes', () => {
    assert.equal(normalise('ＯＷＡ　CAN’T'), "owa can't");
    assert.equal(normalise('無法開啟郵件，帳單'), '无法开启邮件,账单');
    assert.equal(normalise('a\u200bb'), 'ab');
  });

  it('reads the first and the last 1 000 units of a long text', () => {
    const text = `${'a'.repeat(5_000)}${'b'.repeat(5_000)}`;
    assert.equal(readablePart(text), `${'a'.repeat(1_000)}\n${'b'.repeat(1_000)}`);
    assert.equal(readablePart('short'), 'short');
  });

  it('replaces lone surrogates', () => {
    assert.equal(readablePart('a\ud800b'), 'a\ufffdb');
  });

  const PLACEHOLDERS: readonly (readonly [string, string])[] = [
    ['see https://a.example/x?y=1 now', 'see xurl now'],
    ['打开https://a.example/x就报错', '打开 xurl 就报错'],
    ['mail a.b@contoso.example', 'mail xemail'],
    ['SR-20260101-0001', 'xreference'],
    ['AADSTS50076', 'xaadsts xaadsts50076'],
    ['0x8004010F', 'xhex xhex8004 xhex8004010f'],
    ['550 5.7.520', '000 xndr xndr57 xndr57n520'],
    ['30015-11 (392)', 'xoffice xoffice30015 (000)'],
    ['2026-30015-11', '0000-00000-00'],
    ['mail down, my number is +44 20 7946 0000', 'mail down, xzx'],
    ['收不到邮件，联系我 138-0013-8000', '收不到邮件, xzx'],
    ['SharePoint down, you can reach me at bob@contoso.example. Thanks', 'sharepoint down, xzx . xzx'],
    ['can u call me back at +1 555 010 2233', 'can u call me back at xphone'],
    ['bob@contoso.example 收不到邮件', 'xemail 收不到邮件'],
    ['电话 400-820-8820 打不通', '电话 xphone 打不通'],
    ['version 16.0.14326, 2024-05-06, case 2406170040001283', 'version 00.0.00000, 2024-00-00, case 00000'],
    ['cannot send mail to gmail, regards, Mary Smith', 'cannot send mail to gmail, xzx, xzx'],
    ['Dear support, Outlook crashes. Thanks, Bob', 'xzx, outlook crashes. xzx, xzx'],
    ['Good morning team, the site is slow. Thank you very much in advance!', 'xzx, the site is slow. xzx!'],
    ['您好，邮箱收不到客户邮件，麻烦尽快处理，谢谢。李雷 信息部 13800138000', 'xzx,邮箱收不到客户邮件,xzx,xzx。xzx'],
    ['thanks, it works', 'thanks, it works'],
    ['Thanks but Outlook still crashes for me', 'thanks but outlook still crashes for me'],
    ['谢谢，邮箱又打不开了', '谢谢,邮箱又打不开了'],
    ['你好像没看懂', '你好像没看懂'],
    ['您好', '您好'],
    ['10.0.0.1', 'xaddress'],
    ['contoso.com', 'xhost'],
    ['300个用户', '000个用户'],
    ['office 365 e3 404', 'office 365 e3 404'],
    ['1234567890123', '00000'],
  ];
  for (const [text, expected] of PLACEHOLDERS) it(`${text} -> ${expected}`, () => assert.equal(model(text), expected));
});
