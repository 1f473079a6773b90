import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { evaluateFacts } from '../../src/language/fact-evaluation.ts';
import { readLocally } from '../../src/language/local-recogniser.ts';
import { takesAtMost } from '../support/time-bound.ts';

/**
 * Texts as admins write them, labelled with what they state and nothing more, by three people who knew no training text.
 * They tell how strangers fare, so nothing may be chosen by them (decision 24).
 */
const LINES: readonly { text: string; lang: string; facts: object }[] = readFileSync(
  new URL('severity-facts.jsonl', import.meta.url),
  'utf8',
)
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line));

describe('severity facts of labelled texts', () => {
  const figures = evaluateFacts(
    LINES.map(({ text, lang, facts }) => ({ lang, stated: facts, read: readLocally(text).severityFacts })),
  );

  it('are hardly ever read wrongly, and nine of ten stated ones are read', () => {
    assert.ok((figures.wrongShare ?? 1) <= 0.03, `${figures.wrongShare} of the facts read wrongly`);
    assert.ok((figures.rightShare ?? 0) >= 0.9, `${figures.rightShare} of the stated facts read rightly`);
    for (const [lang, { rightShare, wrongShare }] of Object.entries(figures.byLang)) {
      assert.ok((wrongShare ?? 1) <= 0.03, `${lang}: ${wrongShare} of the facts read wrongly`);
      assert.ok((rightShare ?? 0) >= 0.87, `${lang}: ${rightShare} of the stated facts read rightly`);
    }
    for (const [fact, { rightShare, wrongShare }] of Object.entries(figures.byFact)) {
      assert.ok((wrongShare ?? 1) <= 0.06, `${fact}: ${wrongShare} read wrongly`);
      assert.ok((rightShare ?? 0) >= 0.78, `${fact}: ${rightShare} read rightly`);
    }
  });

  it('stand once each, in both languages', () => {
    assert.equal(new Set(LINES.map(({ text }) => text)).size, LINES.length);
    for (const lang of ['zh-CN', 'en-US']) assert.ok(LINES.filter((line) => line.lang === lang).length >= 150, lang);
  });
});

describe('the reading of hostile texts', () => {
  it('takes a bounded time', async () => {
    const pieces = [
      "can't ",
      'the team ',
      'one of our ',
      'neither ',
      'half of the ',
      'no ',
      'a b ',
      'at 5 ',
      'by ',
      'dc1.',
      'a-',
      '1,',
      '不',
      '没有',
      '一个',
      '俩',
      '的',
      '组',
      '先',
      '他',
      '网页',
      '三点',
      '，',
      'a，',
    ];
    for (const piece of pieces) {
      const alone = piece.repeat(20_000 / piece.length);
      const mixed = pieces.map((other) => piece + other).join('');
      await takesAtMost(500, piece, () => [alone, mixed.repeat(40)].map((text) => readLocally(text)));
    }
  });
});
