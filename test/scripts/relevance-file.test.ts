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

  it('asks nothing twice, and as much in each language', () => {
    assert.equal(new Set(judgements.map(({ text }) => text)).size, judgements.length);
    for (const part of ['dev', 'test'] as const) {
      const own = judgements.filter((one) => one.part === part);
      const chinese = own.filter(({ lang }) => lang === 'zh-CN').length;
      assert.ok(Math.abs(own.length - 2 * chinese) < own.length / 20, part);
      assert.ok(chinese >= 70, part);
    }
  });

  it('asks for every topic that has articles', () => {
    const asked = new Set(judgements.flatMap(({ ids }) => ids));
    const articles = loadArticles(BUILT_IN_ARTICLES);
    for (const topic of new Set(articles.map(({ topics }) => topics[0]))) {
      assert.ok(
        articles.some(({ id, topics }) => topics[0] === topic && asked.has(id)),
        topic,
      );
    }
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
