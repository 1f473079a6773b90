import assert from 'node:assert/strict';
import type { KnowledgeArticle } from '../../src/knowledge/article-schema.ts';
import type { IndexedKnowledge } from '../../src/knowledge/knowledge-search.ts';
import { createLateKnowledge } from '../../src/knowledge/late-knowledge.ts';
import { createLog } from '../../src/log.ts';
import { sampleArticle } from './sample-article.ts';

const QUERY = { text: 'mail', locale: 'en-US', topic: null, operator: 'microsoft', exclude: [], limit: 3 } as const;

/** Late knowledge of one list that never changes. */
const lateKnowledge = (build: () => IndexedKnowledge) => {
  const list = [sampleArticle()];
  return createLateKnowledge({ articles: () => list, build });
};

/** Knowledge that answers with the ids of its articles. */
const listing = (articles: readonly KnowledgeArticle[], ready: () => Promise<void> = async () => undefined) => ({
  ready,
  search: async () => articles.map(({ id }) => ({ id, title: '', url: '', steps: [] })),
});

describe('knowledge that is indexed later', () => {
  it('is built by the first search or ahead of it, once, and is ready before', async () => {
    let builds = 0;
    const knowledge: IndexedKnowledge = { search: async () => [], ready: async () => undefined };
    const late = lateKnowledge(() => {
      builds += 1;
      return knowledge;
    });
    await late.check();
    assert.equal(builds, 0);
    await late.warmUp();
    assert.deepEqual(await late.search(QUERY), []);
    assert.equal(builds, 1);
  });

  it('is not ready once it could not be built, until it can', async () => {
    let isBroken = true;
    const late = lateKnowledge(() => {
      if (isBroken) throw new Error('no index');
      return { search: async () => [], ready: async () => undefined };
    });
    await assert.rejects(late.warmUp(), /no index/);
    await assert.rejects(late.check(), /no index/);
    isBroken = false;
    await late.search(QUERY);
    await assert.doesNotReject(late.check());
  });

  it('waits for the index, and is not ready when making it fails later', async () => {
    const making = Promise.withResolvers<void>();
    const late = lateKnowledge(() => ({ search: async () => [], ready: () => making.promise }));
    const warm = late.warmUp();
    await late.check();
    making.reject(new Error('broken article'));
    await assert.rejects(warm, /broken article/);
    await assert.rejects(late.check(), /broken article/);
  });

  it('answers from the former articles until the changed ones are indexed', async () => {
    let list = [sampleArticle({ id: 'former' })];
    const making = Promise.withResolvers<void>();
    const late = createLateKnowledge({
      articles: () => list,
      build: (articles) => listing(articles, articles[0]?.id === 'changed' ? () => making.promise : undefined),
    });
    const first = async () => (await late.search(QUERY))[0]?.id;
    assert.equal(await first(), 'former');
    list = [sampleArticle({ id: 'changed' })];
    assert.equal(await first(), 'former');
    const warm = late.warmUp();
    making.resolve();
    await warm;
    assert.equal(await first(), 'changed');
  });

  it('stays with the former articles when the changed ones cannot be indexed, and tries no more until they change', async () => {
    let list = [sampleArticle({ id: 'former' })];
    let builds = 0;
    const late = createLateKnowledge({
      articles: () => list,
      build: (articles) => {
        builds += 1;
        if (articles[0]?.id === 'broken') throw new Error('no index');
        return listing(articles);
      },
    });
    await late.warmUp();
    list = [sampleArticle({ id: 'broken' })];
    await assert.rejects(late.warmUp(), /no index/);
    assert.equal((await late.search(QUERY))[0]?.id, 'former');
    assert.equal((await late.search(QUERY))[0]?.id, 'former');
    assert.equal(builds, 2);
    await late.check();
    await assert.rejects(late.checkChange(), /no index/);
    list = [sampleArticle({ id: 'mended' })];
    await late.warmUp();
    await late.checkChange();
    assert.equal((await late.search(QUERY))[0]?.id, 'mended');
  });

  it('is not set back by an older list that is done later', async () => {
    const lists = [[sampleArticle({ id: 'one' })], [sampleArticle({ id: 'two' })]];
    let list = lists[0] ?? [];
    const slow = Promise.withResolvers<void>();
    const late = createLateKnowledge({
      articles: () => list,
      build: (articles) => listing(articles, articles[0]?.id === 'one' ? () => slow.promise : undefined),
    });
    const older = late.warmUp();
    list = lists[1] ?? [];
    await late.warmUp();
    slow.resolve();
    await older;
    assert.equal((await late.search(QUERY))[0]?.id, 'two');
  });

  it('logs what was found and why, and nothing of the question', async () => {
    const lines: string[] = [];
    const log = createLog({ level: 'debug', destination: { write: (line: string) => void lines.push(line) } });
    const match = { by: 'words', terms: ['mail'], parts: ['title'], fit: 1 } as const;
    const index: IndexedKnowledge = {
      ready: async () => undefined,
      search: async () => [{ id: 'a', title: 'T', url: 'https://a.example', steps: [], match }],
    };
    const late = createLateKnowledge({ articles: () => [], build: () => index, log });
    await late.search({ ...QUERY, text: 'my secret question' });
    const text = lines.join('');
    assert.match(text, /articles were searched/);
    assert.match(text, /"id":"a".*"by":"words".*"terms":\["mail"\]/);
    assert.doesNotMatch(text, /secret/);
  });
});
