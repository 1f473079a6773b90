import assert from 'node:assert/strict';
import { type ComparisonParts, compareWithLocal, describeComparison } from '../../../scripts/clu/comparison.ts';
import type { LabelledLine } from '../../../scripts/labelled-lines.ts';
import { isIntakeError } from '../../../src/domain/errors.ts';
import type { Recogniser } from '../../../src/domain/ports.ts';
import type { Topic } from '../../../src/domain/topics.ts';
import { createCluClient } from '../../../src/language/clu-client.ts';
import { answerJson, type CluDouble, type CluRespond, prediction, startCluDouble } from '../../support/clu-double.ts';

const lines: readonly LabelledLine[] = [
  { text: 'renew', lang: 'en-US', topic: 'billing.renew' },
  { text: '取消订阅', lang: 'zh-CN', topic: 'billing.cancel' },
  { text: 'joke', lang: 'en-US', topic: 'none' },
  { text: ' ', lang: 'en-US', topic: 'none' },
];
/** What the service says of each text; the local recogniser always says that it is a renewal. */
const INTENTS: Readonly<Record<string, string>> = { renew: 'billing.renew', 取消订阅: 'billing.cancel', joke: 'None' };

describe('the comparison of the deployed project with the local recogniser', () => {
  let double: CluDouble;
  let pauses: number[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  const local: Recogniser = {
    recognise: async () => ({
      topic: 'billing.renew' satisfies Topic,
      confidence: 1,
      alternatives: [],
      entities: {},
      severityFacts: {},
      source: 'local',
    }),
  };
  const parts = (more: Partial<ComparisonParts> = {}): ComparisonParts => ({
    ask: createCluClient(
      { endpoint: double.endpoint, key: 'the-key', project: 'Intake', deployment: 'production' },
      { allowInsecureConnection: true },
    ),
    local,
    pause: async (milliseconds) => void pauses.push(milliseconds),
    tell: () => {},
    ...more,
  });
  const itemOf = (body: string): { text: string; language: string } => JSON.parse(body).analysisInput.conversationItem;
  const good: CluRespond = (response, call) => {
    const intent = INTENTS[itemOf(call.body).text] ?? 'None';
    answerJson(200, prediction(intent, [intent, 0.9]))(response, call);
  };

  before(async () => {
    double = await startCluDouble();
  });
  after(() => double.close());
  beforeEach(() => {
    double.calls.length = 0;
    [pauses, atOnce, mostAtOnce] = [[], 0, 0];
    double.respond(good);
  });

  it('has the figures of npm run evaluate for both, and tells where they part', async () => {
    const comparison = await compareWithLocal(lines, parts());
    assert.equal(comparison.clu.accuracy, 1);
    assert.equal(comparison.clu.noneRecall, 1);
    assert.equal(comparison.local.accuracy, 0.25);
    assert.equal(comparison.local.byLang['zh-CN']?.accuracy, 0);
    assert.equal(comparison.agreement, 0.25);
    assert.deepEqual([comparison.onlyClu, comparison.onlyLocal, comparison.unanswered], [3, 0, 0]);
    const page = describeComparison(comparison);
    assert.match(page, /^4 texts +CLU +local\naccuracy +100\.0 % +25\.0 %$/m);
    assert.match(page, /^Same topic 25\.0 %; right only by CLU 3, only by the local recogniser 0$/m);
  });

  it('sends each text in its language, and no blank one', async () => {
    await compareWithLocal(lines, parts());
    const sent = double.calls.map(({ body }) => itemOf(body)).map(({ text, language }) => `${language} ${text}`);
    assert.deepEqual(sent.toSorted(), ['en-us joke', 'en-us renew', 'zh-hans 取消订阅']);
  });

  it('asks five at once at most, and ten a second', async () => {
    double.respond((response, call) => {
      mostAtOnce = Math.max(mostAtOnce, ++atOnce);
      setImmediate(() => {
        atOnce--;
        good(response, call);
      });
    });
    const many = Array.from({ length: 40 }, () => lines[0] ?? assert.fail());
    await compareWithLocal(many, parts());
    assert.ok(mostAtOnce <= 5, String(mostAtOnce));
    assert.deepEqual(pauses, Array(40).fill(100));
  });

  it('tries a text again that the service turned away or failed, after the time that it asks for', async () => {
    const odd: CluRespond[] = [
      answerJson(429, '{}', { 'retry-after': '7' }),
      answerJson(500, '{}'),
      (response) => response.destroy(),
    ];
    double.respond((response, call) => (odd.shift() ?? good)(response, call));
    const { clu, unanswered } = await compareWithLocal(lines.slice(0, 1), parts());
    assert.deepEqual([clu.accuracy, unanswered], [1, 0]);
    assert.deepEqual(
      pauses.filter((pause) => pause !== 100),
      [7_000, 2_000, 4_000],
    );
  });

  it('leaves out texts that stay unanswered, for both, and says how many', async () => {
    double.respond((response, call) => {
      if (itemOf(call.body).text !== 'renew') good(response, call);
    });
    const comparison = await compareWithLocal(lines, parts({ patienceMs: 40 }));
    assert.equal(comparison.unanswered, 1);
    assert.deepEqual([comparison.clu.count, comparison.local.count], [3, 3]);
    assert.match(describeComparison(comparison), /1 texts were not answered/);
  });

  const hopeless: readonly (readonly [string, CluRespond])[] = [
    ['refuses the key', answerJson(401, '{}')],
    ['does not know the deployment', answerJson(404, '{}')],
    ['has a project of another release', answerJson(200, prediction('Weather', ['Weather', 1]))],
  ];
  for (const [what, respond] of hopeless) {
    it(`ends at once when the service ${what}`, async () => {
      double.respond(respond);
      const many = Array.from({ length: 50 }, () => lines[0] ?? assert.fail());
      await assert.rejects(compareWithLocal(many, parts()), (error) => isIntakeError(error, 'Unavailable'));
      assert.ok(double.calls.length <= 10, String(double.calls.length));
    });
  }

  it('ends when too much stays unanswered', async () => {
    double.respond(answerJson(500, '{}'));
    const many = Array.from({ length: 100 }, () => lines[0] ?? assert.fail());
    await assert.rejects(compareWithLocal(many, parts()), /left 21 texts unanswered/);
    assert.ok(double.calls.length < 200);
  });
});
