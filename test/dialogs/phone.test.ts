import assert from 'node:assert/strict';
import { useEnglishTexts } from '../support/english-texts.ts';

describe('the ways to reach support', () => {
  const { stage, said } = useEnglishTexts();

  it('lead online first at Microsoft, label by label to the confirmed contact (R13, R16)', async () => {
    const told = await said(await stage('dl_northwind-admin'), 'phone number');
    assert.match(told, /Online saves time.*admin\.cloud\.microsoft: Help & support > Contact support > Contact me/);
    assert.match(told, /pick the nearest suggestion.*choose “Contact support” at the bottom, check phone and e-mail/);
    assert.ok(told.indexOf('Online saves time') < told.indexOf('You can also call'));
  });

  it('lead online first at 21Vianet, and to one number when that fails (R14, R15, R16)', async () => {
    const told = await said(await stage('dl_contoso-admin'), 'phone number');
    assert.match(told, /portal\.partner\.microsoftonline\.cn: Support > New service request/);
    assert.match(
      told,
      /If the online way fails, call \*\*\(86\) 400-089-0365\*\* \(one number for technical.*pre-sales\)/,
    );
    assert.ok(told.indexOf('Online saves time') < told.indexOf('400-089-0365'));
  });

  it('say what to have ready wherever a call is the way, to who may not file as well (R24)', async () => {
    for (const person of ['dl_contoso-admin', 'dl_northwind-admin', 'dl_contoso-user', 'dl_visitor']) {
      assert.match(
        await said(await stage(person), 'phone number'),
        /Before you call, have ready:\n\n- your admin account/,
      );
    }
  });

  it('send nobody to the operator whose subscriptions all came through a partner (R7)', async () => {
    const told = await said(await stage('dl_adatum-admin'), 'phone number');
    assert.match(told, /the partner Tailspin/);
    assert.doesNotMatch(told, /You can also call/);
  });
});
