import assert from 'node:assert/strict';
import type { Locale } from '../../src/domain/locale.ts';
import { type Stage, setStage } from '../support/dialog-stage.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

const PROBLEM = { 'zh-CN': 'Outlook 一直提示输入密码', 'en-US': 'Outlook keeps asking for the password' };
// Whatever the conversation was held in, such a message is answered in English.
const NAMES = /names and codes in your message/;
const LANGUAGES = /Chinese and English only/;

describe('a message in another language about a problem under discussion', () => {
  let kept: TemporaryStore;
  let stage: Stage;
  const said = async (words: string, locale: Locale) =>
    (await stage.send(words, locale)).map(({ text }) => text).join('\n');

  for (const locale of ['zh-CN', 'en-US'] as const) {
    describe(`told in ${locale}`, () => {
      beforeEach(async () => {
        kept = await openTemporaryStore();
        const now = '2026-03-03T02:30:00.000Z';
        stage = await setStage({ store: kept.store, person: 'dl_contoso-admin', now, cards: false, locale });
        await said(PROBLEM[locale], locale);
      });
      afterEach(() => kept.remove());

      for (const words of ['hola', 'cuando abren ustedes?', 'je ne sais pas']) {
        it(`is told the languages, and of no names and codes, where these helped nobody: ${words}`, async () => {
          const answer = await said(words, locale);
          assert.match(answer, LANGUAGES);
          assert.doesNotMatch(answer, NAMES);
        });
      }

      it('is told that names and codes were gone by where help was found by them', async () => {
        assert.match(await said('No puedo abrir SharePoint', locale), NAMES);
      });
    });
  }
});
