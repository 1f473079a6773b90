import assert from 'node:assert/strict';
import { BUILT_IN_ARTICLES, loadArticles } from '../../src/knowledge/article-store.ts';
import { createKnowledge } from '../../src/knowledge/knowledge-search.ts';
import { searchAids } from '../../src/language/search-aids.ts';

describe('what fits a question', () => {
  const { search } = createKnowledge(loadArticles(BUILT_IN_ARTICLES), searchAids);
  const MAIL = {
    text: '收不到外部邮件',
    topic: 'exchange.mail-flow',
    operator: '21vianet',
    locale: 'zh-CN',
    exclude: [],
    limit: 100,
  } as const;

  it('is of the topic or nearly as good as the best, and nothing is left once all of it was excluded', async () => {
    const all = await search(MAIL);
    assert.equal(all[0]?.match?.fit, 1);
    for (const { id, match } of all) assert.ok(match?.by === 'topic' || (match?.fit ?? 0) >= 0.7, id);
    assert.deepEqual(await search({ ...MAIL, exclude: all.map(({ id }) => id) }), []);
  });

  it('is told beside the best one there is, also when that was excluded', async () => {
    const [best] = await search(MAIL);
    const [next] = await search({ ...MAIL, exclude: [best?.id ?? ''] });
    assert.ok((next?.match?.fit ?? 1) < 0.7);
  });

  it('is not looked for where the articles are named, as far as they hold in the cloud', async () => {
    const only = ['exo-ndr', 'fapiao-21v', 'absent'];
    const idsFor = async (operator: '21vianet' | 'microsoft') =>
      (await search({ ...MAIL, operator, only })).map(({ id }) => id);
    assert.deepEqual(await idsFor('21vianet'), ['exo-ndr', 'fapiao-21v']);
    assert.deepEqual(await idsFor('microsoft'), ['exo-ndr']);
  });
});
