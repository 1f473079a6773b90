import assert from 'node:assert/strict';
import { type Answer, evaluate } from '../../src/language/evaluation.ts';

const answer = (expected: string, answered: string, lang = 'en-US'): Answer => ({ lang, expected, answered });

describe('evaluation', () => {
  const evaluation = evaluate([
    answer('a', 'a'),
    answer('a', 'a', 'zh-CN'),
    answer('a', 'b'),
    answer('b', 'b'),
    answer('b', 'none', 'zh-CN'),
    answer('none', 'none'),
    answer('none', 'none'),
    answer('none', 'a'),
  ]);

  it('measures accuracy and macro-F1', () => {
    assert.equal(evaluation.count, 8);
    assert.equal(evaluation.accuracy, 5 / 8);
    // a: 2 hits, 3 expected, 3 answered; b: 1, 2, 2; none: 2, 3, 3.
    assert.ok(Math.abs((evaluation.macroF1 ?? 0) - (4 / 6 + 2 / 4 + 4 / 6) / 3) < 1e-12);
  });

  it('measures out-of-scope texts', () => {
    assert.equal(evaluation.noneRecall, 2 / 3);
    assert.equal(evaluation.noneFalseAccept, 1 / 3);
    assert.equal(evaluation.falseReject, 1 / 5);
  });

  it('measures each language and label', () => {
    assert.equal(evaluation.byLang['zh-CN']?.accuracy, 1 / 2);
    assert.deepEqual(evaluation.recall.a, { count: 3, recall: 2 / 3 });
  });

  it('counts confusions, worst first', () => {
    const { confusions } = evaluate([answer('a', 'b'), answer('b', 'a'), answer('b', 'a')]);
    assert.deepEqual(confusions, [
      { expected: 'b', answered: 'a', count: 2 },
      { expected: 'a', answered: 'b', count: 1 },
    ]);
  });

  it('has no figure where there is nothing to measure', () => {
    const { accuracy, macroF1, noneRecall, noneFalseAccept, falseReject } = evaluate([]);
    assert.deepEqual([accuracy, macroF1, noneRecall, noneFalseAccept, falseReject], [null, null, null, null, null]);
  });
});
