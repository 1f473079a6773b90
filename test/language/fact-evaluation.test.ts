import assert from 'node:assert/strict';
import { evaluateFacts, type FactAnswer, wrongFacts } from '../../src/language/fact-evaluation.ts';

const ANSWERS: readonly FactAnswer[] = [
  {
    lang: 'zh-CN',
    stated: { serviceState: 'unavailable', affected: 'organization' },
    read: { serviceState: 'unavailable', affected: 'many-users' },
  },
  { lang: 'en-US', stated: { workaround: false }, read: {} },
  { lang: 'en-US', stated: {}, read: { deadlineAtRisk: false } },
  { lang: 'en-US', stated: { serviceState: 'working' }, read: { serviceState: 'working' } },
];

describe('the evaluation of severity facts', () => {
  it('tells which share of the stated is read rightly, and which share of the read is wrong or was not stated', () => {
    const { count, stated, read, rightShare, wrongShare } = evaluateFacts(ANSWERS);
    assert.deepEqual(
      { count, stated, read, rightShare, wrongShare },
      { count: 4, stated: 4, read: 4, rightShare: 0.5, wrongShare: 0.5 },
    );
  });

  it('tells the same of every fact and language', () => {
    const { byFact, byLang } = evaluateFacts(ANSWERS);
    assert.deepEqual(byFact.serviceState, { stated: 2, read: 2, rightShare: 1, wrongShare: 0 });
    assert.deepEqual(byFact.workaround, { stated: 1, read: 0, rightShare: 0, wrongShare: null });
    assert.deepEqual(byFact.deadlineAtRisk, { stated: 0, read: 1, rightShare: null, wrongShare: 1 });
    assert.deepEqual(Object.keys(byLang), ['en-US', 'zh-CN']);
    assert.equal(byLang['zh-CN']?.rightShare, 0.5);
    assert.equal(byLang['zh-CN']?.byFact.affected.wrongShare, 1);
  });

  it('measures nothing where there is nothing', () => {
    const { count, rightShare, wrongShare, byLang } = evaluateFacts([]);
    assert.deepEqual(
      { count, rightShare, wrongShare, byLang },
      { count: 0, rightShare: null, wrongShare: null, byLang: {} },
    );
  });

  it('names the facts that came out otherwise', () => {
    assert.deepEqual(ANSWERS.map(wrongFacts), [['affected'], ['workaround'], ['deadlineAtRisk'], []]);
  });
});
