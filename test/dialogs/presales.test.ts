import assert from 'node:assert/strict';
import { type Stage, setStage } from '../support/dialog-stage.ts';
import { openTemporaryStore, type TemporaryStore } from '../support/store-temporary.ts';

describe('pre-sales', () => {
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

  it('answers plans, phone and hours to somebody without a tenant, and opens no form (R10)', async () => {
    const talk = await stage('dl_visitor');
    const told = await said(talk, 'What does Microsoft 365 cost for 50 people?');
    assert.match(told, /Pre-sales by phone: \(86\) 400-089-0365/);
    assert.match(told, /\*\*Pre-sales\*\*: Open now, until 18:00 today Beijing time/);
    assert.match(
      await said(talk, 'contact support'),
      /I cannot open a service request for you.*No subscription yet\?/s,
    );
  });

  it('asks nobody to send a question again that was answered and could not be filed', async () => {
    const talk = await stage('dl_visitor');
    await said(talk, 'What does Microsoft 365 cost for 50 people?');
    assert.doesNotMatch(await said(talk, 'where can I find a partner?'), /is not filed/);
  });

  it('tells each operator’s people where to buy, try and find a partner (R10)', async () => {
    assert.match(
      await said(await stage('dl_northwind-user'), 'find a partner'),
      /Find a partner\]\(https:.*Pre-sales/s,
    );
  });
});
