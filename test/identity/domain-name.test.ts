import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readDomain } from '../../src/identity/domain-name.ts';

describe('readDomain', () => {
  for (const [text, domain] of [
    ['contoso.com', 'contoso.com'],
    [' Contoso.PartnerOnMSchina.cn. ', 'contoso.partneronmschina.cn'],
    ['例子.中国', 'xn--fsqu00a.xn--fiqs8s'],
    ['contoso．com', 'contoso.com'],
    ['admin@contoso.com', null],
    ['https://contoso.com', null],
    ['contoso.com/path', null],
    ['contoso.com:443', null],
    ['contoso.com evil.com', null],
    ['127.0.0.1', null],
    ['contoso', null],
    ['-a.com', null],
    ['a..com', null],
    ['', null],
    [`${'a'.repeat(64)}.com`, null],
    [`${'a.'.repeat(200)}com`, null],
  ] as const) {
    it(`reads ${JSON.stringify(text.slice(0, 40))} as ${domain}`, () => assert.equal(readDomain(text), domain));
  }

  it('gives null or what it would give again, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.domain()), (text) => {
        const domain = readDomain(text);
        assert.equal(domain === null ? null : readDomain(domain), domain);
      }),
    );
  });
});
