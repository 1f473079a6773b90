import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RELEVANCE_FILE, readJudgements } from '../../scripts/relevance-file.ts';
import { BUILT_IN_ARTICLES, loadArticles } from '../../src/knowledge/article-store.ts';

describe('relevance file', () => {
  const judgements = readJudgements(RELEVANCE_FILE);

  it('names articles that are there for the operator of the question', () => {
    const articles = new Map(loadArticles(BUILT_IN_ARTICLES).map((one) => [one.id, one]));
    for (const { text, ids, operator } of judgements) {
      for (const id of ids) assert.ok(articles.get(id)?.operators.includes(operator), `${text}: ${id}`);
    }
  });

  it('asks nothing twice, and as much in each language and half', () => {
    assert.equal(new Set(judgements.map(({ text }) => text)).size, judgements.length);
    const count = (key: 'lang' | 'part', value: string) => judgements.filter((one) => one[key] === value).length;
    for (const lang of ['zh-CN', 'en-US']) assert.ok(count('lang', lang) >= 100, lang);
    assert.ok(Math.abs(count('part', 'dev') - count('part', 'test')) < judgements.length / 10);
  });

  describe('with mistakes', () => {
    let directory: string;
    beforeEach(() => {
      directory = mkdtempSync(join(tmpdir(), 'relevance-'));
    });
    afterEach(() => rmSync(directory, { recursive: true }));

    it('tells which line is wrong', () => {
      const good = JSON.stringify({ text: 'a', lang: 'en-US', operator: 'microsoft', ids: ['a'], part: 'dev' });
      const file = join(directory, 'file.jsonl');
      writeFileSync(file, `${good}\n\n{ no json`);
      assert.throws(() => readJudgements(file), /line 3: no JSON/);
      writeFileSync(file, `${good}\n${good.replace('microsoft', 'nobody')}`);
      assert.throws(() => readJudgements(file), /line 2: operator/);
    });
  });
});
