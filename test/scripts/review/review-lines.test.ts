import assert from 'node:assert/strict';
import { type ReviewParts, reviewLines } from '../../../scripts/review/review-lines.ts';
import { CORRECTED, tellRecognised } from '../../support/recognised-messages.ts';
import { openTemporaryStore, type TemporaryStore } from '../../support/store-temporary.ts';

describe('the lines of a review', () => {
  let kept: TemporaryStore;
  beforeEach(async () => {
    kept = await openTemporaryStore();
  });
  afterEach(() => kept.remove());

  const look = (changes: Partial<ReviewParts> = {}) =>
    reviewLines({
      store: kept.store,
      most: 100,
      trained: [],
      measured: [],
      names: { people: [], organisations: [] },
      ...changes,
    });

  it('are what is worth labelling, the surest mistakes first, with what it went on with as the label', async () => {
    await tellRecognised(
      kept.store,
      {
        text: 'The quarterly flurble of our vonage seats lapsed on Tuesday',
        end: { outcome: 'rephrased', topic: 'billing.renew' },
      },
      {
        text: 'Which is surely right and was solved in the end by itself',
        end: { outcome: 'solved', topic: 'exchange.mail-flow' },
      },
      { text: '席位到期以后还想接着用那套东西该怎么弄来着', end: CORRECTED },
      { text: 'It wobbles a little on rainy mondays near the harbour', recognised: { confidence: 0.3 } },
      {
        text: 'We also restarted the wobbling thing near the harbour',
        recognised: { confidence: 0.2 },
        end: { outcome: 'added', topic: null },
      },
      {
        text: 'Chosen in the form only, this matter of the zebra domain',
        end: { outcome: 'filed', topic: 'technical.other' },
      },
    );
    const { lines, ...counts } = await look();
    assert.deepEqual(
      lines.map(({ text, topic, lang, review: { reason } }) => [text.slice(0, 12), topic, lang, reason]),
      [
        ['席位到期以后还想接着用那', 'billing.renew', 'zh-CN', 'corrected'],
        ['The quarterl', 'billing.renew', 'en-US', 'rephrased'],
        ['It wobbles a', 'exchange.mail-flow', 'en-US', 'doubtful'],
      ],
    );
    assert.deepEqual(counts, { read: 6, worthwhile: 4, untrained: 1, known: 0 });
    assert.deepEqual(lines[0]?.review, {
      reason: 'corrected',
      recognised: 'exchange.mail-flow',
      confidence: 0.8123,
      alternatives: { 'outlook.client-problem': 0.1 },
      source: 'local',
      outcome: 'corrected',
      times: 1,
      day: '2026-03-02',
    });
  });

  it('are one for what nearly the same words say, and none for what is trained or measured with', async () => {
    await tellRecognised(
      kept.store,
      { text: 'The quarterly flurble of our vonage seats lapsed on Tuesday', end: CORRECTED },
      { text: 'the quarterly flurble of our vonage seats lapsed on tuesday!', end: CORRECTED },
      { text: '很久以前就写在训练文件里的那句关于斑马的话', end: CORRECTED },
      { text: 'Long since among those that measure, with a zebra', end: CORRECTED },
    );
    const { lines, known } = await look({
      trained: ['很久以前就写在训练文件里的那句关于斑马的话！'],
      measured: ['Long since among those that measure, with a Zebra!'],
    });
    assert.deepEqual(
      lines.map(({ review: { times } }) => times),
      [2],
    );
    assert.equal(known, 2);
  });

  it('are none for a text without words', async () => {
    await tellRecognised(kept.store, { text: '👍👍 138 0013 8000', end: CORRECTED }, { text: '??', end: CORRECTED });
    assert.deepEqual((await look()).lines, []);
  });

  it('name nobody, but keep a word that everybody uses', async () => {
    await tellRecognised(kept.store, {
      text: 'Nawal, the mail admin, said that Adatum cannot renew at all',
      end: CORRECTED,
    });
    const everyday = Array.from({ length: 30 }, (_, index) => `the mail admin number ${index}`);
    const { lines } = await look({
      trained: everyday,
      names: { people: ['Mail Admin'], organisations: ['Adatum Corporation'] },
    });
    assert.deepEqual(
      lines.map(({ text }) => text),
      ['XXX, the mail admin, said that Contoso cannot renew at all'],
    );
  });

  it('are the most worthwhile of a number of messages that is larger than a page', async () => {
    const many = Array.from({ length: 1200 }, (_, index) => ({
      text: `flurble ${String.fromCharCode(97 + (index % 26))}${'qwxz'[index % 4]} harbour`,
      recognised: { confidence: 0.3 },
    }));
    await tellRecognised(kept.store, ...many, { text: 'The zebra wobbles near the marmalade', end: CORRECTED });
    const { lines, read } = await look({ most: 1 });
    assert.equal(read, 1201);
    assert.deepEqual(
      lines.map(({ text }) => text),
      ['The zebra wobbles near the marmalade'],
    );
  });
});
