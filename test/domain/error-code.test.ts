import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findErrorCode, normaliseErrorCode } from '../../src/domain/error-code.ts';

describe('an error code', () => {
  const cases: readonly (readonly [string, string | null])[] = [
    ['AADSTS50076', 'AADSTS50076'],
    ['aadsts 50076', 'AADSTS50076'],
    ['AADSTS-700016', 'AADSTS700016'],
    ['ＡＡＤＳＴＳ５００７６', 'AADSTS50076'],
    ['550 5.7.1', '5.7.1'],
    ['550-5.7.520', '5.7.520'],
    ['#5.1.10', '5.1.10'],
    ['5.7.1', '5.7.1'],
    ['0X8004010F', '0x8004010F'],
    ['0x8004010f', '0x8004010F'],
    ['0x 80070005', '0x80070005'],
    ['caa20003', 'CAA20003'],
    ['CAA-5009D', 'CAA5009D'],
    ['30088-4', '30088-4'],
    ['500', '500'],
    [' E-1234 ', 'E-1234'],
    ['', null],
    ['nothing', null],
    ['it says 5', null],
    [`A${'1'.repeat(60)}`, null],
  ];
  for (const [written, kept] of cases) {
    it(`written ${JSON.stringify(written).slice(0, 30)} is kept as ${kept}`, () => {
      assert.equal(normaliseErrorCode(written), kept);
    });
  }

  const sentences: readonly (readonly [string, string | null])[] = [
    ['单点登录报错 aadsts 50076，登不进去', 'AADSTS50076'],
    ['bounced with "550 5.7.1 access denied"', '5.7.1'],
    ['Outlook shows 0X8004010F again', '0x8004010F'],
    ['登录时出现 CAA20003', 'CAA20003'],
    ['the server 10.5.7.1 and version 16.5.7.1 are fine', null],
    ['nothing is shown', null],
    ['需要先装 .NET Framework 4.7.2 才能运行', null],
    ['iOS 5.1.1 收不到邮件', null],
    ['版本 5.0.1，打不开', null],
    ['内部版本：4.2.1', null],
    ['the app is v5.1.1', null],
    ['version is 4.4.2', null],
    ['Android 5.1.1 退信 550 5.7.1', '5.7.1'],
    ['用的是 5.0.1 版', null],
    ['it was 5.12.3 before', null],
    ['the bounce says 5.12.3', '5.12.3'],
    ['报错 #5.9.1', '5.9.1'],
    ['NDR 5.1.10', '5.1.10'],
    ['4.4.316 connection refused', '4.4.316'],
    ['退信里写着 5.1.1', '5.1.1'],
  ];
  for (const [sentence, kept] of sentences) {
    it(`in ${JSON.stringify(sentence)} is ${kept}`, () => assert.equal(findErrorCode(sentence), kept));
  }

  it('stays as it is when it is normalised again, whatever was written', () => {
    const code = fc.oneof(
      fc.constantFrom(...cases.map(([written]) => written)),
      fc.string({ maxLength: 50 }),
      fc.string({ unit: fc.constantFrom(...'0xaAdDsStT15.7-#cC '), maxLength: 20 }),
    );
    fc.assert(
      fc.property(code, (written) => {
        const kept = normaliseErrorCode(written);
        if (kept !== null) assert.equal(normaliseErrorCode(kept), kept);
        const found = findErrorCode(written);
        if (found !== null) assert.equal(findErrorCode(found), found);
      }),
      { numRuns: 2000 },
    );
  });
});
