import assert from 'node:assert/strict';
import sinon from 'sinon';
import type { Recogniser } from '../../src/domain/ports.ts';
import type { Topic } from '../../src/domain/topics.ts';
import type { Understanding } from '../../src/domain/understanding.ts';
import { createFallbackRecogniser } from '../../src/language/fallback-recogniser.ts';

const answer = (source: Understanding['source'], topic: Topic = 'billing.renew'): Understanding => ({
  topic,
  confidence: 0.9,
  alternatives: [],
  entities: {},
  severityFacts: {},
  source,
});
const answering = (source: Understanding['source'], topic?: Topic): Recogniser => ({
  recognise: async () => answer(source, topic),
});

const silent = { mayAsk: () => true, onFailure: () => {}, onAgreement: () => {} };

describe('fallback recogniser', () => {
  it('answers what the first one answers', async () => {
    const onFailure = sinon.fake();
    const both = createFallbackRecogniser({
      ...silent,
      first: answering('clu'),
      second: answering('local', 'none'),
      onFailure,
    });
    assert.deepEqual(await both.recognise('x', 'en-US'), answer('clu'));
    sinon.assert.notCalled(onFailure);
  });

  it('answers what the second one answers when the first fails, and reports it', async () => {
    const failure = new Error('down');
    const [first, onFailure, onAgreement] = [{ recognise: sinon.fake.rejects(failure) }, sinon.fake(), sinon.fake()];
    const both = createFallbackRecogniser({ ...silent, first, second: answering('local'), onFailure, onAgreement });
    assert.equal((await both.recognise('x', null)).source, 'local');
    sinon.assert.calledOnceWithExactly(onFailure, failure);
    sinon.assert.notCalled(onAgreement);
  });

  const agreements: readonly (readonly [Topic, Topic, string])[] = [
    ['billing.renew', 'billing.renew', 'same'],
    ['none', 'none', 'same'],
    ['billing.renew', 'billing.cancel', 'other'],
    ['billing.renew', 'none', 'only-first'],
    ['none', 'billing.renew', 'only-second'],
  ];
  for (const [theirs, own, agreement] of agreements) {
    it(`calls ${theirs} beside ${own} ${agreement}`, async () => {
      const onAgreement = sinon.fake();
      const [first, second] = [answering('clu', theirs), answering('local', own)];
      await createFallbackRecogniser({ ...silent, first, second, onAgreement }).recognise('x', null);
      sinon.assert.calledOnceWithExactly(onAgreement, agreement);
    });
  }

  it('does not let a second one that fails spoil the answer of the first', async () => {
    const second = { recognise: sinon.fake.rejects(new Error('broken')) };
    const both = createFallbackRecogniser({ ...silent, first: answering('clu'), second });
    assert.equal((await both.recognise('x', null)).source, 'clu');
  });

  it('keeps texts from the first one that may not leave, without asking or reporting (rule R31)', async () => {
    const first = { recognise: sinon.fake.resolves(answer('clu')) };
    const [onFailure, onAgreement] = [sinon.fake(), sinon.fake()];
    const both = createFallbackRecogniser({
      first,
      second: answering('local'),
      mayAsk: (operator) => operator === 'microsoft',
      onFailure,
      onAgreement,
    });
    assert.equal((await both.recognise('x', null, { operator: '21vianet', tenantId: 'contoso-cn' })).source, 'local');
    assert.equal((await both.recognise('x', null)).source, 'local');
    sinon.assert.notCalled(first.recognise);
    sinon.assert.notCalled(onFailure);
    sinon.assert.notCalled(onAgreement);
    const author = { operator: 'microsoft' as const, tenantId: 'northwind' };
    assert.equal((await both.recognise('x', null, author)).source, 'clu');
    assert.deepEqual(first.recognise.firstCall.args, ['x', null, author], 'whose text it is');
  });
});
