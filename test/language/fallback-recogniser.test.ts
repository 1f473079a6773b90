import assert from 'node:assert/strict';
import sinon from 'sinon';
import type { Recogniser } from '../../src/domain/ports.ts';
import type { Understanding } from '../../src/domain/understanding.ts';
import { createFallbackRecogniser } from '../../src/language/fallback-recogniser.ts';

const answer = (source: Understanding['source']): Understanding => ({
  topic: 'billing.renew',
  confidence: 0.9,
  alternatives: [],
  entities: {},
  severityFacts: {},
  source,
});
const answering = (source: Understanding['source']): Recogniser => ({ recognise: async () => answer(source) });

describe('fallback recogniser', () => {
  it('answers what the first one answers', async () => {
    const [second, report] = [{ recognise: sinon.fake() }, sinon.fake()];
    const { source } = await createFallbackRecogniser(answering('clu'), second, report, () => true).recognise(
      'x',
      'en-US',
    );
    assert.equal(source, 'clu');
    sinon.assert.notCalled(second.recognise);
    sinon.assert.notCalled(report);
  });

  it('answers what the second one answers when the first fails, and reports it', async () => {
    const failure = new Error('down');
    const [first, report] = [{ recognise: sinon.fake.rejects(failure) }, sinon.fake()];
    const { source } = await createFallbackRecogniser(first, answering('local'), report, () => true).recognise(
      'x',
      null,
    );
    assert.equal(source, 'local');
    sinon.assert.calledOnceWithExactly(report, failure);
  });

  it('keeps texts from the first one that may not leave, without asking or reporting (rule R31)', async () => {
    const [first, report] = [{ recognise: sinon.fake.resolves(answer('clu')) }, sinon.fake()];
    const both = createFallbackRecogniser(first, answering('local'), report, (operator) => operator === 'microsoft');
    assert.equal((await both.recognise('x', null, '21vianet')).source, 'local');
    assert.equal((await both.recognise('x', null)).source, 'local');
    sinon.assert.notCalled(first.recognise);
    sinon.assert.notCalled(report);
    assert.equal((await both.recognise('x', null, 'microsoft')).source, 'clu');
  });
});
