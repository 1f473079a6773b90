import assert from 'node:assert/strict';
import { isIntakeError } from '../../src/domain/errors.ts';
import type { Recogniser } from '../../src/domain/ports.ts';
import { CluFailure, type CluFailureReason } from '../../src/language/clu-failure.ts';
import { type CluOptions, createCluRecogniser } from '../../src/language/clu-recogniser.ts';
import { createFallbackRecogniser } from '../../src/language/fallback-recogniser.ts';
import { createLocalRecogniser } from '../../src/language/local-recogniser.ts';
import { loadModel } from '../../src/language/model-file.ts';
import {
  answerHalf,
  answerJson,
  type CluDouble,
  type CluRespond,
  prediction,
  startCluDouble,
} from '../support/clu-double.ts';
import { until } from '../support/until.ts';

const GOOD = prediction(
  'billing.renew',
  ['billing.renew', 0.9],
  ['billing.cancel', 0.07],
  ['None', 0.02],
  ['billing.licenses', 0.001],
);

describe('CLU recogniser', () => {
  let double: CluDouble;
  const respond = (next: CluRespond) => double.respond(next);

  const clu = (options: CluOptions = {}): Recogniser =>
    createCluRecogniser(
      { endpoint: double.endpoint, key: 'the-key', project: 'Intake', deployment: 'production' },
      { allowInsecureConnection: true, ...options },
    );
  const unavailable = (error: unknown): boolean => isIntakeError(error, 'Unavailable');
  const failing = (reason: CluFailureReason) => (error: unknown) =>
    unavailable(error) && error instanceof CluFailure && error.reason === reason;

  before(async () => {
    double = await startCluDouble();
  });
  after(() => double.close());
  beforeEach(() => {
    double.calls.length = 0;
    respond(answerJson(200, GOOD));
  });

  it('asks the generally available version for the deployed project', async () => {
    await clu().recognise('续订', 'zh-CN');
    const [call] = double.calls;
    assert.equal(call?.url, '/language/:analyze-conversations?api-version=2023-04-01');
    assert.equal(call?.key, 'the-key');
    assert.deepEqual(JSON.parse(call?.body ?? ''), {
      kind: 'Conversation',
      analysisInput: { conversationItem: { id: '1', participantId: 'person', text: '续订', language: 'zh-hans' } },
      parameters: {
        projectName: 'Intake',
        deploymentName: 'production',
        stringIndexType: 'Utf16CodeUnit',
        verbose: true,
      },
    });
  });

  it('leaves the language to the service when it is not known', async () => {
    await clu().recognise('renew', null);
    assert.ok(!double.calls[0]?.body.includes('language'));
  });

  it('reads topic, confidence and likely others', async () => {
    const { topic, confidence, alternatives, source } = await clu().recognise('renew', 'en-US');
    assert.deepEqual({ topic, confidence, source }, { topic: 'billing.renew', confidence: 0.9, source: 'clu' });
    assert.deepEqual(alternatives, [{ topic: 'billing.cancel', confidence: 0.07 }]);
  });

  it('reads entities and facts here', async () => {
    const { entities, severityFacts } = await clu().recognise('全公司都收不到邮件', 'zh-CN');
    assert.deepEqual(entities, { product: 'exchange-online' });
    assert.deepEqual(severityFacts, { serviceState: 'unavailable', affected: 'organization' });
  });

  it('takes None for out of scope', async () => {
    respond(answerJson(200, prediction('None', ['billing.renew', 0.4], ['None', 0])));
    const { topic, alternatives } = await clu().recognise('hello', 'en-US');
    assert.equal(topic, 'none');
    assert.deepEqual(alternatives, [{ topic: 'billing.renew', confidence: 0.4 }]);
  });

  it('sends at most 1 000 units and no half of a character', async () => {
    await clu().recognise(`${'a'.repeat(999)}😀${'b'.repeat(5_000)}`, 'en-US');
    const { text } = JSON.parse(double.calls[0]?.body ?? '').analysisInput.conversationItem;
    assert.equal(text, `${'a'.repeat(999)}\ufffd`);
  });

  it('does not ask about a blank text', async () => {
    assert.equal((await clu().recognise('  \n', null)).topic, 'none');
    assert.equal(double.calls.length, 0);
  });

  const WRONG: readonly (readonly [string, CluFailureReason, CluRespond])[] = [
    ['a server error', 'down', answerJson(500, '{"error":{"code":"InternalServerError","message":"x"}}')],
    ['too many requests', 'throttled', answerJson(429, '{"error":{"code":"TooManyRequests","message":"x"}}')],
    ['a refused key', 'refused', answerJson(401, '{"error":{"code":"401","message":"x"}}')],
    ['a deployment that is not there', 'refused', answerJson(404, '{"error":{"code":"NotFound","message":"x"}}')],
    ['a redirection', 'down', answerJson(302, '', { location: '/elsewhere' })],
    ['malformed JSON', 'wrong', answerJson(200, '{"kind":"ConversationResult","result":')],
    ['a page of HTML', 'wrong', answerJson(200, '<html></html>')],
    ['no intents', 'wrong', answerJson(200, prediction('billing.renew'))],
    ['an intent that is no topic', 'wrong', answerJson(200, prediction('Weather', ['Weather', 0.99]))],
    [
      'an unknown intent among the others',
      'wrong',
      answerJson(200, prediction('billing.renew', ['billing.renew', 0.9], ['Weather', 0.1])),
    ],
    ['an impossible confidence', 'wrong', answerJson(200, prediction('billing.renew', ['billing.renew', 7]))],
    ['a cut connection', 'down', (response) => response.destroy()],
    ['an answer that is cut in the middle', 'down', answerHalf(GOOD)],
  ];
  for (const [what, reason, answer] of WRONG) {
    it(`fails on ${what}, after one attempt, and counts it as ${reason}`, async () => {
      respond(answer);
      const observed: string[] = [];
      const recogniser = clu({ observe: (outcome) => observed.push(outcome) });
      await assert.rejects(recogniser.recognise('renew', 'en-US'), failing(reason));
      assert.equal(double.calls.length, 1);
      assert.deepEqual(observed, [reason]);
    });
  }

  it('gives up on a slow answer', async () => {
    respond(() => {});
    await assert.rejects(clu({ patienceMs: 40 }).recognise('renew', 'en-US'), failing('slow'));
  });

  it('gives up on an answer that begins in time and does not end', async () => {
    respond((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(GOOD.slice(0, 40));
    });
    await assert.rejects(clu({ patienceMs: 40 }).recognise('renew', 'en-US'), failing('slow'));
  });

  it('stops asking after five failures in a row and tries again later', async () => {
    respond(answerJson(500, '{}'));
    const observed: string[] = [];
    const recogniser = clu({ pauseMs: 2_000, observe: (outcome) => observed.push(outcome) });
    for (let attempt = 0; attempt < 8; attempt++) {
      await assert.rejects(recogniser.recognise('renew', 'en-US'), unavailable);
    }
    assert.equal(double.calls.length, 5);
    assert.deepEqual(observed.slice(5), ['paused', 'paused', 'paused']);
    respond(answerJson(200, GOOD));
    const healed = async (): Promise<boolean> =>
      recogniser
        .recognise('renew', 'en-US')
        .then(() => true, unavailable)
        .then(() => double.calls.length > 5);
    await until('it is asked again', healed);
    assert.equal((await recogniser.recognise('renew', 'en-US')).source, 'clu');
  });

  it('takes no text that is refused for itself for an outage', async () => {
    const recogniser = clu();
    respond(answerJson(400, '{"error":{"code":"InvalidArgument","message":"x"}}'));
    for (let text = 0; text < 7; text++)
      await assert.rejects(recogniser.recognise(`${text}`, null), failing('refused'));
    respond(answerJson(200, GOOD));
    assert.equal((await recogniser.recognise('renew', 'en-US')).source, 'clu');
  });

  it('lets nobody wait longer than for one answer while it tries whether the service is back', async () => {
    respond(answerJson(500, '{}'));
    const recogniser = clu({ pauseMs: 1, patienceMs: 2_000 });
    for (let failed = 0; failed < 5; failed++)
      await assert.rejects(recogniser.recognise(`${failed}`, null), unavailable);
    respond(() => {});
    await until('the pause is over', () => recogniser.recognise('first', null).catch(failing('slow')));
    const started = performance.now();
    const all = await Promise.allSettled(['a', 'b', 'c'].map((text) => recogniser.recognise(text, null)));
    assert.ok(all.every(({ status }) => status === 'rejected'));
    assert.ok(performance.now() - started < 3_900, 'one patience, not two');
  });

  it('leaves the service alone for as long as it asks', async () => {
    let now = 0;
    const recogniser = clu({ nowMs: () => now });
    respond(answerJson(429, '{}', { 'retry-after': '20' }));
    await assert.rejects(recogniser.recognise('renew', 'en-US'), failing('throttled'));
    respond(answerJson(200, GOOD));
    now = 19_999;
    await assert.rejects(recogniser.recognise('renew', 'en-US'), failing('paused'));
    assert.equal(double.calls.length, 1);
    now = 20_000;
    assert.equal((await recogniser.recognise('renew', 'en-US')).source, 'clu');
  });

  it('leaves the answer to the local recogniser when it is down', async () => {
    respond(answerJson(500, '{}'));
    const failures: unknown[] = [];
    const both = createFallbackRecogniser({
      first: clu(),
      second: createLocalRecogniser(loadModel()),
      mayAsk: () => true,
      onFailure: (failure) => failures.push(failure),
      onAgreement: () => {},
    });
    const { topic, source } = await both.recognise('取消订阅', 'zh-CN');
    assert.deepEqual({ topic, source }, { topic: 'billing.cancel', source: 'local' });
    assert.equal(failures.length, 1);
  });
});
