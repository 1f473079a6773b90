import assert from 'node:assert/strict';
import { useEnglishTexts } from '../support/english-texts.ts';

describe('the languages of support', () => {
  const { stage, said } = useEnglishTexts();

  it('are English, with local languages in some countries, at Microsoft (R20)', async () => {
    assert.match(
      await said(await stage('dl_northwind-admin'), 'which languages do you speak'),
      /given in English, and in some countries.*local languages/,
    );
  });

  it('are not made up where the operator names none', async () => {
    assert.match(await said(await stage('dl_contoso-admin'), 'which languages do you speak'), /name no languages/);
  });
});
