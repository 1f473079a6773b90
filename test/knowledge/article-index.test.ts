import assert from 'node:assert/strict';
import { indexArticles } from '../../src/knowledge/article-index.ts';
import { manyArticles, sampleArticle } from './sample-article.ts';

/** Counts how often the event loop comes round until the work is done. */
async function roundsUntil(work: Promise<unknown>): Promise<number> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  let rounds = 0;
  while (!isDone) {
    await new Promise((resolve) => setImmediate(resolve));
    rounds += 1;
  }
  await done;
  return rounds;
}

describe('article index', () => {
  it('lets others have their turn while a large collection is read', async () => {
    const rounds = await roundsUntil(indexArticles(manyArticles(500)));
    assert.ok(rounds >= 50, `${rounds} rounds`);
  });

  it('knows the words of both languages, of titles, keywords, steps and topics', async () => {
    const { terms } = await indexArticles([
      sampleArticle({ steps: { 'zh-CN': ['重启'], 'en-US': ['Restart'] } }),
      sampleArticle({ id: 'other' }),
    ]);
    assert.equal(terms.documents, 2);
    for (const term of ['标题', 'titl', '词', 'word', 'exchang', 'flow'])
      assert.equal(terms.documentsWith(term), 2, term);
    for (const term of ['重启', 'restart']) assert.equal(terms.documentsWith(term), 1, term);
    // Single characters lead to names only.
    assert.equal(terms.documentsWith('标'), 2);
    assert.equal(terms.documentsWith('启'), 0);
  });

  it('may be of no articles', async () => {
    assert.equal((await indexArticles([])).terms.documents, 0);
  });
});
