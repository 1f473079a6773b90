import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { evaluateFacts } from '../../src/language/fact-evaluation.ts';
import { readLocally } from '../../src/language/local-recogniser.ts';

/**
 * Texts as admins write them, labelled with what they state and nothing more: a request to do or to explain something
 * states `working`; "I cannot ..." alone states nobody, "my Outlook" one user; "no impact on the business" states that no
 * deadline is at risk; a thing that a restart does not mend says nothing of a way round it. The patterns have been written
 * with all of them in view by now, so the floors keep what was reached; how unseen texts fare is measured on others.
 */
const LINES: readonly { text: string; lang: string; part: string; facts: object }[] = readFileSync(
  new URL('severity-facts.jsonl', import.meta.url),
  'utf8',
)
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => JSON.parse(line));

describe('severity facts of labelled texts', () => {
  for (const part of ['dev', 'test']) {
    it(`are read as the goals ask, part ${part}`, () => {
      const own = LINES.filter((line) => line.part === part);
      const figures = evaluateFacts(
        own.map(({ text, lang, facts }) => ({ lang, stated: facts, read: readLocally(text).severityFacts })),
      );
      for (const [lang, { rightShare, wrongShare }] of Object.entries({ all: figures, ...figures.byLang })) {
        assert.ok((rightShare ?? 0) >= 0.95, `${lang}: ${rightShare} of the stated facts read rightly`);
        assert.ok((wrongShare ?? 1) <= 0.03, `${lang}: ${wrongShare} of the facts read wrongly`);
      }
      for (const [fact, { rightShare, wrongShare }] of Object.entries(figures.byFact)) {
        assert.ok((rightShare ?? 0) >= 0.9, `${fact}: ${rightShare} read rightly`);
        assert.ok((wrongShare ?? 1) <= 0.05, `${fact}: ${wrongShare} read wrongly`);
      }
    });
  }

  it('stand once each, in both languages and parts alike', () => {
    assert.equal(new Set(LINES.map(({ text, lang }) => `${lang} ${text}`)).size, LINES.length);
    for (const lang of ['zh-CN', 'en-US']) assert.ok(LINES.filter((line) => line.lang === lang).length >= 350, lang);
  });
});

describe('the reading of hostile texts', () => {
  it('takes a bounded time', () => {
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
    const started = performance.now();
    for (const piece of pieces) readLocally(piece.repeat(20_000 / piece.length));
    for (const piece of pieces)
      readLocally(
        pieces
          .map((other) => piece + other)
          .join('')
          .repeat(40),
      );
    assert.ok(performance.now() - started < 2000, `${performance.now() - started} ms`);
  });
});
