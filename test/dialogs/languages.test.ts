import assert from 'node:assert/strict';
import { type Stage, setStage } from '../support/dialog-stage.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

describe('the languages of support', () => {
  let kept: TemporaryStore;
  beforeEach(async () => {
    kept = await openTemporaryStore();
  });
  afterEach(() => kept.remove());

  const stage = (person: string): Promise<Stage> =>
    setStage({ store: kept.store, person, now: '2026-03-03T02:30:00.000Z', cards: false, locale: 'en-US' });
  /** What the bot answered, with its buttons. */
  const said = async (talk: Stage, words: string) => {
    const answers = await talk.send(words, 'en-US');
    return answers.map(({ text, suggestedActions }) => `${text} ${JSON.stringify(suggestedActions ?? '')}`).join('\n');
  };

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
