import assert from 'node:assert/strict';
import type { IndexedKnowledge } from '../../src/knowledge/knowledge-search.ts';
import { createLateKnowledge } from '../../src/knowledge/late-knowledge.ts';

const QUERY = { text: 'mail', locale: 'en-US', topic: null, operator: 'microsoft', exclude: [], limit: 3 } as const;

describe('knowledge that is indexed later', () => {
  it('is built by the first search or ahead of it, once, and is ready before', async () => {
    let builds = 0;
    const knowledge: IndexedKnowledge = { search: async () => [], ready: async () => undefined };
    const late = createLateKnowledge(() => {
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
    const late = createLateKnowledge(() => {
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
    const late = createLateKnowledge(() => ({ search: async () => [], ready: () => making.promise }));
    const warm = late.warmUp();
    await late.check();
    making.reject(new Error('broken article'));
    await assert.rejects(warm, /broken article/);
    await assert.rejects(late.check(), /broken article/);
  });
});
