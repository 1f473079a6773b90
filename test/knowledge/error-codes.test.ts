import assert from 'node:assert/strict';
import { codeKind, codesIn, codeTerms } from '../../src/knowledge/error-codes.ts';
import { takesAtMost } from '../support/time-bound.ts';

const codesOf = (text: string) => codesIn(text).filter((term) => codeKind(term) === 'code');
const familiesOf = (text: string) => codesIn(text).filter((term) => codeKind(term) === 'family');

describe('error codes', () => {
  const written: readonly (readonly [string, string])[] = [
    ['5.7.520', '5.7.520'],
    ['退信550 5.1.1是什么', '5.1.1'],
    ['报错 AADSTS50011。', 'aadsts50011'],
    ['aadsts 50011', 'aadsts50011'],
    ['错误代码0xC004F074', '0xc004f074'],
    ['code C004F074', '0xC004F074'],
    ['install error 30015-11', '30015-11'],
    ['CAA20003 in teams', '0xCAA20003'],
    ['AttributeValueMustBeUnique on export', 'attributevaluemustbeunique'],
    ['HTTP 503', '503'],
    ['503', '503'],
    ['网站报 503', '503'],
    ['got a 404 error on the page', '404'],
    ['sign-in fails with code 50076', '50076'],
  ];
  for (const [text, code] of written) {
    it(`finds ${code} in "${text}"`, () => {
      const [term] = codeTerms([code]);
      assert.ok(term && codesOf(text).includes(term), `${codesOf(text)} has no ${term}`);
    });
  }

  it('tell the family of a code that nobody named', () => {
    assert.deepEqual(familiesOf('AADSTS999999'), familiesOf('AADSTS50011'));
    assert.equal(familiesOf('5.9.99').length, 1);
    assert.deepEqual(familiesOf('0x80041234'), codeTerms(['0xC004F074']).slice(1));
  });

  it('are no dates, versions, addresses or amounts', () => {
    for (const text of ['2026-11-22 09:00', '10.0.19045.1', '192.168.1.1', '12345678 元', '100-200 people', 'v4.8']) {
      assert.deepEqual(familiesOf(text), [], text);
    }
  });

  it('are no numbers of something else', () => {
    const texts = [
      'we need 404 more licences',
      '发票金额 404 元不对',
      'migrate 503 mailboxes',
      'the invoice is 503 dollars',
    ];
    for (const text of texts) assert.ok(!codesOf(text).some((term) => codeTerms(['404', '503']).includes(term)), text);
  });

  it('are no words of an article', () => {
    assert.equal(codeKind('mailbox'), null);
    assert.ok(codeTerms(['503']).every((term) => codeKind(term) !== null));
  });

  it('take a hostile text in bounded time', async () => {
    for (const text of ['a'.repeat(100_000), '0x'.repeat(50_000), '5.'.repeat(50_000), '1-'.repeat(50_000)]) {
      await takesAtMost(500, text.slice(0, 10), () => codesIn(text));
    }
  });
});
