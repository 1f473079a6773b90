import assert from 'node:assert/strict';
import { byWorth, isTrained, worthOf } from '../../../scripts/review/worth.ts';
import type { RecognisedMessage } from '../../../src/domain/recognition.ts';
import { sampleRecognition } from '../../support/store-samples.ts';

function message(changes: Partial<RecognisedMessage>): RecognisedMessage {
  return {
    ...sampleRecognition({ confidence: 0.97, alternatives: [] }),
    conversationId: 'directline/one',
    tenant: null,
    text: 'x',
    author: null,
    at: '2026-03-02T01:00:00.000Z',
    outcome: null,
    outcomeTopic: null,
    ...changes,
  };
}

describe('what is worth labelling', () => {
  const same = { outcomeTopic: 'exchange.mail-flow' } as const;
  const other = { outcomeTopic: 'billing.renew' } as const;
  const cases: Readonly<Record<string, readonly [Partial<RecognisedMessage>, string | null]>> = {
    'a topic that was corrected': [{ outcome: 'corrected', ...other }, 'corrected billing.renew'],
    'topics of which none was right': [{ outcome: 'corrected' }, 'corrected none'],
    'a correction that was solved afterwards': [{ outcome: 'solved', ...other }, 'corrected billing.renew'],
    'what was filed as something else': [{ outcome: 'filed', ...other }, 'filed-as-another billing.renew'],
    'what was not understood and filed': [
      { topic: 'none', outcome: 'filed', ...other },
      'became-a-request billing.renew',
    ],
    'what was said again': [{ outcome: 'rephrased', ...other }, 'rephrased billing.renew'],
    'what was right by a narrow lead': [
      { outcome: 'solved', ...same, confidence: 0.55, alternatives: [{ topic: 'billing.renew', confidence: 0.4 }] },
      'right-in-doubt exchange.mail-flow',
    ],
    'what was confirmed when the bot asked': [
      { outcome: 'confirmed', ...same, confidence: 0.45 },
      'right-in-doubt exchange.mail-flow',
    ],
    'a doubt that nobody dispelled': [{ confidence: 0.4 }, 'doubtful exchange.mail-flow'],
  };
  for (const [name, [changes, expected]] of Object.entries(cases)) {
    it(`is ${name}`, () => {
      const worth = worthOf(message(changes));
      assert.equal(worth && `${worth.reason} ${worth.topic}`, expected);
    });
  }

  const nothing: Readonly<Record<string, Partial<RecognisedMessage>>> = {
    'what was surely right and solved': { outcome: 'solved', ...same },
    'what was surely right and filed': { outcome: 'filed', ...same },
    'articles that did not help with the right topic': { outcome: 'not-solved', ...same },
    'a request without a topic': { outcome: 'filed' },
    'what nobody answered': {},
    'more of the problem under discussion, however doubtful': { outcome: 'added', confidence: 0.2 },
    'several problems at once': { outcome: 'several', confidence: 0.4 },
  };
  for (const [name, changes] of Object.entries(nothing)) {
    it(`is not ${name}`, () => assert.equal(worthOf(message(changes)), null));
  }

  it('comes in the order of what teaches most', () => {
    const found = [
      message({ confidence: 0.4 }),
      message({ outcome: 'rephrased', ...other }),
      message({ outcome: 'corrected', ...other, confidence: 0.6 }),
      message({ confidence: 0.3 }),
      message({ outcome: 'corrected', ...other, confidence: 0.9 }),
      message({ outcome: 'filed', ...other }),
      message({ confidence: 0.3, at: '2026-03-03T01:00:00.000Z' }),
    ].flatMap((one) => worthOf(one) ?? []);
    assert.deepEqual(
      found
        .sort(byWorth)
        .map(({ reason, message: { confidence, at } }) => `${reason} ${confidence} ${at.slice(8, 10)}`),
      [
        'corrected 0.9 02',
        'corrected 0.6 02',
        'filed-as-another 0.97 02',
        'rephrased 0.97 02',
        'doubtful 0.3 03',
        'doubtful 0.3 02',
        'doubtful 0.4 02',
      ],
    );
  });

  it('has a training file, unless the topic is only chosen in the form', () => {
    const worth = (topic: RecognisedMessage['outcomeTopic']) =>
      worthOf(message({ outcome: 'corrected', outcomeTopic: topic }));
    const [trained, chosen] = [worth('billing.renew'), worth('technical.other')];
    assert.ok(trained && chosen);
    assert.deepEqual([isTrained(trained), isTrained(chosen)], [true, false]);
  });
});
