import assert from 'node:assert/strict';
import { type SinonFakeTimers, useFakeTimers } from 'sinon';
import type { Recogniser } from '../../src/domain/ports.ts';
import { CluFailure, type CluFailureReason } from '../../src/language/clu-failure.ts';
import { type CluOptions, createCluRecogniser } from '../../src/language/clu-recogniser.ts';
import { createFallbackRecogniser } from '../../src/language/fallback-recogniser.ts';
import { createLocalRecogniser } from '../../src/language/local-recogniser.ts';
import { loadModel } from '../../src/language/model-file.ts';
import { answerJson, type CluDouble, prediction, startCluDouble } from '../support/clu-double.ts';

const GOOD = prediction('billing.renew', ['billing.renew', 0.9], ['None', 0.02]);

describe('what the CLU recogniser remembers and counts', () => {
  let double: CluDouble;
  let dates: SinonFakeTimers | undefined;
  const clu = (options: CluOptions = {}): Recogniser =>
    createCluRecogniser(
      { endpoint: double.endpoint, key: 'the-key', project: 'Intake', deployment: 'production' },
      { allowInsecureConnection: true, ...options },
    );
  const failing = (reason: CluFailureReason) => (error: unknown) =>
    error instanceof CluFailure && error.reason === reason;

  before(async () => {
    double = await startCluDouble();
  });
  after(() => double.close());
  afterEach(() => dates?.restore());
  beforeEach(() => {
    double.calls.length = 0;
    double.respond(answerJson(200, GOOD));
  });

  it('asks once for texts that are repeated, each in its language, for ten minutes', async () => {
    let now = 1;
    const observed: string[] = [];
    const recogniser = clu({ nowMs: () => now, observe: (outcome) => observed.push(outcome) });
    await Promise.all([recogniser.recognise('renew', 'en-US'), recogniser.recognise(' renew\n', 'en-US')]);
    await recogniser.recognise('renew', 'en-US');
    assert.equal(double.calls.length, 1);
    await recogniser.recognise('renew', 'zh-CN');
    await recogniser.recognise('renew', null);
    assert.equal(double.calls.length, 3);
    now = 600_002;
    await recogniser.recognise('renew', 'en-US');
    assert.equal(double.calls.length, 4);
    assert.deepEqual(observed.toSorted(), [...Array(4).fill('answered'), ...Array(2).fill('remembered')]);
  });

  it('reads the facts of each text itself, also where the service saw only the same beginning', async () => {
    const recogniser = clu();
    const beginning = 'mail '.repeat(200);
    await recogniser.recognise(beginning, 'en-US');
    const { severityFacts } = await recogniser.recognise(`${beginning}。全公司都收不到邮件`, 'en-US');
    assert.equal(double.calls.length, 1);
    assert.equal(severityFacts.affected, 'organization');
  });

  it('remembers no failure', async () => {
    const recogniser = clu();
    double.respond(answerJson(500, '{}'));
    await assert.rejects(recogniser.recognise('renew', 'en-US'), failing('down'));
    double.respond(answerJson(200, GOOD));
    assert.equal((await recogniser.recognise('renew', 'en-US')).topic, 'billing.renew');
  });

  it('forgets what was not asked for longest when it is full', async () => {
    const recogniser = clu({ mostRemembered: 2 });
    for (const text of ['one', 'two', 'one', 'three']) await recogniser.recognise(text, 'en-US');
    await recogniser.recognise('one', 'en-US');
    assert.equal(double.calls.length, 3);
    await recogniser.recognise('two', 'en-US');
    assert.equal(double.calls.length, 4);
  });

  it('neither answers from memory nor remembers a text that may not leave (rule R31)', async () => {
    const both = createFallbackRecogniser({
      first: clu(),
      second: createLocalRecogniser(loadModel()),
      mayAsk: (operator) => operator === 'microsoft',
      onFailure: () => {},
      onAgreement: () => {},
    });
    const abroad = { operator: 'microsoft' as const, tenantId: 'northwind' };
    const kept = { operator: '21vianet' as const, tenantId: 'contoso-cn' };
    assert.equal((await both.recognise('renew', 'en-US', kept)).source, 'local');
    assert.equal((await both.recognise('renew', 'en-US', abroad)).source, 'clu');
    assert.equal(double.calls.length, 1, 'the text of the first had not been remembered');
    assert.equal((await both.recognise('renew', 'en-US', kept)).source, 'local');
    assert.equal(double.calls.length, 1);
  });

  it('counts calls for the tenant that makes them, and fails when its budget is used up', async () => {
    const asked: string[] = [];
    const takeBudget = (key: string) => (asked.push(key) > 2 && key === 'tenant:contoso' ? 30 : 0);
    const recogniser = clu({ takeBudget });
    const contoso = { operator: 'microsoft' as const, tenantId: 'contoso' };
    await recogniser.recognise('one', null, contoso);
    await recogniser.recognise('two', null, contoso);
    await assert.rejects(recogniser.recognise('three', null, contoso), failing('budget'));
    await recogniser.recognise('two', null, contoso);
    await recogniser.recognise('three', null, { operator: 'microsoft', tenantId: null });
    await recogniser.recognise('four', null);
    assert.deepEqual(asked, [...Array(3).fill('tenant:contoso'), 'operator:microsoft', 'staff']);
    assert.equal(double.calls.length, 4);
  });

  it('does not take used up budgets for an outage of the service', async () => {
    const recogniser = clu({ takeBudget: (key) => (key === 'staff' ? 1 : 0) });
    for (let attempt = 0; attempt < 8; attempt++) {
      await assert.rejects(recogniser.recognise('renew', null), failing('budget'));
    }
    const author = { operator: null, tenantId: 'contoso' };
    assert.equal((await recogniser.recognise('renew', null, author)).source, 'clu');
  });

  it('lets nobody hear of the budget of another who writes the same at the same time', async () => {
    const recogniser = clu({ takeBudget: (key) => (key === 'tenant:spent' ? 30 : 0) });
    const of = (tenantId: string) => recogniser.recognise('renew', null, { operator: 'microsoft', tenantId });
    const [spent, other] = await Promise.allSettled([of('spent'), of('contoso')]);
    assert.deepEqual([spent.status, other.status], ['rejected', 'fulfilled']);
  });

  it('tries a service that is down once, also when the first to ask has no budget left', async () => {
    double.respond(answerJson(500, '{}'));
    const recogniser = clu({ pauseMs: 1_000, takeBudget: (key) => (key === 'tenant:spent' ? 30 : 0) });
    for (let text = 0; text < 5; text++) await assert.rejects(recogniser.recognise(`${text}`, null), failing('down'));
    // By hand: a real pause might be over once more before the last of them is heard.
    dates = useFakeTimers({ now: Date.now() + 1_001, toFake: ['Date'] });
    const spent = { operator: 'microsoft' as const, tenantId: 'spent' };
    await assert.rejects(recogniser.recognise('a', null, spent), failing('budget'));
    const outcomes = await Promise.allSettled(['b', 'c', 'd'].map((text) => recogniser.recognise(text, null)));
    assert.ok(outcomes.every(({ status }) => status === 'rejected'));
    assert.equal(double.calls.length, 6);
  });
});
