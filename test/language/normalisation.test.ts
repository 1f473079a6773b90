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
    ['AADSTS50076', 'xaadsts'],
    ['0x8004010F', 'xhex xhex8004'],
    ['550 5.7.520', '000 xndr xndr57'],
    ['10.0.0.1', 'xaddress'],
    ['contoso.com', 'xhost'],
    ['300个用户', '000个用户'],
    ['office 365 e3 404', 'office 365 e3 404'],
    ['1234567890123', '00000'],
  ];
  for (const [text, expected] of PLACEHOLDERS) it(`${text} -> ${expected}`, () => assert.equal(model(text), expected));
});
