import assert from 'node:assert/strict';
import { evaluateSearch, placeOfRight } from '../../src/knowledge/search-evaluation.ts';

describe('search evaluation', () => {
  it('counts the first right article, whichever of several it is', () => {
    assert.equal(placeOfRight({ relevant: ['a', 'b'], found: ['x', 'b', 'a'] }), 2);
    assert.equal(placeOfRight({ relevant: ['a'], found: [] }), Number.POSITIVE_INFINITY);
  });

  it('gives the shares among the first and the first three, and the mean reciprocal rank', () => {
    const { byLang: _, ...figures } = evaluateSearch([
      { lang: 'en-US', relevant: ['a'], found: ['a', 'b'] },
      { lang: 'en-US', relevant: ['a'], found: ['x', 'y', 'a'] },
      { lang: 'en-US', relevant: ['a'], found: ['x', 'y', 'z', 'a'] },
      { lang: 'en-US', relevant: ['a'], found: ['x'] },
    ]);
    assert.equal(figures.count, 4);
    assert.equal(figures.recallAt1, 1 / 4);
    assert.equal(figures.recallAt3, 2 / 4);
    assert.ok(Math.abs(figures.meanReciprocalRank - (1 + 1 / 3 + 1 / 4) / 4) < 1e-12);
  });

  it('tells the languages apart', () => {
    const { recallAt1, byLang } = evaluateSearch([
      { lang: 'en-US', relevant: ['a'], found: ['a'] },
      { lang: 'zh-CN', relevant: ['a'], found: ['b'] },
    ]);
    assert.equal(recallAt1, 0.5);
    assert.equal(byLang['en-US']?.recallAt1, 1);
    assert.deepEqual(byLang['zh-CN'], { count: 1, recallAt1: 0, recallAt3: 0, meanReciprocalRank: 0 });
  });

  it('gives nothing for no questions', () => {
    assert.deepEqual(evaluateSearch([]), {
      count: 0,
      recallAt1: 0,
      recallAt3: 0,
      meanReciprocalRank: 0,
      byLang: {},
    });
  });
});
