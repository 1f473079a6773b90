import assert from 'node:assert/strict';
import { asksSupportPart } from '../../dialogs/support-part.ts';
import { useEnglishTexts } from '../support/english-texts.ts';

describe('what support does', () => {
  const { stage, said } = useEnglishTexts();

  for (const text of [
    'What does support do?',
    '你们技术支持包括哪些问题？',
    '支持范围',
    'what is outside of support?',
  ]) {
    it(`is asked by "${text}"`, () => assert.ok(asksSupportPart(text)));
  }

  for (const text of [
    'Outlook does not support do not disturb',
    '支持一下',
    'contact support',
    `what does support do ${'when mail fails '.repeat(5)}`,
  ]) {
    it(`is not asked by "${text.slice(0, 40)}"`, () => assert.ok(!asksSupportPart(text)));
  }

  it('is basic installation, setup and use, troubleshooting, purchases, and coordinating to the end (R29, D7)', async () => {
    const told = await said(await stage('dl_contoso-admin'), 'what does support do?');
    assert.match(told, /basic installation, setup and general use/);
    assert.match(told, /escalating.*licenses, bills and invoices.*coordinating everything until it is solved/s);
  });

  it('leaves to the admin what is the admin’s: first contact, own control, own IT, and contact after self-help (D1, D2, D5, D6)', async () => {
    const told = await said(await stage('dl_contoso-admin'), 'what does support do?');
    assert.match(told, /users turn to their admin, and the admin turns to support/);
    assert.match(told, /client connectivity.*equally important part.*what self-help does not solve/s);
  });

  it('tells what is outside as the table of the operator has it (R26, R27)', async () => {
    assert.match(
      await said(await stage('dl_contoso-admin'), 'support scope'),
      /Problems of your own network are outside/,
    );
    const microsoft = await said(await stage('dl_northwind-admin'), 'support scope');
    assert.match(microsoft, /Third-party services and add-ins are outside/);
    assert.doesNotMatch(microsoft, /own network are outside/);
  });

  it('is told to everybody, and offers a form only to who may file (D1)', async () => {
    assert.match(await said(await stage('dl_contoso-admin'), 'support scope'), /"Contact support"/);
    const user = await said(await stage('dl_contoso-user'), 'support scope');
    assert.match(user, /"Who is my admin"/);
    assert.doesNotMatch(user, /"Contact support"/);
  });

  it('stands on the receipt as what follows: coordinating and keeping in touch (D7)', async () => {
    const talk = await stage('dl_fabrikam-admin');
    for (const words of ['How do I renew our subscription?', 'contact support', 'yes', 'no', 'skip'])
      await talk.send(words);
    assert.match(
      await said(talk, 'confirm'),
      /\*\*Support takes care of\*\*\n\n- coordinating everything until it is solved/,
    );
  });
});
